"""The minutes of a call's closing: its dates and what changed them, the late codes, the files that came late.

A file came late when no window of the call ran at the instant of its first sending: it was let in by a code, or the
printed grace held for it. A file let in by a code stands here even when the call was extended afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.applications.models import Application, LateCode, LateEntry
from incubator.documents import typesetting
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.territory.models import Centre
from incubator.ui import typography
from incubator.workflow import audit

Row = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One part of the minutes: rows of (what, words), and what it says when there is none."""

    heading: str
    rows: list[Row]
    empty: str


def late_files(call: Call, person: User) -> QuerySet[Application]:
    """Return the files that came late, of those that the person reads at the desk, in the order they came."""
    inside = Q()
    for span in call.spans():
        ends = {} if span.closes_at is None else {"submitted_at__lt": span.closes_at}
        inside |= Q(submitted_at__gte=span.opens_at, **ends)
    entries = LateEntry.objects.select_related("code__made_by", "code__confirmed_by")
    let_in = LateEntry.objects.filter(code__call=call).values("application")
    files = Application.objects.at_the_desk_of(person).filter(call=call)
    late = files.filter(~inside | Q(pk__in=let_in)).order_by("submitted_at", "pk")
    return late.select_related("startup").prefetch_related(Prefetch("late_entries", queryset=entries))


def facts(call: Call, at: datetime) -> list[Row]:
    """Return what the call announced and how many files it received, in words."""
    opened, closing = call.spans()[0].opens_at, call.closing(at)
    sent = Application.objects.filter(call=call).sent().count()
    return [
        (_("Call"), f"{call.reference} · {call.title.plain}"),
        (_("Opening"), typography.moment(opened)),
        (_("Closing"), typography.moment(closing) if closing else _("none: the call stays open")),
        (_("Printed grace"), _("%(n)s minutes") % {"n": call.grace_minutes} if call.grace_minutes else _("no grace")),
        (_("Files received"), typography.number(sent)),
    ]  # fmt: skip


def changes(call: Call) -> Section:
    """Return what was announced about the closing after the publication."""
    rows = call.extensions.select_related("decided_by").order_by("decided_at", "pk")
    return Section(
        _("Changes of the closing"),
        [(typography.short_moment(row.decided_at), _change(row)) for row in rows],
        _("The dates are those announced first."),
    )


def _change(row: Any) -> str:
    after = f" → {typography.short_moment(row.after)}" if row.after else ""
    told = f"{row.get_kind_display()} – {typography.short_moment(row.before)}{after}"
    return _lines(told, row.reason.plain, str(row.decided_by or _("the system")))


def codes(call: Call) -> Section:
    """Return the late codes with their reasons and both names, and the files they let in."""
    rows = call.late_codes.select_related("made_by", "confirmed_by").order_by("made_at", "pk")
    rows = rows.prefetch_related(
        Prefetch("entries", queryset=LateEntry.objects.select_related("application"))
    )
    return Section(
        _("Late codes"),
        [(typography.short_moment(row.made_at), _code(row)) for row in rows],
        _("No late code was made for this call."),
    )


def _code(row: LateCode) -> str:
    if row.confirmed_by is None:
        confirmed = _("Nobody confirmed it: it opened nothing.")
    else:
        moment = typography.short_moment(row.confirmed_at)
        confirmed = _("Confirmed by %(person)s, %(moment)s") % {"person": row.confirmed_by, "moment": moment}
    until = _("Valid until %(moment)s") % {"moment": typography.short_moment(row.expires_at)}
    if row.stopped_at:
        until = _("Stopped on %(moment)s") % {"moment": typography.short_moment(row.stopped_at)}
    used = row.uses_allowed - row.uses_left
    uses = ngettext("%(used)s use of %(n)s", "%(used)s uses of %(n)s", used)
    files = [each.application.reference or _("a draft, not sent") for each in row.entries.all()]
    return _lines(
        row.reason, _("Made by %(person)s") % {"person": row.made_by}, confirmed, until,
        uses % {"used": used, "n": row.uses_allowed}, ", ".join(files),
    )  # fmt: skip


def sendings(files: Iterable[Application]) -> Section:
    """Return these late files with the exact second of their sending, and what let them in."""
    rows = [
        (
            f"{file.reference} · {file.startup_name or file.startup.name}",
            _lines(typography.exact_moment(file.submitted_at), *_why(file)),
        )
        for file in files
    ]
    return Section(_("Files that came late"), rows, _("No file came late."))


def _why(file: Application) -> list[str]:
    found = []
    for entry in file.late_entries.all():
        names = {"maker": entry.code.made_by, "second": entry.code.confirmed_by or "–"}
        found.append(_lines(entry.code.reason, _("Late code of %(maker)s, confirmed by %(second)s") % names))
    return found or [_("Within the printed grace: the sending had begun before the closing.")]


def pdf(call: Call, *, by: User, at: datetime) -> bytes:
    """Return the minutes to sign, as a PDF in the active language. Audited as `call.print_minutes`."""
    late = list(late_files(call, by))
    content = typesetting.pdf("minutes", {
        "title": _("Minutes of the closing"), "reference": call.reference, "issued": typography.short_day(at),
        "lead": _("As the register stood on %(moment)s.") % {"moment": typography.moment(at)},
        "facts": [list(row) for row in facts(call, at)],
        "sections": [
            {"heading": part.heading, "rows": [list(row) for row in part.rows], "empty": part.empty}
            for part in (changes(call), codes(call), sendings(late))
        ],
        "signatures": [_("For the programme team"), _("For the management")],
        "centre": typesetting.letterhead(Centre.objects.order_by("id").first()),
    })  # fmt: skip
    audit.record("call.print_minutes", call, by=by, at=at, late=len(late))
    return content


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
