"""Who helps people apply: agents of town halls, each for one commune, until the call closes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from incubator.accounts import granting, inviting
from incubator.accounts.contacts import Door
from incubator.people.models import SYSTEM, Grant, User
from incubator.people.states import PersonState, Role
from incubator.programmes.models import Call
from incubator.territory.models import Commune
from incubator.workflow import deciding


def invite(
    call: Call, *, contact: Door, full_name: str = "", commune: Commune, by: User, at: datetime
) -> User:
    """Give somebody the role of an agent for one commune until the call closes, and write them how to come in.

    Raises NotAllowed.
    """
    deciding.require("assistance.invite", by, call, at)
    door = {"phone" if contact.is_phone else "email": contact.value}
    return inviting.invite(
        **door, role=Role.AGENT, full_name=full_name, commune=commune, until_at=call.closes_at, by=by, at=at
    )


def follow(call: Call, *, ended: Collection[datetime], at: datetime) -> int:
    """Let the agents whose role ended with the call go on until its new closing; return how many.

    `ended` are the closings that were announced before. A role that somebody ended stays ended: its instant is
    its own. The system acts: extending the call is what was decided.
    """
    theirs = Grant.objects.filter(role=Role.AGENT, until_at__in=ended, until_at__lt=call.closes_at)
    gone = theirs.filter(person__state=PersonState.ANONYMISED)
    kept = list(theirs.exclude(pk__in=gone.values("pk")).exclude(commune=None).order_by("person_id", "pk"))
    for grant in kept:
        granting.prolong(grant, until_at=call.closes_at, by=SYSTEM, at=at)
    return len(kept)


def present(at: datetime) -> QuerySet[Grant]:
    """Return the agents of now, by commune."""
    held = Grant.objects.in_force(at).filter(role=Role.AGENT)
    return held.select_related("person", "commune").order_by("commune__name", "pk")


def end(grant: Grant, *, by: User, at: datetime) -> None:
    """End an agent's role: the files that wait are no longer theirs to read. Raises NotAllowed."""
    granting.revoke(grant, by=by, at=at)
