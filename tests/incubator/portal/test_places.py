"""Figures by place, on the map and in small lines: they add up to the figure, and cost no question more."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from incubator.portal import figure_parts, figure_rows, figures, overview
from incubator.portal.results import Results
from incubator.startups.models import Startup
from incubator.territory.models import Commune
from incubator.ui import maps
from tests.incubator.portal.test_desk import busy  # noqa: F401 - a fixture
from tests.world.incubation import active_place


@pytest.fixture
def placed(busy):  # noqa: F811
    """One start-up of Kozah, one whose commune is not known."""
    commune = Commune.objects.filter(prefecture__slug="kozah").first()
    Startup.objects.filter(pk=busy.startup_id).update(commune=commune)
    return busy


@pytest.mark.parametrize("key", list(figures.BY_KEY))
def test_a_figure_taken_apart_is_the_figure_and_asks_one_question(placed, director, now, key):
    definition = figures.BY_KEY[key]
    with CaptureQueriesContext(connection) as asked:
        parts = figure_parts.apart(definition, director, now)
    whole = figures.count(definition, director, now)

    assert len(asked) == 1
    assert parts.whole == whole
    if definition.startup:
        assert figures.added(key, parts.by_zone.values()) == whole
    if definition.day:
        assert figures.added(key, parts.by_quarter.values()) == whole


def test_the_start_ups_present_by_zone(placed, director, now):
    parts = figure_parts.apart(figures.BY_KEY["present"], director, now)

    assert {zone: value.total for zone, value in parts.by_zone.items()} == {("kara", "Kara"): 1, ("", ""): 1}
    assert [(area.slug, area.value, area.said) for area in parts.areas] == [
        ("grand-lome", 0, "0"), ("maritime-hors-grand-lome", 0, "0"), ("plateaux", 0, "0"), ("centrale", 0, "0"),
        ("kara", 1, "1"), ("savanes", 0, "0"), ("", 1, "1"),
    ]  # fmt: skip
    assert parts.quarters == []


def quarterly(key: str, **totals: int) -> figure_parts.Parts:
    found = {(int(name[1:5]), int(name[6])): counted(key, total) for name, total in totals.items()}
    return figure_parts.Parts(figures.BY_KEY[key], counted(key, 0), {}, found)


def test_a_quarter_without_rows_is_zero_and_one_that_nobody_declared_is_a_gap():
    with translation.override("fr"):
        assert quarterly("mentoring", y2026q4=90, y2027q2=120).quarters == [
            ("T4 2026", 90), ("T1 2027", 0), ("T2 2027", 120)
        ]  # fmt: skip
        assert quarterly("mentoring", y2026q4=90).quarters == []
    with translation.override("en"):
        assert quarterly("turnover", y2027q1=90, y2027q3=120).quarters == [
            ("Q1 2027", 90), ("Q2 2027", None), ("Q3 2027", 120)
        ]  # fmt: skip


def test_the_page_of_a_figure_draws_the_map_in_its_unit(placed, inside, director):
    ask = inside(director)
    html = ask.get("/desk/results/paid/").content.decode()

    paid = figures.count(figures.BY_KEY["paid"], director, datetime(2027, 10, 5, tzinfo=UTC))
    assert f"<title>Kara – {figure_rows.said(paid)}</title>" in html
    assert '<table class="plain"><caption class="quiet">Par zone</caption>' in html
    assert '<svg class="togo' not in ask.get("/desk/results/places/").content.decode()


def test_the_director_reads_the_applications_on_the_map(placed, inside, director):
    html = inside(director).get("/desk/").content.decode()

    assert html.count('<svg class="togo') == 2
    assert html.count('href="/desk/applications/?view=all&amp;zone=kara"') == 2
    assert html.count('<link rel="stylesheet" href="/static/ui/charts.css">') == 1


def test_prefectures_and_zones_count_the_same_files(placed, director, now):
    found = overview.of_director(director, now)

    named = [line for line in found.zones if line.key]
    assert [line.key for line in named] == list(maps.zone_names())
    assert sum(line.value for line in found.prefectures) == sum(line.value for line in named)
    assert {line.key for line in found.prefectures} <= {tile.slug for tile in maps.layout()[1]}


def counted(key: str, total: int) -> figures.Value:
    return figures.Value(key, {figures.FRANC if figures.BY_KEY[key].currency else "": total}, total)


def results(*cohorts: dict[str, int]) -> Results:
    """Results of cohorts, the newest first, as the database gives them."""
    keys = list(range(len(cohorts), 0, -1))
    parts = {
        key: {number: counted(key, of[key]) for number, of in zip(keys, cohorts, strict=True) if key in of}
        for key in ("startups", "led_by_women", "mentoring")
    }
    return Results(
        counted_at=datetime(2027, 10, 5, tzinfo=UTC),
        values={key: figures.added(key, of.values()) for key, of in parts.items()},
        parts=parts,
        cohorts=[(number, f"Cohorte {number}", f"Cohort {number}") for number in keys],
    )


def test_start_ups_are_followed_from_cohort_to_cohort():
    found = results({}, {"startups": 25, "led_by_women": 11, "mentoring": 90}, {"startups": 20})

    with translation.override("fr"):
        assert found.in_cohorts == [
            ("start-up accompagnées depuis le début", [("Cohorte 1", 20), ("Cohorte 2", 25)], None),
            ("start-up dirigées par une femme", [("Cohorte 1", 0), ("Cohorte 2", 11)], None),
        ]


def test_one_cohort_is_no_line_yet():
    assert results({"startups": 20}).in_cohorts == []


def test_the_public_page_draws_the_map(client, centre, founder, officer, director, at):
    active_place(founder, officer, director, at=at)
    html = client.get("/resultats/").content.decode()

    assert html.count("<title>") == 7  # the page, and the six zones
    assert '<th scope="row">Non enregistré</th><td class="num">1</td>' in html
    assert 'href="/static/ui/charts.css"' in html
