"""What stands in a cell: drawn on the page, and written as a plain value in a table."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incubator.core.bilingual import Text
from incubator.core.clock import local_day
from incubator.core.money import Money
from incubator.ui import badges, typography
from incubator.ui.icons import icon

NOTHING = "–"


class Cell:
    """A value that is drawn in its own way. Subclasses say how, and what a table holds in its place."""

    def html(self) -> SafeString:
        """Return what the page shows."""
        raise NotImplementedError

    def plain(self) -> Any:
        """Return what an exported table holds: a number, a date or a text."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Link(Cell):
    """Words that lead to an address, with a smaller word beside them."""

    text: object
    url: str
    beside: str = ""

    def html(self) -> SafeString:
        link = f'<a href="{escape(self.url)}">{drawn(self.text)}</a>'
        # In one piece: on a phone a cell is a grid of its words and its value.
        return SafeString(
            f"<span>{link} <small>{escape(self.beside)}</small></span>" if self.beside else link
        )

    def plain(self) -> Any:
        return f"{plain(self.text)} ({self.beside})" if self.beside else plain(self.text)


@dataclass(frozen=True, slots=True)
class Badge(Cell):
    """A state: its colour and its word."""

    state: str
    words: object

    def html(self) -> SafeString:
        return SafeString(f'<span class="badge {badges.tone(self.state)}">{escape(str(self.words))}</span>')

    def plain(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Sign(Cell):
    """An icon, with the words it stands for."""

    icon: str
    words: object

    def html(self) -> SafeString:
        return icon(self.icon, label=self.words)

    def plain(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Many(Cell):
    """Several values beside one another."""

    cells: tuple[object, ...]

    def html(self) -> SafeString:
        many = " ".join([drawn(cell) for cell in self.cells])
        return SafeString(f"<span>{many}</span>" if self.cells else NOTHING)

    def plain(self) -> str:
        return ", ".join(str(plain(cell)) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Above(Cell):
    """A value with a smaller line below it. In a table a number stands alone, as one that can be added up."""

    value: object
    below: object

    def html(self) -> SafeString:
        value = drawn(self.value)
        return (
            SafeString(f"<span>{value}<br><small>{drawn(self.below)}</small></span>") if self.below else value
        )

    def plain(self) -> Any:
        value = plain(self.value)
        return f"{value} – {plain(self.below)}" if self.below and not isinstance(value, int) else value


def drawn(value: Any) -> SafeString:
    """Return a value as the page shows it: numbers, days and instants in the reader's writing, a dash for nothing."""
    if isinstance(value, Cell):
        return value.html()
    if value is None or value == "":
        return SafeString(NOTHING)
    written = _written(value)
    # A text in another language than the page's, and a text that is HTML already, say so themselves.
    return SafeString(written.__html__() if hasattr(written, "__html__") else escape(str(written)))


def _written(value: Any) -> Any:
    if isinstance(value, str | Promise):
        return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Money):
        return typography.money(value)
    if isinstance(value, datetime):
        return typography.short_moment(value)
    if isinstance(value, date):
        return typography.short_day(value)
    if isinstance(value, int | float | Decimal):
        return typography.number(value)
    return value


def day_of(moment: datetime | None) -> date | None:
    """Return the local day of an instant, where the hour is of no interest."""
    return local_day(moment) if moment else None


def plain(value: Any) -> Any:
    """Return a value as a table holds it."""
    if isinstance(value, Cell):
        return value.plain()
    if isinstance(value, Text):
        return value.plain
    if isinstance(value, Money):
        return value.amount
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return str(value)
