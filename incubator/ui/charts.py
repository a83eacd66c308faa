"""The geometry of bars and stacked bars: pure functions from rows to the rectangles a template draws.

A row is (label, value) or (label, [values]). Bars are shares of 100. Lines: `lines.py`; the map: `maps.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incubator.ui.typography import number

TONE = "t1"
# One look per series: colour, lightness and hatching differ, so that they read in grey too.
LOOKS = ("s1", "s2", "s3", "s4", "s5", "s6")
# A stacked bar is at least so wide (a phone of 320 px), a sign of its words so wide, with this much air: in px.
NARROWEST, SIGN, AIR = 280, 7.5, 10
# A part that is there is seen, however small: a share of 100.
LEAST = 0.5

Write = Callable[[float], str]


@dataclass(frozen=True)
class Bar:
    """One bar: how long it is, its colour class and the words beside it."""

    label: str
    width: float
    tone: str
    text: str


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar; its words stand `inside` where there is room on the narrowest screen."""

    label: str
    x: float
    width: float
    look: str
    text: str
    inside: bool

    @property
    def middle(self) -> float:
        """Where the words stand inside."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Stack:
    """One stacked bar: its name, its parts (those of nothing too, for the table), the whole."""

    label: str
    parts: list[Part]
    total: str

    @property
    def drawn(self) -> list[Part]:
        """The parts that have a width."""
        return [part for part in self.parts if part.width > 0]

    @property
    def beside(self) -> list[Part]:
        """The parts too narrow for their words."""
        return [part for part in self.drawn if not part.inside]


def bars(rows: Sequence[tuple[str, float | None]], maximum: float | None = None) -> list[Bar]:
    """Return one bar per row, as a share of the largest value (or of `maximum`)."""
    top = maximum or max((value or 0 for _, value in rows), default=0) or 1
    return [
        Bar(label, round(100 * min(max(value or 0, 0) / top, 1), 2), TONE, number(value))
        for label, value in rows
    ]


def stacks(
    rows: Sequence[tuple[str, Sequence[float | None]]], series: Sequence[str], write: Write = number
) -> list[Stack]:
    """Return a stacked bar per row, as shares of the largest total; a part below zero has no width."""
    top = max((sum(max(value or 0, 0) for value in values) for _, values in rows), default=0) or 1
    drawn = []
    for label, values in rows:
        start, parts = 0.0, []
        for index, value in enumerate(values):
            share, text = 100 * (value or 0) / top, write(value or 0)
            width = max(round(share, 2), LEAST) if share > 0 else 0
            inside = width * NARROWEST / 100 >= len(text) * SIGN + AIR
            x = round(min(start, 100 - width), 2)
            parts.append(Part(series[index], x, width, look(index), text, inside))
            start += width
        drawn.append(Stack(label, parts, write(sum(value or 0 for value in values))))
    return drawn


def look(index: int) -> str:
    """Return the look of a series by its place."""
    return LOOKS[index % len(LOOKS)]
