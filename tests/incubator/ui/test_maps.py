"""The map: every prefecture of the database has one tile, five steps of lightness, readable numbers."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation

from incubator.territory.loading import load_divisions
from incubator.territory.models import Prefecture, ReportingZone
from incubator.ui import contrast, maps
from incubator.ui.maps import Area

CSS = Path(finders.find("ui/charts.css")).read_text()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_every_prefecture_of_the_database_has_exactly_one_tile():
    load_divisions()
    known = {(one.slug, one.name, one.zone.slug) for one in Prefecture.objects.select_related("zone")}
    tiles = [(tile.slug, tile.name, tile.zone) for tile in maps.layout()[1]]

    assert len(known) == 39
    assert Counter(tiles) == Counter(known)
    assert maps.zone_names() == dict(ReportingZone.objects.values_list("slug", "name"))


def test_no_two_tiles_stand_in_one_place():
    places = Counter((tile.column, tile.row) for tile in maps.layout()[1])

    assert [place for place, number in places.items() if number > 1] == []


def test_the_tiles_of_a_zone_touch():
    for zone in maps.zone_names():
        left = {(tile.column, tile.row) for tile in maps.layout()[1] if tile.zone == zone}
        reached = [left.pop()]
        for column, row in reached:
            around = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)} & left
            left -= around
            reached.extend(around)
        assert left == set(), zone


def test_the_north_is_at_the_top_and_the_coast_at_the_foot():
    place = {tile.slug: (tile.column, tile.row) for tile in maps.layout()[1]}

    assert place["cinkasse"] == (0, 0)
    assert place["golfe"][1] == place["lacs"][1] == max(row for _column, row in place.values()) == 11
    assert place["kozah"][1] < place["tchaoudjo"][1] < place["ogou"][1] < place["haho"][1] < place["golfe"][1]


def test_the_data_stay_light():
    assert maps.FILE.stat().st_size < 5_000


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ([], []),
        ([0, None], []),
        ([1], [(5, 1, 1)]),
        ([2, 1], [(2, 1, 1), (5, 2, 2)]),
        ([61, 38, 0], [(1, 1, 13), (2, 14, 25), (3, 26, 37), (4, 38, 49), (5, 50, 61)]),
    ],
)
def test_values_fall_into_five_steps(values, steps):
    assert maps.stepped(values) == steps


def test_each_value_has_its_step_and_nothing_has_none():
    steps = maps.stepped([61])

    assert [maps.step(value, steps) for value in (None, 0, 1, 13, 14, 49, 50, 61)] == [0, 0, 1, 1, 2, 4, 5, 5]


def test_a_zone_is_its_prefectures_and_an_unnamed_one_has_a_dash():
    drawn = maps.zones([Area("grand-lome", "Grand Lomé", 1_200), Area("", "Not recorded", 3)])
    by_slug = {shape.area.slug: shape for shape in drawn.shapes}

    assert [shape.area.slug for shape in drawn.shapes] == list(maps.zone_names())
    assert by_slug["grand-lome"].path == "M74 552h72v50h-72zM146 552h72v50h-72z"
    assert (by_slug["grand-lome"].step, by_slug["grand-lome"].area.said) == (5, "1,200")
    assert (by_slug["kara"].step, by_slug["kara"].area.said) == (0, "–")
    assert [text for _y, text in by_slug["maritime-hors-grand-lome"].names] == ["Maritime hors", "Grand Lomé"]
    assert (drawn.width, drawn.height) == (292, 604)


def test_names_fit_their_tiles():
    drawn = maps.prefectures([])

    assert max(len(text) for shape in drawn.shapes for _y, text in shape.names) <= maps.TILE_SIGNS
    west = next(shape for shape in drawn.shapes if shape.area.slug == "kpendjal-ouest")
    assert west.names == [(15, "Kpendjal-"), (26, "Ouest")]


def test_edges_stand_between_zones_only():
    edges = re.findall(r"M(\d+) (\d+)([hv])", maps.edges())

    assert len(edges) == len(set(edges))
    assert ("2", "2", "h") in edges
    assert ("2", "52", "h") not in edges  # between Cinkassé and Tandjouaré, both Savanes
    assert ("74", "552", "h") in edges  # between Avé and Agoè-Nyivé


def draw(source: str, **context) -> str:
    return Template("{% load charts %}" + source).render(Context(context)).strip()


def test_the_map_says_what_the_table_says_and_links_where_there_is_an_address():
    areas = [Area("kara", "Kara", 1_041, "/files/?zone=kara"), Area("", "<b>Not recorded</b>", 3)]
    html = draw("{% zone_map areas 'Applications' %}", areas=areas)

    assert html.count("<title>") == 6
    assert "<title>Kara – 1,041</title>" in html
    assert html.count('href="/files/?zone=kara"') == 2
    assert '<a href="/files/?zone=kara" tabindex="-1">' in html
    assert (
        '<td class="num"><a href="/files/?zone=kara">1,041<span class="quiet"> – Kara</span></a></td>' in html
    )
    assert "<b>" not in html
    assert html.index('aria-hidden="true"') < html.index("<title>")


def test_a_map_of_nothing_says_so():
    html = draw("{% zone_map areas 'Applications' %}", areas=[])

    assert "No figure has been given yet." in html
    assert html.count('<g class="m0">') == 6


def test_39_tiles_are_drawn_by_prefecture():
    areas = [Area(tile.slug, tile.name, 2) for tile in maps.layout()[1]]
    html = draw("{% prefecture_map areas 'Applications' %}", areas=areas)

    assert html.count("<title>") == html.count('<th scope="row">') == 39


def parts(colour: str) -> list[int]:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def blended(share: float, theme: int) -> str:
    """Return green laid over the surface at some share."""
    over, under = (parts(contrast.looks()[theme][name]) for name in ("green", "surface"))
    mixed = [round(one * share + other * (1 - share)) for one, other in zip(over, under, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


SHARES = [float(share) for share in re.findall(r"\.m\d path{fill-opacity:(\.\d+)}", CSS)]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_numbers_are_read_on_every_step(theme):
    ink, surface = contrast.looks()[theme]["ink"], contrast.looks()[theme]["surface"]

    assert len(SHARES) == maps.STEPS - 1
    assert [share for share in [0, *SHARES] if contrast.contrast(blended(share, theme), ink) < 4.5] == []
    assert contrast.contrast(blended(1, theme), surface) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_each_step_is_stronger_than_the_one_before(theme):
    steps = [blended(share, theme) for share in [0, *SHARES, 1]]

    assert [pair for pair in pairwise(steps) if contrast.contrast(*pair) < 1.2] == []


def test_the_style_sheet_has_no_colour_of_its_own():
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl|oklch", CSS) == []
    assert re.findall(r"url\(|@import|@font-face", CSS) == []
    assert len(CSS.encode()) < 6_000
