"""The pages of the list hold all its rows, in every order, forth and back."""

import pytest

from incubator.applications.models import Application
from incubator.applications.worklist import keyset
from incubator.applications.worklist.filters import Chosen, Known
from incubator.applications.worklist.views.files import Listing
from tests.world import reviews as world
from tests.world.applications import submitted

COLUMNS = ["reference", "startup_name", "flags"]


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05", "su-10"))]


def listing_of(person, calls, **chosen):
    return Listing(person, calls, Chosen(Known(person, None, world.SCREENED), **chosen), world.SCREENED)


def references(page):
    return [row["reference"] for row in page.rows]


@pytest.mark.parametrize("sort", ["", *keyset.SORTS, *(f"-{name}" for name in keyset.SORTS)])
def test_pages_walk_through_the_whole_list_forth_and_back(files, call, officer, monkeypatch, sort):
    monkeypatch.setattr(keyset, "PER_PAGE", 1)
    listing = listing_of(officer, (call.pk,), view="all", sort=sort)
    whole = keyset.ordered(Application.objects.at_the_desk_of(officer), sort)
    expected = [[reference] for reference in whole.values_list("reference", flat=True)]

    one = listing.page(COLUMNS, keyset.Edge())
    two = listing.page(COLUMNS, keyset.Edge(after=one.after, number=2))
    three = listing.page(COLUMNS, keyset.Edge(after=two.after, number=3))
    back = listing.page(COLUMNS, keyset.Edge(before=three.before, number=2))

    assert [references(page) for page in (one, two, three)] == expected
    assert references(back) == expected[1]


def test_a_state_narrows_the_rows_and_nobody_elses_calls_are_read(files, call, officer):
    listing = listing_of(officer, (call.pk,), view="all", values={"state": "eligible"})
    strangers = listing_of(officer, (), view="all")

    assert references(listing.page(COLUMNS, keyset.Edge())) == []
    assert references(strangers.page(COLUMNS, keyset.Edge())) == []
    assert strangers.all_counts("nobody").total() == 0
