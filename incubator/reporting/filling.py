"""Fills in and sends a report: null with a reason is not zero."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.core import reading
from incubator.people.models import Actor
from incubator.reporting.models import Indicator, Report, ReportValue
from incubator.reporting.states import LIFECYCLE, OPEN, IndicatorKind, Source
from incubator.workflow import deciding, versions
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import AlreadyDone, IllegalMove, Refused
from incubator.workflow.versions import Read

MONEY = ("XOF", "XOF/month")
WHOLE_UNITS = ("count", "people")
SENTENCES = ("done", "difficulties", "next_steps")


class ReportIncomplete(Refused):
    """Something is missing; `data["missing"]` maps a field to its sentence."""

    code = "incomplete"
    status = 422
    default = gettext_lazy("The report is not complete yet. What you typed is saved.")


def prefill(report: Report) -> None:
    """Write the lines of a new report; a stock starts from the last accepted one or the application."""
    last = _last_values(report)
    lines = []
    for asked in report.period.asked.select_related("indicator"):
        value, source = _known(report, asked.indicator, last)
        lines.append(ReportValue(report=report, indicator=asked.indicator, value=value, source=source))
    ReportValue.objects.bulk_create(lines)


def _known(
    report: Report, indicator: Indicator, last: Mapping[int, Decimal | None]
) -> tuple[Decimal | None, str]:
    if indicator.kind != IndicatorKind.STOCK:
        return None, ""  # a flow starts anew each period
    if indicator.pk in last:
        value, source = last[indicator.pk], Source.REPORT
    else:
        value, source = _baseline(report, indicator), Source.APPLICATION
    return (None, "") if value is None else (value, source)


def _last_values(report: Report) -> dict[int, Decimal | None]:
    earlier = (
        Report.objects.accepted()
        .filter(place__startup=report.place.startup_id, period__ends_on__lte=report.period.ends_on)
        .exclude(pk=report.pk)
        .order_by("-period__ends_on", "-decided_at")
        .first()
    )
    return dict(earlier.values.values_list("indicator", "value")) if earlier else {}


def _baseline(report: Report, indicator: Indicator) -> Decimal | None:
    """Return the sum of the application's columns that hold this figure, None where none is filled."""
    application = report.place.application
    if application is None or not indicator.baseline_column:
        return None
    numbers = [getattr(application, column) for column in indicator.baseline_column.split("+")]
    filled = [Decimal(number) for number in numbers if number is not None]
    return sum(filled, Decimal(0)) if filled else None


def standing(report: Report, lines: Iterable[ReportValue]) -> dict[str, Any]:
    """Return what a report holds, by name of field: numbers (typed text while unreadable), reasons, sentences."""
    held: dict[str, Any] = {name: getattr(report, name) for name in SENTENCES}
    for line in lines:
        code = line.indicator.code
        held |= {code: line.typed or line.value, f"{code}-reason": line.reason}
    return held


def read_number(text: str, unit: str = "") -> Decimal | None:
    """Read a figure in its unit ("1 500 000 F CFA", "3,5"); None for nothing.

    Money and what is counted one by one are whole; other figures have two decimals at most. Raises Unreadable.
    """
    if not reading.one_line(text):
        return None
    if unit in MONEY:
        return Decimal(reading.money(text))
    value = Decimal(reading.whole(text)) if unit in WHOLE_UNITS else reading.number(text, decimals=2)
    if value < 0:
        raise reading.Unreadable(gettext_lazy("Write 0 or more, without a sign."), code="negative")
    return value


@an_act
def save(
    report: Report,
    *,
    values: Mapping[str, str],
    reasons: Mapping[str, str],
    done: str,
    difficulties: str,
    next_steps: str,
    by: Actor,
    at: datetime,
    read: Read | None = None,
) -> Report:
    """Keep everything typed, unreadable numbers included; `read` says what the writer had read.

    Raise NotAllowed, IllegalMove once sent, ChangedMeanwhile where somebody else wrote another answer.
    """
    locked = LIFECYCLE.locked(report)
    deciding.require("report.write", by, locked, at)
    if locked.state not in OPEN:
        raise IllegalMove(
            gettext_lazy("This report was already sent. It can be changed only if the centre returns it.")
        )
    lines = list(locked.values.select_related("indicator"))
    typed: dict[str, Any] = {"done": done, "difficulties": difficulties, "next_steps": next_steps}
    typed |= {
        line.indicator.code: _number_or_text(line, values) for line in lines if line.indicator.code in values
    }
    typed |= {f"{code}-reason": reason for code, reason in reasons.items()}
    written = versions.merged(typed, standing(locked, lines), read)
    for name in SENTENCES:
        setattr(locked, name, written.get(name, getattr(locked, name)))
    locked.save(update_fields=SENTENCES)
    for line in lines:
        code = line.indicator.code
        _keep(line, values[code] if code in written else None, written.get(f"{code}-reason"))
    ReportValue.objects.bulk_update(lines, ["value", "typed", "reason", "source"])
    return locked


def _number_or_text(line: ReportValue, values: Mapping[str, str]) -> Decimal | str | None:
    typed = values[line.indicator.code]
    try:
        return read_number(typed, line.indicator.unit)
    except reading.Unreadable:
        return typed[:60]


def _keep(line: ReportValue, typed: str | None, reason: str | None) -> None:
    before = line.value
    if typed is not None:
        try:
            line.value, line.typed = read_number(typed, line.indicator.unit), ""
        except reading.Unreadable:
            line.value, line.typed = None, typed[:60]
    if line.value != before:
        line.source = ""
    if reason is not None:
        line.reason = reason[:200]


def missing(report: Report) -> dict[str, str]:
    """Return what keeps the report from being sent: field → sentence."""
    lacking = {}
    for line in lines_of(report):
        if line.typed:
            lacking[line.indicator.code] = _unreadable(line)
        elif line.value is None and not line.reason.strip():
            lacking[line.indicator.code] = _("Write a number (0 counts), or say why there is none.")
    for name in SENTENCES:
        if not getattr(report, name).strip():
            lacking[name] = _("One sentence is enough, but it is needed.")
    return lacking


def _unreadable(line: ReportValue) -> str:
    """Say what is wrong with what was typed: a number may be one and still not be an answer here."""
    try:
        read_number(line.typed, line.indicator.unit)
    except reading.Unreadable as refused:
        return _WRONG.get(refused.code, _WRONG[""]) % {"typed": line.typed, "why": refused.sentence}
    return _("Read this figure again, then save it.")


_WRONG = {
    "negative": gettext_lazy('"%(typed)s" is below zero. Write 0 or more, without a sign.'),
    "not_whole": gettext_lazy(
        '"%(typed)s" is not a whole number. Write it without a decimal part, for example 1200.'
    ),
    "cents": gettext_lazy(
        '"%(typed)s" is not a whole number. Write it without a decimal part, for example 1200.'
    ),
    "currency": gettext_lazy('"%(typed)s": %(why)s'),
    "too_large": gettext_lazy('"%(typed)s": %(why)s'),
    "": gettext_lazy('"%(typed)s" is not a number. Write digits only, for example 1200.'),
}


def lines_of(report: Report) -> list[ReportValue]:
    """Return the lines of a report with their indicators, in the order the period asks them."""
    order = dict(report.period.asked.values_list("indicator", "position"))
    lines = report.values.select_related("indicator")
    return sorted(lines, key=lambda line: (order.get(line.indicator_id, len(order)), line.pk))


def submit(report: Report, *, by: Actor, at: datetime) -> Report:
    """Send the report to the centre. Raise ReportIncomplete, NotAllowed or IllegalMove."""
    try:
        with LIFECYCLE.move(report, "submit", by=by, at=at) as sent:
            lacking = missing(sent)
            if lacking:
                raise ReportIncomplete(data={"missing": lacking})
            sent.submitted_at, sent.submitted_by = at, by
    except AlreadyDone as already:
        return already.thing
    return sent
