"""The geometry of lines over periods, with their target. Those of a grid and of a table's cell: `small_lines.py`.

A value of None is a gap: the line stops before it and goes on after it, and nothing is drawn as zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from incubator.ui.typography import number

Value = float | None
Write = Callable[[float], str]
# The drawing, in units that are about pixels on a phone of 320; a sign of its words is so wide, a line of them so high.
WIDTH, HEIGHT, LEFT, TOP, FOOT = 300, 184, 8, 24, 28
SIGN, BOLD, LEADING, GAP = 6.4, 7.4, 14, 8
LOOKS = ("l1", "l2", "l3", "l4")


@dataclass(frozen=True)
class Frame:
    """The room a line has, and the values at its foot and its top."""

    left: float
    right: float
    top: float
    foot: float
    low: float
    high: float

    def x(self, index: int, count: int) -> float:
        """Return where a period stands; a single one stands in the middle."""
        share = index / (count - 1) if count > 1 else 0.5
        return round(self.left + (self.right - self.left) * share, 1)

    def y(self, value: float) -> float:
        """Return how high a value stands; where all are the same, in the middle."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return round(self.foot - (self.foot - self.top) * share, 1)


@dataclass(frozen=True)
class Dot:
    """One value that was given."""

    label: str
    x: float
    y: float
    text: str
    last: bool = False


@dataclass(frozen=True)
class Mark:
    """Words under or beside the drawing: where they are held, by which end."""

    text: str
    x: float
    y: float
    anchor: str = "middle"

    @property
    def box(self) -> tuple[float, float]:
        """The room they take, from left to right."""
        wide = len(self.text) * SIGN
        start = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return start, start + wide


@dataclass(frozen=True)
class Trend:
    """What the end of a line says: the last value, the change against the one before, how it stands to its target."""

    name: str = ""
    period: str = ""
    value: str = "–"
    change: str = ""
    aim: str = ""
    met: bool = False


@dataclass(frozen=True)
class Line:
    """One series: unbroken runs as points, its dots, its trend, the words at its end."""

    name: str
    runs: list[str]
    dots: list[Dot]
    trend: Trend
    look: str = LOOKS[0]
    end: Mark | None = None


@dataclass(frozen=True)
class Drawing:
    """A whole chart of lines."""

    lines: list[Line]
    periods: list[Mark]
    target: float | None = None
    target_text: str = ""
    foot: float = HEIGHT - FOOT
    right: float = WIDTH
    table: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def has_any(self) -> bool:
        """Whether a value was given at all."""
        return any(line.dots for line in self.lines)


def columns(rows: Sequence[tuple[str, object]], count: int) -> list[list[Value]]:
    """Return the values series by series; a row carries one value or a list of them."""
    wide = [list(values) if isinstance(values, list | tuple) else [values] for _label, values in rows]
    return [[row[index] if index < len(row) else None for row in wide] for index in range(count)]


def signed(change: float, write: Write = number) -> str:
    """Write a change with its sign: +38, −12."""
    return ("+" if change > 0 else "−" if change < 0 else "") + write(abs(change))


def trend(
    periods: Sequence[str], values: Sequence[Value], target: float | None, write: Write, name: str = ""
) -> Trend:
    """Say the last value given, what changed since the one before, and whether the target is met."""
    known = [(label, value) for label, value in zip(periods, values, strict=True) if value is not None]
    if not known:
        return Trend(name)
    period, value = known[-1]
    change = ""
    if len(known) > 1:
        before, earlier = known[-2]
        words = _("%(change)s since %(period)s") if value != earlier else _("unchanged since %(period)s")
        change = words % {"change": signed(value - earlier, write), "period": before}
    met = target is not None and value >= target
    return Trend(name, period, write(value), change, aim(value, target, write), met)


def aim(value: float, target: float | None, write: Write) -> str:
    """Say how a value stands to its target."""
    if target is None:
        return ""
    if value >= target:
        return _("target of %(target)s met") % {"target": write(target)}
    return _("%(missing)s below the target of %(target)s") % {
        "missing": write(target - value), "target": write(target)
    }  # fmt: skip


def traced(periods: Sequence[str], values: Sequence[Value], frame: Frame, write: Write) -> list[Dot]:
    """Return a dot for each value that was given, the last one marked."""
    last = max((index for index, value in enumerate(values) if value is not None), default=0)
    return [
        Dot(periods[index], frame.x(index, len(values)), frame.y(value), write(value), index == last)
        for index, value in enumerate(values)
        if value is not None
    ]


def runs(values: Sequence[Value], frame: Frame) -> list[str]:
    """Return the unbroken parts of a line as points, each of at least two values."""
    parts: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append(f"{frame.x(index, len(values))},{frame.y(value)}")
    return [" ".join(part) for part in parts if len(part) > 1]


def spread(heights: Sequence[float], foot: float) -> list[float]:
    """Return heights at least a line of words apart, in the same order from top to foot, none below it."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = list(heights)
    for above, index in pairwise(order):
        placed[index] = max(placed[index], placed[above] + LEADING)
    limit = foot
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - LEADING
    return placed


def spoken(periods: Sequence[str], frame: Frame) -> list[Mark]:
    """Return the names of the periods at the closest even steps where none overlaps another; the last is named."""
    count = len(periods)
    for every in range(1, count + 1):
        marks = [_named(periods, index, frame) for index in range(count - 1, -1, -every)][::-1]
        if all(after.box[0] - before.box[1] >= GAP for before, after in pairwise(marks)):
            return [mark for mark in marks if mark.box[0] >= 0]
    return []


def _named(periods: Sequence[str], index: int, frame: Frame) -> Mark:
    half = len(periods[index]) * SIGN / 2
    return Mark(periods[index], min(max(frame.x(index, len(periods)), half), WIDTH - half), HEIGHT - 10)


def line(
    rows: Sequence[tuple[str, object]],
    target: float | None = None,
    names: Sequence[str] = ("",),
    write: Write = number,
) -> Drawing:
    """Return the lines of some rows over their periods, on one scale that holds zero and the target."""
    periods, series = [label for label, _values in rows], columns(rows, len(names))
    frame = _frame(series, target, write)
    lines = [
        drawn(periods, values, frame, write, target, name) for name, values in zip(names, series, strict=True)
    ]
    return Drawing(
        lines=_ended(lines, frame),
        periods=spoken(periods, frame),
        target=None if target is None else frame.y(target),
        target_text="" if target is None else write(target),
        foot=frame.y(0),
        right=frame.right,
        table=[
            (label, ["–" if value is None else write(value) for value in row])
            for label, row in zip(periods, zip(*series, strict=True), strict=True)
        ],
    )


def _frame(series: Sequence[Sequence[Value]], target: float | None, write: Write) -> Frame:
    """Return the room of the lines: what their last values need stays free on the right."""
    ends = [values[-1] for values in map(given, series) if values]
    right = round(WIDTH - max(max((len(write(end)) for end in ends), default=0) * BOLD + 10, 16), 1)
    numbers = [value for values in series for value in given(values)]
    return framed(numbers, target, (LEFT, right, TOP, HEIGHT - FOOT))


def framed(numbers: Sequence[float], target: float | None, room: tuple[float, float, float, float]) -> Frame:
    """Return some room with a scale that holds the values, the target and zero."""
    high, low = max([*numbers, target or 0]), min([*numbers, 0])
    return Frame(*room, low, high if high > low else low + 1)


def drawn(
    periods: Sequence[str],
    values: Sequence[Value],
    frame: Frame,
    write: Write,
    target: float | None,
    name: str,
) -> Line:
    """Return one series in its frame, with what its end says."""
    said = trend(periods, values, target, write, name)
    return Line(name, runs(values, frame), traced(periods, values, frame, write), said)


def given(values: Sequence[Value]) -> list[float]:
    """Return the values that were given."""
    return [value for value in values if value is not None]


def _ended(lines: Sequence[Line], frame: Frame) -> list[Line]:
    """Return the lines, each with its look and its last value written at its end, none over another."""
    ending = [one for one in lines if one.dots]
    heights = dict(zip(map(id, ending), spread([one.dots[-1].y for one in ending], frame.foot), strict=True))
    done = []
    for index, one in enumerate(lines):
        end = None
        if one.dots:
            last = one.dots[-1]
            end = Mark(last.text, round(last.x + 8, 1), round(heights[id(one)] + 4, 1), "start")
        done.append(replace(one, look=LOOKS[index % len(LOOKS)], end=end))
    return done
