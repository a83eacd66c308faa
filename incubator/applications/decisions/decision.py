"""Decide now, publish later (`publishing`): a decision is pending until a director publishes those of its call."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters
from incubator.applications.casework.screening import ReasonsMissing
from incubator.applications.models import Application, Decision
from incubator.applications.states import (
    JUDGED,
    LIFECYCLE,
    DecisionKind,
    DecisionResult,
    DecisionState,
)
from incubator.core import clock
from incubator.people.models import Actor, person_or_none
from incubator.workflow import audit, deciding, versions
from incubator.workflow import values as columns
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, once
from incubator.workflow.versions import Read

MOST_RANKS = 99_999
MOVES = {
    DecisionResult.SHORTLISTED: "shortlist",
    DecisionResult.OFFER: "offer",
    DecisionResult.WAITING_LIST: "put_on_waiting_list",
    DecisionResult.DECLINE: "decline",
}


class NotJudged(Refused):
    """A decision on a file that is not with the jury."""

    code = "not_judged"
    default = _("Only a file that the jury has in hand can be decided.")


class AlreadyPublished(Refused):
    """A decision that the team has read."""

    code = "already_published"
    default = _("This decision is published: it no longer changes here.")


def decide(
    application: Application,
    result: str,
    *,
    reasons_fr: str = "",
    reasons_en: str = "",
    rank: int | None = None,
    answer_by: datetime | None = None,
    by: Actor,
    at: datetime,
    read: Read | None = None,
) -> Decision:
    """Write (or change) the pending decision on a file; nobody outside reads it before its publication.

    A decline carries its reasons in French; `read` says what its writer had read. Raises NotJudged,
    AlreadyPublished, ReasonsMissing or ChangedMeanwhile.
    """
    # What is eligible or not is confirmed by the screening.
    columns.check_choice("result", result, tuple(MOVES))
    columns.check_signs(reasons_fr=reasons_fr, reasons_en=reasons_en)
    if rank is not None:
        columns.check_number("rank", rank, least=1, most=MOST_RANKS)
    typed = {
        "result": result,
        "rank": rank,
        "reasons_fr": reasons_fr.strip(),
        "reasons_en": reasons_en.strip(),
        "answer_on": answer_by,
    }
    with acting(by):
        file = LIFECYCLE.locked(application)
        deciding.require("application.decide", by, file, at)
        values = _over_the_draft(file, typed, read)
        if values["result"] == DecisionResult.DECLINE and not values["reasons_fr"]:
            raise ReasonsMissing()
        is_first_list = values["result"] == DecisionResult.SHORTLISTED
        kind = DecisionKind.SHORTLIST if is_first_list else DecisionKind.OUTCOME
        if file.decisions.published().filter(kind=kind).exists():
            raise AlreadyPublished()
        if file.state not in JUDGED:
            raise NotJudged()
        decision, _made = Decision.objects.update_or_create(
            application=file,
            kind=kind,
            defaults={**values, "decided_by": person_or_none(by), "decided_at": at},
        )
        audit.record("application.decide", file, by=by, at=at, kind=kind, result=values["result"])
    return decision


def draft_of(application: Application) -> Decision | None:
    """Return the decision that is written and not yet published, the latest one; None before there is one."""
    found = application.decisions.pending().filter(result__in=MOVES).order_by("-decided_at")
    draft: Decision | None = found.first()
    return draft


def _over_the_draft(file: Application, typed: dict[str, Any], read: Read | None) -> dict[str, Any]:
    """Return the decision's values: those typed where the writer changed them, those that stand elsewhere."""
    draft = draft_of(file) if read is not None else None
    now = {name: getattr(draft, name, None) for name in typed if name != "answer_on"}
    now["answer_on"] = draft.answer_by if draft else None
    days = {name: by_day(each) if name == "answer_on" else each for name, each in typed.items()}
    changed = versions.merged(days, now | {"answer_on": by_day(now["answer_on"])}, read)
    values = {name: typed[name] if name in changed or not draft else now[name] for name in typed}
    values["answer_by"] = values.pop("answer_on")
    return values


def by_day(moment: datetime | None) -> date | None:
    """Return the day of an instant at the centre, as a page shows it."""
    return clock.local_day(moment) if moment else None


@once
def promote(
    application: Application, *, answer_by: datetime | None = None, by: Actor, at: datetime
) -> Application:
    """Offer to a start-up of the waiting list the place that came free, and write to its lead."""
    with LIFECYCLE.move(application, "promote", by=by, at=at) as file:
        file.changed_at = at
        leave_the_list(file)
        _change(
            file,
            DecisionResult.OFFER,
            answer_by or at + timedelta(days=letters.ANSWER_DAYS),
            by=by,
            at=at,
        )
    return application


@once
def decline(
    application: Application, *, reasons_fr: str, reasons_en: str = "", by: Actor, at: datetime
) -> Application:
    """Close the waiting list for a start-up, with the reasons, and write to its lead."""
    columns.check_signs(reasons_fr=reasons_fr, reasons_en=reasons_en)
    if not reasons_fr.strip():
        raise ReasonsMissing()
    with LIFECYCLE.move(application, "decline", by=by, at=at) as file:
        file.changed_at = at
        leave_the_list(file)
        _change(file, DecisionResult.DECLINE, None, by=by, at=at, reasons=(reasons_fr, reasons_en))
    return application


def leave_the_list(application: Application) -> None:
    """Take a file out of the waiting list of its call: it keeps no rank, and those after it move up by one."""
    listed = Decision.objects.filter(
        application__call=application.call_id, kind=DecisionKind.OUTCOME, result=DecisionResult.WAITING_LIST
    )
    own = listed.filter(application=application, rank__isnull=False).first()
    if own is not None:
        listed.filter(rank__gt=own.rank).update(rank=F("rank") - 1)
        Decision.objects.filter(pk=own.pk).update(rank=None)


def _change(
    application: Application,
    result: str,
    answer_by: datetime | None,
    *,
    by: Actor,
    at: datetime,
    reasons: tuple[str, str] | None = None,
) -> Decision:
    """Change a published outcome (the audit keeps what it was) and tell the lead."""
    decision = application.decisions.select_for_update().get(kind=DecisionKind.OUTCOME)
    decision.result, decision.answer_by, decision.published_at = result, answer_by, at
    decision.state, decision.decided_at = DecisionState.PUBLISHED, at
    decision.decided_by = person_or_none(by)
    if reasons:
        decision.reasons_fr, decision.reasons_en = reasons
    decision.save()
    letters.decided(decision, by=by, at=at)
    return decision


@once
def accept(application: Application, *, by: Actor, at: datetime) -> Application:
    """Accept the offer for the team. The place itself is taken by the cohort, which calls this."""
    with LIFECYCLE.move(application, "accept", by=by, at=at) as file:
        file.changed_at = at
    return application


@once
def refuse(application: Application, *, by: Actor, at: datetime, reason: str = "") -> Application:
    """Give the offered place up; the waiting list may then be offered it."""
    with LIFECYCLE.move(
        application, "refuse", by=by, at=at, data={"has_reason": bool(reason.strip())}
    ) as file:
        file.changed_at = at
    return application
