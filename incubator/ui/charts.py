"""The geometry of the small charts: pure functions from rows to the rectangles and points a template draws.

A row is (label, value) or (label, [values]). Bars are shares of 100; a line is drawn on 400 × 180.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from incubator.ui.typography import number

WIDTH, LINE_HEIGHT = 400, 180
TONES = ("t1", "t2", "t3", "t4", "t5", "t6")


@dataclass(frozen=True)
class Bar:
    """One rectangle: where it starts, how wide it is, its colour class and the words beside it."""

    label: str
    x: float
    width: float
    tone: str
    text: str


def bars(rows: Sequence[tuple[str, float]], maximum: float | None = None) -> list[Bar]:
    """Return one bar per row, as a share of the largest value (or of `maximum`)."""
    top = maximum or max((value or 0 for _, value in rows), default=0) or 1
    return [
        Bar(label, 0, round(100 * min((value or 0) / top, 1), 2), TONES[0], number(value))
        for label, value in rows
    ]


def stacks(
    rows: Sequence[tuple[str, Sequence[float]]], series: Sequence[str]
) -> list[tuple[str, list[Bar], str]]:
    """Return (label, bars side by side, total) per row, as shares of the largest total."""
    top = max((sum(value or 0 for value in values) for _, values in rows), default=0) or 1
    drawn = []
    for label, values in rows:
        start, parts = 0.0, []
        for index, value in enumerate(values):
            width = round(100 * (value or 0) / top, 2)
            parts.append(Bar(series[index], round(start, 2), width, TONES[index % len(TONES)], number(value)))
            start += width
        drawn.append((label, parts, number(sum(value or 0 for value in values))))
    return drawn


@dataclass(frozen=True)
class Dot:
    """One point of a line; its label and value are `spoken` where there is room for them."""

    label: str
    x: float
    y: float
    text: str
    spoken: bool


def line(rows: Sequence[tuple[str, float]], target: float | None = None) -> dict:
    """Return the points of a line, the polyline through them and the height of the target line if any."""
    values = [value for _, value in rows if value is not None]
    top = max([*values, target or 0], default=0) or 1
    step, every = (WIDTH - 80) / max(len(rows) - 1, 1), -(-len(rows) // 8)

    def height(value: float) -> float:
        return round(LINE_HEIGHT - 40 - (LINE_HEIGHT - 80) * value / top, 1)

    dots = [
        Dot(label, round(40 + index * step, 1), height(value), number(value), index % every == 0)
        for index, (label, value) in enumerate(rows)
        if value is not None
    ]
    return {
        "dots": dots,
        "points": " ".join(f"{dot.x},{dot.y}" for dot in dots),
        "target": None if target is None else height(target),
        "target_text": None if target is None else number(target),
    }
