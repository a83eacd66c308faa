"""What is written when the account of a start-up changes."""

from datetime import datetime

from funding.models import Payee
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.people.states import Role


def payee_changed(payee: Payee, *, at: datetime) -> None:
    """Tell everybody of the start-up and every approver to which account money goes from when on."""
    team = User.objects.filter(
        memberships__startup=payee.startup, memberships__until_on=None, is_active=True
    ).order_by("pk")
    facts = {"payee": payee, "startup": payee.startup}
    path = f"/portal/startups/{payee.startup.slug}/grant/"
    for person in team.distinct():
        outbox.post("funding/payee_changed", to=person, about=payee, at=at, context={**facts, "path": path})
    desk = f"/desk/money/payees/{payee.startup.slug}/"
    for person in User.objects.with_role(Role.APPROVER, at).exclude(pk__in=team):
        outbox.post("funding/payee_changed", to=person, about=payee, at=at, context={**facts, "path": desk})
