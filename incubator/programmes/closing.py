"""Moves the closing of a published call: an extension, an earlier closing that two people decide, the end of the call.

Each change says why, once for all readers; its row is never changed. Writing to the teams is `applications.timetable`.
"""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor, User, person_or_none
from incubator.programmes import letters
from incubator.programmes.models import Call, CallExtension, CallWindow, EarlyClosing
from incubator.programmes.states import CallState, ChangeKind
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused

LONGEST_REASON = 1000


class ClosingRefused(Refused):
    """The closing cannot be moved there, or not now."""

    code = "closing_refused"


def extend(
    call: Call, *, closes_at: datetime, reason_fr: str, reason_en: str = "", by: Actor, at: datetime
) -> CallExtension:
    """Move the closing later; the page then shows the old date struck through, the new one and the reason.

    The closing moved is that of the window that runs, or that ended last: a closed call may so be opened again, until
    its results are published. Raises ClosingRefused or NotAllowed. Audited as `call.extend`.
    """
    with acting(by):
        deciding.require("call.extend", by, call, at)
        locked, before = _locked(call, at)
        if locked.is_rolling:
            raise ClosingRefused(_("This call has no closing date: there is nothing to extend."))
        if closes_at <= before or closes_at <= at:
            raise ClosingRefused(_("The new closing comes after the present one, and is still to come."))
        _require_room(locked, before, closes_at)
        row = _changed(locked, ChangeKind.EXTENDED, before, closes_at, (reason_fr, reason_en), by, at)
        audit.record("call.extend", locked, by=by, at=at, before=_iso(before), after=_iso(closes_at))
    return row


def ask_early(
    call: Call, *, closes_at: datetime, reason_fr: str, reason_en: str = "", by: User, at: datetime
) -> EarlyClosing:
    """Ask a director to close the call earlier than announced. The directors are written to."""
    with acting(by):
        deciding.require("call.ask_early_closing", by, call, at)
        locked, before = _locked(call, at)
        if not at < closes_at or (closes_at >= before and not locked.is_rolling):
            raise ClosingRefused(_("An earlier closing is still to come, and before the one announced."))
        reason_fr, reason_en = _checked(reason_fr, reason_en)
        try:
            with transaction.atomic():
                asked = EarlyClosing.objects.create(
                    call=locked, closes_at=closes_at, reason_fr=reason_fr, reason_en=reason_en,
                    asked_at=at, asked_by=by,
                )  # fmt: skip
        except IntegrityError as twice:
            raise ClosingRefused(_("An earlier closing already waits for a director.")) from twice
        dropped = list(later_windows(locked, closes_at))
        letters.early_closing_asked(asked, dropped=dropped, by=by, at=at)
        audit.record("call.ask_early_closing", locked, by=by, at=at, closes_at=_iso(closes_at))
    return asked


def decide_early(call: Call, *, accept: bool, by: User, at: datetime) -> CallExtension | None:
    """Answer the earlier closing that waits: its row when it is accepted, None when the announced date is kept.

    Another person than the one who asked decides. Raises ClosingRefused when nothing waits or the instant has passed.
    """
    with acting(by):
        deciding.require("call.close_early", by, call, at)
        locked, before = _locked(call, at)
        asked = locked.early_closings.select_for_update().filter(decided_at=None).first()
        if asked is None:
            raise ClosingRefused(_("No earlier closing waits for a decision."))
        if accept and asked.closes_at <= at:
            raise ClosingRefused(
                _("The instant asked for has passed: keep the announced date, then ask for another.")
            )
        asked.decided_at, asked.decided_by, asked.is_accepted = at, by, accept
        asked.save(update_fields=["decided_at", "decided_by", "is_accepted"])
        letters.early_closing_decided(asked, by=by, at=at)
        if not accept:
            audit.record("call.keep_closing", locked, by=by, at=at)
            return None
        reasons = (asked.reason_fr, asked.reason_en)
        locked.is_rolling = False
        row = _changed(locked, ChangeKind.CLOSED_EARLY, before, asked.closes_at, reasons, by, at)
        audit.record(
            "call.close_early", locked, by=by, at=at, before=_iso(before), after=_iso(asked.closes_at)
        )
    return row


def note_cancelled(
    call: Call, *, reason_fr: str, reason_en: str = "", by: Actor, at: datetime
) -> CallExtension:
    """Keep why a published call ends without results; its page says it (inside the move that cancels)."""
    reason_fr, reason_en = _checked(reason_fr, reason_en)
    return CallExtension.objects.create(
        call=call, kind=ChangeKind.CANCELLED, before=call.closing(at) or call.closes_at, after=None,
        reason_fr=reason_fr, reason_en=reason_en, decided_at=at, decided_by=person_or_none(by),
    )  # fmt: skip


def later_windows(call: Call, after: datetime) -> QuerySet[CallWindow]:
    """Return the windows that an earlier closing at that instant takes away: a call that closes early has none later.

    Their rows stay, so that whoever noted their dates can be told.
    """
    if not call.several_windows:
        return CallWindow.objects.none()
    return call.windows.filter(dropped_at=None, opens_at__gte=after)


def dropped_by(change: CallExtension) -> list[CallWindow]:
    """Return the windows that a change of the closing took away."""
    return list(change.call.windows.filter(dropped_at=change.decided_at))


def _locked(call: Call, at: datetime) -> tuple[Call, datetime]:
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.state != CallState.PUBLISHED:
        raise ClosingRefused(_("Only the closing of a published call without results is moved here."))
    return locked, locked.closing(at) or locked.closes_at


def _checked(french: str, english: str) -> tuple[str, str]:
    """Return the reasons as they are kept. Raise ClosingRefused without one in French, BadValues for a long one."""
    french = values.check_text("reason_fr", french, longest=LONGEST_REASON)
    if not french:
        raise ClosingRefused(_("Give the reason in French: everybody who has a file reads it."))
    return french, values.check_text("reason_en", english, longest=LONGEST_REASON)


def _require_room(call: Call, before: datetime, after: datetime) -> None:
    following = call.next_opening(before)
    if following is not None and after >= following:
        raise ClosingRefused(
            _("The next window opens before: extend that one, or choose an earlier instant.")
        )


def _changed(
    call: Call,
    kind: str,
    before: datetime,
    after: datetime,
    reasons: tuple[str, str],
    by: Actor,
    at: datetime,
) -> CallExtension:
    """Write the new closing wherever the old one stands, and the row that says it."""
    reason_fr, reason_en = _checked(*reasons)
    if call.several_windows:
        call.windows.filter(dropped_at=None, closes_at=before).update(closes_at=after)
        if kind == ChangeKind.CLOSED_EARLY:
            later_windows(call, after).update(dropped_at=at)
    call.closes_at = _last_closing(call, after)
    call.announced_closes_at = before
    with suppress(AttributeError):  # never read before
        del call.spans_of_windows
    call.save(update_fields=["closes_at", "announced_closes_at", "is_rolling"])
    call.calendar.filter(kind="close").update(starts_at=call.closes_at)
    return CallExtension.objects.create(
        call=call, kind=kind, before=before, after=after, reason_fr=reason_fr, reason_en=reason_en,
        decided_at=at, decided_by=person_or_none(by),
    )  # fmt: skip


def _last_closing(call: Call, after: datetime) -> datetime:
    if not call.several_windows:
        return after
    return max(call.windows.filter(dropped_at=None).values_list("closes_at", flat=True), default=after)


def _iso(moment: datetime) -> str:
    return moment.isoformat()
