"""The pages of the list hold all its rows, in every order, forth and back."""

import pytest
from django.http import QueryDict

from incubator.applications.models import Application
from incubator.applications.worklist.lists import COLUMNS, ApplicationList
from incubator.programmes.models import Programme
from tests.world import reviews as world
from tests.world.applications import submitted

SORTS = [column.key for column in COLUMNS if column.sort]


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05", "su-10"))]


def page_of(person, call, **query):
    params = QueryDict(mutable=True)
    params.update({"view": "all", **{key: str(value) for key, value in query.items()}})
    return ApplicationList(person, world.SCREENED, params, reference=call.reference).page()


def references(page):
    return [row["reference"] for row in page.rows]


@pytest.mark.parametrize("sort", ["", *SORTS, *(f"-{name}" for name in SORTS)])
def test_pages_walk_through_the_whole_list_forth_and_back(files, call, officer, monkeypatch, sort):
    monkeypatch.setattr(ApplicationList, "per_page", 1)
    column = {"reference": "reference", "startup": "startup_name", "changed": "changed_at"}.get(
        sort.removeprefix("-"), "submitted_at"
    )
    sign = "-" if sort.startswith("-") else ""
    whole = Application.objects.at_the_desk_of(officer).order_by(f"{sign}{column}", f"{sign}pk")
    expected = [[reference] for reference in whole.values_list("reference", flat=True)]

    one = page_of(officer, call, sort=sort)
    two = page_of(officer, call, sort=sort, after=one.after, page=2)
    three = page_of(officer, call, sort=sort, after=two.after, page=3)
    back = page_of(officer, call, sort=sort, before=three.before, page=2)

    assert [references(page) for page in (one, two, three)] == expected
    assert references(back) == expected[1]
    assert references(page_of(officer, call, sort=sort, page=3)) == expected[2]


def test_a_state_narrows_the_rows_and_nobody_elses_calls_are_read(files, call, officer, officer2):
    elsewhere = Programme.objects.create(centre=call.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=officer2)
    stranger = ApplicationList(officer2, world.SCREENED, QueryDict("view=all"))

    assert references(page_of(officer, call, state="eligible")) == []
    assert references(stranger.page()) == []
    assert stranger.counts.all == 0
