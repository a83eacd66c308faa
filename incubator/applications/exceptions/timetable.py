"""Moves the closing of a call and tells every team: those who write a draft and those whose file was received."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from incubator.applications.assistance import agents
from incubator.applications.models import ApplicationMember
from incubator.applications.states import State, TeamRole
from incubator.applications.submission import letters
from incubator.people.models import Actor, User
from incubator.programmes import closing
from incubator.programmes.models import Call, CallExtension
from incubator.programmes.preparation import approval
from incubator.programmes.states import CallState, ChangeKind

TOLD_NOTHING = (State.WITHDRAWN, State.INELIGIBLE)


def extend(
    call: Call, *, closes_at: datetime, reason_fr: str, reason_en: str = "", by: Actor, at: datetime
) -> int:
    """Extend the call (`programmes.closing`) and write to each lead; return how many letters were posted.

    Agents invited until the closing help until the new one.
    """
    with transaction.atomic():
        ended = _announced(call)
        change = closing.extend(
            call, closes_at=closes_at, reason_fr=reason_fr, reason_en=reason_en, by=by, at=at
        )
        agents.follow(change.call, ended=ended, at=at)
        return _tell(change, by=by, at=at)


def _announced(call: Call) -> set[datetime]:
    """Return the closing of the call as it stands, and those it had before it was closed earlier."""
    earlier = call.extensions.filter(kind=ChangeKind.CLOSED_EARLY).values_list("before", flat=True)
    return {Call.objects.select_for_update().get(pk=call.pk).closes_at, *earlier}


def decide_early(call: Call, *, accept: bool, by: User, at: datetime) -> int:
    """Answer the earlier closing that waits; accepted, each lead is written to. Returns how many letters.

    Agents invited until the closing then help until the earlier one.
    """
    with transaction.atomic():
        ended = _announced(call)
        change = closing.decide_early(call, accept=accept, by=by, at=at)
        if change is None:
            return 0
        agents.follow(change.call, ended=ended, at=at)
        return _tell(change, by=by, at=at)


def cancel(call: Call, *, reason_fr: str, reason_en: str = "", by: Actor, at: datetime) -> int:
    """Cancel the call; once it was published its page says why and each lead is written to."""
    with transaction.atomic():
        if call.state == CallState.CANCELLED:
            approval.cancel(call, by=by, at=at)
            return 0
        approval.cancel(call, by=by, at=at, reason_fr=reason_fr, reason_en=reason_en)
        change = call.extensions.filter(decided_at=at).first()
        return _tell(change, by=by, at=at) if change else 0


def leads(call: Call) -> int:
    """Return how many people a change of the closing would be written to."""
    return _leads(call).count()


def _leads(call: Call) -> QuerySet[ApplicationMember]:
    members = ApplicationMember.objects.filter(application__call=call, role=TeamRole.LEAD)
    return members.exclude(application__state__in=TOLD_NOTHING).order_by("pk")


def _tell(change: CallExtension, *, by: Actor, at: datetime) -> int:
    told = 0
    for member in _leads(change.call).select_related("person", "application__call", "application__startup"):
        letters.closing_changed(member.application, change, to=member.person, by=by, at=at)
        told += 1
    return told
