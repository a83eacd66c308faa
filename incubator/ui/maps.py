"""The map of Togo as tiles: one square a prefecture, roughly where it lies; a zone is its prefectures together.

Values are read by five steps of lightness, and the number stands in each tile or zone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

from incubator.ui.typography import number

FILE = Path(__file__).parent / "data" / "togo_tiles.json"
ACROSS, DOWN, MARGIN = 72, 50, 2
STEPS = 5
# A name longer than this is broken: in a tile after its hyphen, in a zone between words.
TILE_SIGNS, ZONE_SIGNS = 12, 15
LEADING = 11
Write = Callable[[int], str]


@dataclass(frozen=True)
class Area:
    """What a caller knows of a zone or a prefecture; one without a slug stands in the table alone."""

    slug: str
    name: str
    value: int | None
    url: str = ""
    text: str = ""

    @property
    def said(self) -> str:
        """The value in words."""
        return self.text or number(self.value)


@dataclass(frozen=True)
class Tile:
    """One prefecture: its place on the grid."""

    slug: str
    name: str
    zone: str
    column: int
    row: int

    @property
    def corner(self) -> tuple[int, int]:
        """Its upper left corner."""
        return MARGIN + self.column * ACROSS, MARGIN + self.row * DOWN


@dataclass(frozen=True)
class Shape:
    """One zone or prefecture as drawn."""

    area: Area
    path: str
    step: int
    x: float
    names: list[tuple[float, str]]
    value_y: float


@dataclass(frozen=True)
class Map:
    """Everything a template draws: shapes, edges of the zones, the steps of the legend."""

    shapes: list[Shape]
    edges: str
    width: int
    height: int
    legend: list[tuple[int, str]]


@cache
def layout() -> tuple[dict[str, str], tuple[Tile, ...]]:
    """Return the names of the zones by slug, and the tiles."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return {zone["slug"]: zone["name"] for zone in content["zones"]}, tuple(
        Tile(**tile) for tile in content["tiles"]
    )


def zone_names() -> dict[str, str]:
    """Return the name of each zone by its slug, in the order donors read them."""
    return layout()[0]


def zones(areas: Sequence[Area], write: Write = number) -> Map:
    """Draw the six zones; one the caller does not name has no number."""
    known = {area.slug: area for area in areas if area.slug}
    shapes, steps = [], stepped([area.value for area in known.values()])
    for slug, name in zone_names().items():
        area = known.get(slug, Area(slug, name, None))
        tiles = [tile for tile in layout()[1] if tile.zone == slug]
        x = round(sum(tile.corner[0] + ACROSS / 2 for tile in tiles) / len(tiles), 1)
        y = round(sum(tile.corner[1] + DOWN / 2 for tile in tiles) / len(tiles), 1)
        names = broken(area.name.split(" "), " ", ZONE_SIGNS)
        top = y - LEADING * len(names) + 4
        written = [(round(top + LEADING * index, 1), text) for index, text in enumerate(names)]
        shapes.append(Shape(area, _squares(tiles), step(area.value, steps), x, written, round(y + 14, 1)))
    return _map(shapes, steps, write)


def prefectures(areas: Sequence[Area], write: Write = number) -> Map:
    """Draw the 39 prefectures; one the caller does not name has no number."""
    known = {area.slug: area for area in areas if area.slug}
    shapes, steps = [], stepped([area.value for area in known.values()])
    for tile in layout()[1]:
        area = known.get(tile.slug, Area(tile.slug, tile.name, None))
        left, top = tile.corner
        names = [(top + 13 + LEADING * index, text) for index, text in enumerate(_in_a_tile(tile.name))]
        value = step(area.value, steps)
        shapes.append(Shape(area, _squares([tile]), value, left + ACROSS / 2, names, top + 42))
    return _map(shapes, steps, write)


def stepped(values: Sequence[int | None]) -> list[tuple[int, int, int]]:
    """Return (step, least, greatest) of each step of lightness, none of them empty; zero is apart."""
    top = max((value or 0 for value in values), default=0)
    ranges, below = [], 0
    for part in range(1, STEPS + 1):
        greatest = ceil(top * part / STEPS)
        if greatest > below:
            ranges.append((below + 1, greatest))
            below = greatest
    count = len(ranges)
    return [(STEPS * (index + 1) // count, *ends) for index, ends in enumerate(ranges)]


def step(value: int | None, steps: Sequence[tuple[int, int, int]]) -> int:
    """Return the step of a value; 0 for nothing."""
    return next((one for one, least, greatest in steps if least <= (value or 0) <= greatest), 0)


def broken(words: Sequence[str], glue: str, signs: int) -> list[str]:
    """Return words in lines of at most so many signs, one word at least in each."""
    lines = [words[0]]
    for word in words[1:]:
        longer = lines[-1] + glue + word
        if len(longer) <= signs:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _in_a_tile(name: str) -> list[str]:
    if len(name) <= TILE_SIGNS or "-" not in name:
        return [name]
    first, rest = name.split("-", 1)
    return [f"{first}-", rest]


def _squares(tiles: Sequence[Tile]) -> str:
    return "".join(f"M{x} {y}h{ACROSS}v{DOWN}h-{ACROSS}z" for x, y in (tile.corner for tile in tiles))


@cache
def edges() -> str:
    """Return the lines between two zones, and around the country."""
    zone_at = {(tile.column, tile.row): tile.zone for tile in layout()[1]}
    drawn = []
    for tile in layout()[1]:
        x, y = tile.corner
        sides = {
            (0, -1): f"M{x} {y}h{ACROSS}",
            (0, 1): f"M{x} {y + DOWN}h{ACROSS}",
            (-1, 0): f"M{x} {y}v{DOWN}",
            (1, 0): f"M{x + ACROSS} {y}v{DOWN}",
        }
        for (across, down), path in sides.items():
            if zone_at.get((tile.column + across, tile.row + down)) != tile.zone:
                drawn.append(path)
    return "".join(dict.fromkeys(drawn))


def _map(shapes: list[Shape], steps: Sequence[tuple[int, int, int]], write: Write) -> Map:
    across = max(tile.column for tile in layout()[1]) + 1
    down = max(tile.row for tile in layout()[1]) + 1
    legend = [
        (one, write(least) if least == greatest else f"{write(least)} – {write(greatest)}")
        for one, least, greatest in steps
    ]
    return Map(shapes, edges(), across * ACROSS + 2 * MARGIN, down * DOWN + 2 * MARGIN, legend)
