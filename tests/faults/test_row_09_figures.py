"""Row 9: each figure has one definition; an independent script, the pages and their rows say the same number."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection

from funding.models import BudgetLine
from incubator.core.clock import local_day
from incubator.portal import figure_rows, figures, overview, results
from incubator.ui import typography
from tests.faults import hard_figures
from tests.faults.hard_figures import NOW
from tests.tools import recompute_figures


def recomputed(at) -> dict[str, dict[str, int]]:
    def execute(sql):
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor

    return recompute_figures.recompute(recompute_figures.read(execute), local_day(at).isoformat())


def counted(reader, at) -> dict[str, dict[str, int]]:
    return {key: value.amounts for key, value in figures.count_all(figures.BY_KEY, reader, at).items()}


@pytest.fixture
def hard(centre, officer, director, finance, approver, mentor_user, person):
    people = {"officer": officer, "director": director, "finance": finance, "approver": approver}
    return hard_figures.build(people, person, mentor_user=mentor_user)


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr("incubator.core.clock.now", lambda: NOW)
    return NOW


def test_the_written_example(hard, at):
    late = hard.places["double"].milestones.count()
    assert counted(None, at) == {
        "startups": {"": 3},  # in two cohorts: once; the one that left: not at all
        "present": {"": 2},
        "places": {"": 35},
        "graduated": {"": 1},
        "led_by_women": {"": 0},
        "late_milestones": {"": late},  # neither the paused one's nor the graduate's
        "late_reports": {"": 2},
        "budget": {"XOF": 60_000_000},
        "committed": {"XOF": 1_000_000 + 400_000 + 270_000},  # closed: what was requested; cancelled: nothing
        "paid": {"XOF": 300_000 + 270_000},
        "justified": {"XOF": 120_000},
        "turnover": {
            "": 450_000 + 10_000
        },  # the overlapping quarter once; no final report; null adds nothing
        "jobs": {
            "": 7 + 5 + 1
        },  # the last accepted report of each; the null of the final one is not the earlier 2
        "mentoring": {"": 50},
    }
    assert figures.count(figures.BY_KEY["jobs"], None, at).missing == 1


def test_the_script_the_readers_and_the_parts_agree(hard, at, director, donor, finance, client_for):
    whole = counted(None, at)
    assert whole == recomputed(at)
    assert [counted(who, at) for who in (director, donor, finance)] == [whole, whole, whole]

    cache.clear()
    found = results.gather(at)
    for key, value in found.values.items():
        assert value.amounts == whole[key], key
        assert sum(part.total for part in found.parts[key].values()) == value.total, key
    assert sum(number for _zone, number in found.zones) == found.values["startups"].total

    values, table = overview.of_director(director, at).values, overview.by_line()
    sums = client_for(finance).get("/desk/money/lines/").context["totals"]
    assert [one["currency"] for one in sums] == ["XOF"]
    for name in ("committed", "paid", "justified"):
        assert values[name].total == sums[0][name] == sum(line[name] for line in table), name
    # The counter that the database guards agrees with the definition.
    kept = [(line.committed, line.committed_amount) for line in BudgetLine.objects.with_sums()]
    assert kept == [(whole["committed"]["XOF"],) * 2]

    BudgetLine.objects.create(
        funder=BudgetLine.objects.get().funder, code="euros", title_fr="En euros", amount=5_000, currency="EUR",
        from_on="2027-01-01", until_on="2027-12-31",
    )  # fmt: skip
    budget = figures.count(figures.BY_KEY["budget"], None, at)
    assert budget.amounts == {"XOF": 60_000_000, "EUR": 5_000} == recomputed(at)["budget"]
    euros, francs = typography.money(5_000, "EUR"), typography.money(60_000_000)
    assert figure_rows.said(budget) == f"{euros} + {francs}"


def test_every_figure_opens_its_rows(hard, at, director, donor, finance, client_for, client):
    for reader in (director, donor, finance):
        ask = client_for(reader)
        page = ask.get("/desk/results/").content.decode()
        for key, value in figures.count_all(figures.BY_KEY, reader, at).items():
            assert f'href="/desk/results/{key}/"' in page and figure_rows.said(value) in page
            behind = ask.get(f"/desk/results/{key}/")
            assert behind.context["page_obj"].paginator.count == len(behind.context["lines"]) == value.rows
            assert typography.nbsp(str(value.definition.sentence)) in behind.content.decode()
    for key, value in figures.count_all(figures.BY_KEY, donor, at).items():
        rows = list(csv.reader(io.StringIO(_text(client_for(donor), key)), delimiter=";"))[1:]
        amounts = [row[3] for row in rows]
        assert len(rows) == value.rows and amounts.count("") == value.missing
        assert sum(float(amount.replace(",", ".")) for amount in amounts if amount) == sum(
            value.amounts.values()
        ), key

    # A null is shown as such: neither zero nor an earlier number.
    html = client_for(donor).get("/desk/results/jobs/").content.decode()
    assert ">–</td>" in html and "1 sans chiffre" in html
    paths = ("nothing/", "nothing/rows.csv")
    assert [client_for(donor).get(f"/desk/results/{path}").status_code for path in paths] == [404, 404]
    cache.clear()
    public = client.get("/resultats/").content.decode()
    assert all(f'href="#{key}"' in public and f'<section id="{key}">' in public for key in figures.PUBLIC)


def _text(ask, key: str) -> str:
    answer = ask.get(f"/desk/results/{key}/rows.csv")
    assert answer.status_code == 200, answer.headers.get("Location")
    return b"".join(answer.streaming_content).decode("utf-8-sig")
