"""Who helps people apply: agents of town halls, each for one commune, until the call closes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting, inviting
from incubator.applications.models import AgentTerm
from incubator.people.models import SYSTEM, Grant, User
from incubator.people.states import PersonState, Role
from incubator.programmes.models import Call
from incubator.territory.models import Commune
from incubator.workflow import deciding
from incubator.workflow.acting import an_act


@an_act
def invite(
    call: Call, *, contact: Door, full_name: str = "", commune: Commune, by: User, at: datetime
) -> User:
    """Give somebody the role of an agent for one commune until the call closes, and write them how to come in.

    Whoever helps there already, for another call, goes on until the later closing of both. Raises NotAllowed.
    """
    deciding.require("assistance.invite", by, call, at)
    door = {"phone" if contact.is_phone else "email": contact.value}
    person = inviting.invite(
        **door, role=Role.AGENT, full_name=full_name, commune=commune, until_at=call.closes_at, by=by, at=at
    )
    grant = person.grants.in_force(at).filter(role=Role.AGENT, commune=commune).latest("pk")
    AgentTerm.objects.get_or_create(grant=grant, call=call)
    granting.prolong(grant, until_at=call.closes_at, by=by, at=at)
    return person


def follow(call: Call, *, ended: Collection[datetime], at: datetime) -> int:
    """Let the agents of a call help until its new closing, later or earlier than before; return how many.

    `ended` are the closings that were announced before. Who is the agent of several calls helps until the last of them
    closes. A role that somebody ended stays ended: its instant is its own. The system acts: moving the closing is what
    was decided.
    """
    terms = AgentTerm.objects.filter(call=call, grant__commune__isnull=False)
    gone = terms.filter(grant__person__state=PersonState.ANONYMISED).values("pk")
    moved = 0
    for term in terms.exclude(pk__in=gone).select_related("grant").order_by("grant__person_id", "grant_id"):
        others = AgentTerm.objects.filter(grant=term.grant).exclude(call=call)
        closings = set(others.values_list("call__closes_at", flat=True))
        if term.grant.until_at in closings.union(ended):
            moved += _move(term.grant, call, max(closings | {call.closes_at}), at)
    return moved


def _move(grant: Grant, call: Call, until_at: datetime, at: datetime) -> bool:
    """Move the end of a role; tell whether it was another. One that begins again is a row of its own, for the call."""
    if grant.until_at is None or grant.until_at == until_at:
        return False
    if grant.until_at > until_at:
        granting.shorten(grant, until_at=until_at, by=SYSTEM, at=at)
    else:
        going_on = granting.prolong(grant, until_at=until_at, by=SYSTEM, at=at)
        AgentTerm.objects.get_or_create(grant=going_on, call=call)
    return True


def present(at: datetime) -> QuerySet[Grant]:
    """Return the agents of now, by commune."""
    held = Grant.objects.in_force(at).filter(role=Role.AGENT)
    return held.select_related("person", "commune").order_by("commune__name", "pk")


def end(grant: Grant, *, by: User, at: datetime) -> None:
    """End an agent's role: the files that wait are no longer theirs to read. Raises NotAllowed."""
    granting.revoke(grant, by=by, at=at)
