"""Who may declare, confirm or dismiss a link between a person and a start-up."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.conflicts.models import Interest
from incubator.conflicts.querysets import InterestQuerySet
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.querysets import StartupQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, policy
from incubator.workflow.standing import closes, holders

# Who reads the records of start-ups in their work (a juror says it to the jury, at the file).
STAFF = (Role.OFFICER, Role.DIRECTOR, Role.FINANCE, Role.APPROVER, Role.ADMIN)
A_LINK = _("You have a link with this start-up: somebody else decides.")
the_office_of_the_startup = holders(
    Role.OFFICER,
    Role.DIRECTOR,
    of=InterestQuerySet.gate,
    refusal=_("Only a programme officer or a director treats the register of links."),
)


@closes("link", A_LINK)
def linked_startups(person: Any) -> QuerySet:
    """A live link closes a start-up, until the office dismisses it."""
    return Interest.objects.blocking().filter(person=person).order_by()


@policy(
    "interest.confirm",
    "interest.dismiss",
    "interest.identify",
    who=_("Programme officers and directors, without a link to the start-up"),
    gate=the_office_of_the_startup,
)
def the_office_without_a_link(actor: Actor, interest: Interest, at: datetime) -> Verdict:
    """Nobody treats the links of a start-up that is closed to them, the own one first of all."""
    return ALLOWED


@policy(
    "interest.declare",
    who=_("whoever works at the desk, about themselves"),
    gate=holders(
        *STAFF, of=StartupQuerySet.gate, refusal=_("Whoever works at the centre declares a link here.")
    ),
)
def whoever_works_here(actor: Actor, startup: Any, at: datetime) -> Verdict:
    """A link closes the start-up to whoever declares it, and to nobody else."""
    return ALLOWED
