"""The numbers of a report as people read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from incubator.core.bilingual import Text
from incubator.reporting import filling
from incubator.reporting.models import Report, ReportValue
from incubator.ui.typography import money, number


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, its value in words, and why there is none."""

    name: Text
    value: str
    reason: str


def lines(report: Report) -> list[Line]:
    """Return the figures of a report in the order of its period."""
    return [Line(line.indicator.name, in_words(line), line.reason) for line in filling.lines_of(report)]


def in_words(line: ReportValue) -> str:
    """Write a figure with its unit; null is never written as zero."""
    if line.typed:
        return line.typed
    if line.value is None:
        return _("No figure")
    if line.indicator.unit in filling.MONEY:
        return money(int(line.value))
    return number(line.value.normalize() if line.value else 0)
