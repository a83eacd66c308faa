"""Where a file stands, in the founder's words. Pure: what the office has not published is not said here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incubator.applications.states import DecisionKind, DecisionResult, State, TeamRole
from incubator.core import clock
from incubator.programmes.states import CallState
from incubator.ui import typography

CANCELLED = "cancelled"
# Ends that a file had before its call was cancelled.
ENDED = (State.WITHDRAWN, State.INELIGIBLE, State.DECLINED, State.REFUSED, State.ACCEPTED)
PUBLISH, PHASE = "publish", "phase"
# What the office does between the sending and the publication of its results is one state outside.
WITH_THE_CENTRE = (State.SUBMITTED, State.ELIGIBLE, State.IN_REVIEW)
NEEDS_PUBLICATION = {
    State.INELIGIBLE: (DecisionKind.ELIGIBILITY, DecisionResult.INELIGIBLE),
    State.SHORTLISTED: (DecisionKind.SHORTLIST, DecisionResult.SHORTLISTED),
    State.OFFERED: (DecisionKind.OUTCOME, DecisionResult.OFFER),
    State.WAITING_LIST: (DecisionKind.OUTCOME, DecisionResult.WAITING_LIST),
    State.DECLINED: (DecisionKind.OUTCOME, DecisionResult.DECLINE),
}


# Whose turn it is when a file is in its team's hands; the others read with whom it is.
ACTS = {
    State.DRAFT: (TeamRole.LEAD, TeamRole.EDITOR, TeamRole.AGENT),
    State.RETURNED: (TeamRole.LEAD, TeamRole.EDITOR),
    State.OFFERED: (TeamRole.LEAD,),
}


class Entry(Protocol):
    """A date of the call's calendar."""

    kind: str
    title: Any
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class PublicState:
    """What the founder reads: a code for the badge, its word, the sentence, the next step and who holds
    the file.
    """

    code: str
    word: str
    sentence: str
    next: str = ""
    holder: str = ""


def public_code(state: str, published: Mapping[str, Any]) -> str:
    """Return the state that may be said outside; `published` holds the published decisions by kind."""
    if state in WITH_THE_CENTRE:
        return State.SUBMITTED
    if state not in NEEDS_PUBLICATION:
        return state
    kind, result = NEEDS_PUBLICATION[state]
    decision = published.get(kind)
    # A waiting list may have become an offer: then the offer's own letter is out.
    shown = decision is not None and (decision.result == result or state == State.OFFERED)
    if shown:
        return state
    earlier = published.get(DecisionKind.SHORTLIST)
    return State.SHORTLISTED if earlier is not None and kind == DecisionKind.OUTCOME else State.SUBMITTED


def describe(
    state: str,
    call: Any,
    *,
    at: datetime,
    calendar: Iterable[Entry] = (),
    published: Mapping[str, Any] | None = None,
    correction: Any = None,
    late_until: datetime | None = None,
    part: str = TeamRole.LEAD,
) -> PublicState:
    """Say where a file stands. `published` are the published decisions by kind, `calendar` the call's
    dates, `part` what the reader is in the team: "with you" is said to those who may act.
    """
    published = published or {}
    if getattr(call, "state", "") == CallState.CANCELLED and state not in ENDED:
        return _cancelled(state)
    code, entries = public_code(state, published), sorted(calendar, key=lambda entry: entry.starts_at)
    told = _described(code, call, at, entries, published, correction, late_until)
    if not told.holder or part in ACTS.get(code, (part,)):
        return told
    return replace(told, holder=_("with the project lead") if code == State.OFFERED else _("with your team"))


def _described(
    code: str,
    call: Any,
    at: datetime,
    entries: list[Entry],
    published: Mapping[str, Any],
    correction: Any,
    late_until: datetime | None,
) -> PublicState:
    if code == State.DRAFT:
        return _draft(call, at, late_until)
    if code == State.RETURNED:
        return _returned(correction, at)
    if code == State.SUBMITTED:
        return _received(entries, at)
    if code == State.SHORTLISTED:
        return _shortlisted(entries, published[DecisionKind.SHORTLIST], at)
    return _settled(code, published)


def _cancelled(state: str) -> PublicState:
    """Nothing is promised any more in a call that was cancelled: neither a date nor a step."""
    word = pgettext("call", "Cancelled")
    if state == State.DRAFT:
        told = _("This call was cancelled: nothing is sent any more.")
        return PublicState(CANCELLED, word, told, _("Your draft stays readable and can be printed."))
    told = _("This call was cancelled: nothing more is done with your file.")
    return PublicState(CANCELLED, word, told, _("What you sent stays readable here."))


def _draft(call: Any, at: datetime, late_until: datetime | None) -> PublicState:
    until = late_until if late_until and at < late_until else call.closing(at)
    if call.is_open(at) or (late_until and at < late_until):
        if until is None:
            told = _("Draft, to be sent when it is ready: this call has no closing date.")
            return PublicState(State.DRAFT, _("Draft"), told, holder=_("with you"))
        told = _("Draft, to be sent before %(moment)s") % {"moment": typography.moment(until)}
        return PublicState(
            State.DRAFT, _("Draft"), f"{told}.", typography.time_left(until, at), _("with you")
        )
    opening, kept = call.next_opening(at), _("Your draft stays readable and can be printed.")
    if opening is not None:
        told = _("Draft that was not sent. The call opens again on %(moment)s.")
        return PublicState(State.DRAFT, _("Draft"), told % {"moment": typography.moment(opening)}, kept)
    told = _("Draft that was not sent. The call closed on %(moment)s.")
    sentence = told % {"moment": typography.moment(until or call.closes_at)}
    return PublicState(State.DRAFT, _("Not sent"), sentence, kept)


def _returned(correction: Any, at: datetime) -> PublicState:
    if correction is None:
        return PublicState(State.RETURNED, _("To complete"), _("To complete."), holder=_("with you"))
    told = _("To complete before %(moment)s.") % {"moment": typography.moment(correction.due_at)}
    left = typography.time_left(correction.due_at, at)
    return PublicState(State.RETURNED, _("To complete"), told, left, _("with you"))


def _received(entries: list[Entry], at: datetime) -> PublicState:
    today = clock.local_day(at)
    results = _first(entries, PUBLISH, today)
    sentence = _("Received. The centre reads the files.")
    if results is not None:
        sentence = _("Received, read until %(day)s.") % {"day": typography.day(results.starts_at)}
    return PublicState(State.SUBMITTED, _("Received"), sentence, _phase(entries, today), _("with the centre"))


def _phase(entries: list[Entry], today: date) -> str:
    """Return the step of the calendar that runs today, or the next one, with its dates."""
    for entry in entries:
        last = clock.local_day(entry.ends_at or entry.starts_at)
        if entry.kind in (PHASE, PUBLISH) and last >= today:
            first = clock.local_day(entry.starts_at)
            if first > today:
                told = _("Next step: %(step)s, from %(day)s.")
                return told % {"step": entry.title, "day": typography.short_day(first)}
            told = _("Step under way: %(step)s, until %(day)s.")
            return told % {"step": entry.title, "day": typography.short_day(last)}
    return ""


def _shortlisted(entries: list[Entry], decision: Any, at: datetime) -> PublicState:
    interview = next(
        (
            e
            for e in entries
            if e.kind == PHASE and decision.published_at and e.starts_at >= decision.published_at
        ),
        None,
    )
    word = _("Shortlisted")
    if interview is None:
        return PublicState(
            State.SHORTLISTED, word, _("Shortlisted. The centre writes to you for the interview.")
        )
    days = {
        "first": typography.short_day(interview.starts_at),
        "last": typography.short_day(interview.ends_at or interview.starts_at),
    }
    told = _("Shortlisted, interview between %(first)s and %(last)s.") % days
    return PublicState(
        State.SHORTLISTED, word, told, _("The centre writes to you with the day and the hour.")
    )


def _settled(code: str, published: Mapping[str, Any]) -> PublicState:
    outcome = published.get(DecisionKind.OUTCOME)
    if code == State.OFFERED:
        word = _("Selected")
        if outcome.answer_by is None:
            return PublicState(code, word, _("Selected, to be confirmed."), holder=_("with you"))
        told = _("Selected, to be confirmed before %(moment)s.") % {
            "moment": typography.moment(outcome.answer_by)
        }
        return PublicState(code, word, told, holder=_("with you"))
    if code == State.WAITING_LIST:
        told = _("Waiting list.")
        if outcome.rank:
            told = _("Waiting list, rank %(rank)s.") % {"rank": outcome.rank}
        return PublicState(code, _("Waiting list"), told, _("If a place comes free, we write to you."))
    words = {
        State.INELIGIBLE: (_("Not admissible"), _("Not admissible. The reasons are in the letter.")),
        State.DECLINED: (
            _("Not selected"),
            _("Not selected. The reasons and the way to appeal are in the letter."),
        ),
        State.ACCEPTED: (_("Place accepted"), _("Place accepted.")),
        State.REFUSED: (_("Offer declined"), _("Offer declined.")),
        State.WITHDRAWN: (_("Withdrawn"), _("Withdrawn.")),
    }
    word, sentence = words[code]
    return PublicState(code, word, sentence)


def _first(entries: list[Entry], kind: str, today: date) -> Entry | None:
    return next((e for e in entries if e.kind == kind and clock.local_day(e.starts_at) >= today), None)
