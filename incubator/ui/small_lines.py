"""The geometry of small lines: several in a grid on one scale, and the one in the cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from incubator.ui.lines import Frame, Line, Trend, Value, Write, drawn, framed, given, runs, signed, traced
from incubator.ui.typography import number

SMALL, SPARK = (140, 52), (60, 20)
Sample = tuple[str, Sequence[tuple[str, Value]], float | None]


@dataclass(frozen=True)
class Panel:
    """One of several small lines on the same scale."""

    line: Line
    target: float | None
    target_text: str


def multiples(samples: Sequence[Sample], write: Write = number) -> list[Panel]:
    """Return a small line per (name, rows, target), all on one scale that holds zero and every target."""
    numbers = [value for _name, rows, _aim in samples for _label, value in rows if value is not None]
    highest = max((target for _name, _rows, target in samples if target is not None), default=None)
    width, height = SMALL
    frame = framed(numbers, highest, (6, width - 6, 6, height - 6))
    panels = []
    for name, rows, target in samples:
        periods, values = [label for label, _value in rows], [value for _label, value in rows]
        aim = (None, "") if target is None else (frame.y(target), write(target))
        panels.append(Panel(drawn(periods, values, frame, write, target, name), *aim))
    return panels


def spark(values: Sequence[Value], write: Write = number) -> Line:
    """Return the line of a table's cell, from its own least to its own greatest value."""
    known, (width, height) = given(values), SPARK
    frame = Frame(3, width - 3, 3, height - 3, min(known, default=0), max(known, default=0))
    change = signed(known[-1] - known[-2], write) if len(known) > 1 else ""
    said = Trend(value=write(known[-1]) if known else "–", change=change)
    return Line("", runs(values, frame), traced([""] * len(values), values, frame, write), said)
