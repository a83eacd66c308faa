"""Fills in and sends a report: null with a reason is not zero."""
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.people.models import Actor
from incubator.reporting.models import Indicator, Report, ReportValue
from incubator.reporting.querysets import OPEN
from incubator.reporting.states import LIFECYCLE, IndicatorKind
from incubator.workflow import deciding
from incubator.workflow.refusals import AlreadyDone, IllegalMove, Refused

MOST = Decimal("999999999999999")


class ReportIncomplete(Refused):
    """Something is missing; `data["missing"]` maps a field to its sentence."""

    code = "incomplete"
    status = 422
    default = gettext_lazy("The report is not complete yet. What you typed is saved.")


def prefill(report: Report) -> None:
    """Write the lines of a new report: a stock starts from the last accepted value, or from the application."""
    last = _last_values(report)
    for asked in report.period.asked.select_related("indicator"):
        indicator = asked.indicator
        value = last.get(indicator.pk)
        if value is None and indicator.kind == IndicatorKind.STOCK:
            value = _baseline(report, indicator)
        if indicator.kind == IndicatorKind.FLOW:
            value = None  # a flow starts anew each period
        ReportValue.objects.create(report=report, indicator=indicator, value=value)


def _last_values(report: Report) -> dict[int, Decimal | None]:
    earlier = (
        Report.objects.accepted()
        .filter(place__startup=report.place.startup_id, period__starts_on__lt=report.period.starts_on)
        .order_by("-period__starts_on")
        .first()
    )
    return dict(earlier.values.values_list("indicator", "value")) if earlier else {}


def _baseline(report: Report, indicator: Indicator) -> Decimal | None:
    application = report.place.application
    number = getattr(application, indicator.baseline_column, None) if application and indicator.baseline_column else None
    return None if number is None else Decimal(number)


def read_number(text: str) -> Decimal | None:
    """Read a number as people type it ("1 200", "3,5"); None for nothing. Raise InvalidOperation otherwise."""
    plain = "".join(text.split()).replace("\u202f", "").replace("\xa0", "").replace(",", ".")
    if not plain:
        return None
    number = Decimal(plain)
    if not number.is_finite() or number < 0 or number > MOST or number != round(number, 2):
        raise InvalidOperation
    return number


@transaction.atomic
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
) -> Report:
    """Keep everything typed, numbers that cannot be read included. Raise NotAllowed, IllegalMove once sent."""
    locked = LIFECYCLE.locked(report)
    deciding.require("report.write", by, locked, at)
    if locked.state not in OPEN:
        raise IllegalMove(gettext_lazy("This report was already sent. It can be changed only if the centre returns it."))
    locked.done, locked.difficulties, locked.next_steps = done, difficulties, next_steps
    locked.save(update_fields=["done", "difficulties", "next_steps"])
    for line in locked.values.select_related("indicator"):
        _keep(line, values.get(line.indicator.code), reasons.get(line.indicator.code))
    return locked


def _keep(line: ReportValue, typed: str | None, reason: str | None) -> None:
    if typed is not None:
        try:
            line.value, line.typed = read_number(typed), ""
        except InvalidOperation:
            line.value, line.typed = None, typed[:60]
    if reason is not None:
        line.reason = reason[:200]
    line.save(update_fields=["value", "typed", "reason"])


def missing(report: Report) -> dict[str, str]:
    """Return what keeps the report from being sent: field → sentence."""
    lacking = {}
    for line in report.values.select_related("indicator"):
        if line.typed:
            lacking[line.indicator.code] = _("“%(typed)s” is not a number. Write digits only, for example 1200.") % {
                "typed": line.typed
            }
        elif line.value is None and not line.reason.strip():
            lacking[line.indicator.code] = _("Write a number (0 counts), or say why there is none.")
    for name in ("done", "difficulties", "next_steps"):
        if not getattr(report, name).strip():
            lacking[name] = _("One sentence is enough, but it is needed.")
    return lacking


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
