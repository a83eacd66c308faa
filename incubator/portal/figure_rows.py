"""The rows behind a figure as a table shows them: whose, what, when, how much."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incubator.core.clock import local_day
from incubator.people.models import User
from incubator.portal import dossier
from incubator.portal.figures import FRANC, HOURS, MONEY, Definition, Value
from incubator.startups.models import Startup
from incubator.ui import typography


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the start-up (None for a cohort or a budget line), its name, what it is, its day, its part."""

    startup: Startup | None
    name: str
    what: str
    on: date | None
    part: str


def written(amount: Any, definition: Definition, currency: str = FRANC) -> str:
    """Write a part of a figure in its unit; a dash where no number was given."""
    if amount is None:
        return "–"
    if definition.unit == MONEY:
        return typography.money(int(amount), currency)
    return hours(int(amount)) if definition.unit == HOURS else typography.number(int(amount))


def hours(minutes: int) -> str:
    """Write a number of minutes in hours, the rest in minutes: 12 h 30."""
    whole, rest = divmod(minutes, 60)
    tail = f"{typography.NBSP}{rest:02d}" if rest else ""
    return f"{typography.number(whole)}{typography.NBSP}h{tail}"


def said(value: Value) -> str:
    """Write a figure in its unit; amounts of several currencies stand beside each other, never added."""
    parts = [
        written(amount, value.definition, code or FRANC) for code, amount in sorted(value.amounts.items())
    ]
    return " + ".join(parts)


def ordered(definition: Definition, reader: User | None, at: datetime) -> QuerySet:
    """Return the rows of a figure with what a line shows, the start-ups by name."""
    rows = definition.rows(reader, at).select_related(*definition.joins)
    return rows.order_by(f"{definition.startup}__name", "pk") if definition.startup else rows.order_by("pk")


def lines(definition: Definition, rows: Iterable[Any]) -> list[Row]:
    """Return each row as a line of the table."""
    return [_line(definition, row) for row in rows]


def _line(definition: Definition, row: Any) -> Row:
    startup = _follow(row, definition.startup)
    name, what, on, amount, currency = for_table(definition, row)
    return Row(startup, name, what, on, written(amount, definition, currency or FRANC))


def for_table(definition: Definition, row: Any) -> tuple[str, str, date | None, Any, str]:
    """Return a row for a table: name, what it is, day, number (None where none was given), currency ("" without)."""
    startup = _follow(row, definition.startup)
    what, on = WORDS[type(row).__name__](row)
    amount = getattr(row, definition.column) if definition.column else 1
    currency = (_follow(row, definition.currency) or FRANC) if definition.unit == MONEY else ""
    return (startup.name if startup else row.title.plain, what, on, amount, currency)


def _follow(row: Any, path: str) -> Any:
    for step in path.split("__") if path else []:
        row = getattr(row, step)
    return row if path else None


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at else None


def _period(report: Any) -> str:
    return str(report.period.title.plain)


WORDS: dict[str, Callable[[Any], tuple[str, date | None]]] = {
    "Place": lambda row: (f"{row.cohort.title.plain} – {row.state_label}", _day(row.taken_at)),
    "Cohort": lambda row: (_("Cohort"), row.starts_on),
    "Milestone": lambda row: (
        _("Milestone %(number)s: %(title)s") % {"number": row.number, "title": row.title.plain}, row.due_on
    ),
    "Report": lambda row: (_period(row), row.period.due_on),
    "BudgetLine": lambda row: (f"{row.code} – {row.funder}", row.from_on),
    "Award": lambda row: (f"{row.reference} – {row.state_label}", _day(row.created_at)),
    "Tranche": lambda row: (_("Tranche %(number)s") % {"number": row.number}, _day(row.paid_at)),
    "Expense": lambda row: (row.get_category_display(), row.spent_on),
    "ReportValue": lambda row: (_period(row.report), row.report.period.ends_on),
    "Session": lambda row: (_("Mentoring session"), row.held_on),
}  # fmt: skip


def openable(found: Iterable[Row], reader: User) -> set[int]:
    """Return the keys of the start-ups among the lines whose page this person may open, in one question."""
    keys = {row.startup.pk for row in found if row.startup}
    return set(dossier.readable(reader).filter(pk__in=keys).order_by().values_list("pk", flat=True))
