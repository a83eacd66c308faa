"""Pages from a row on: every row once, forth and back, also where a column is empty or rows are equal."""

from datetime import timedelta

import pytest

from incubator.jobs.models import Job
from incubator.lists.keyset import Edge, Order, slice_of
from tests.world.reviews import SCREENED

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(officer):
    """Seven jobs: days that are equal, two without an end."""
    for place, hours in enumerate([None, 1, 1, 1, 2, None, 3]):
        asked = SCREENED + timedelta(days=place % 3)
        Job.objects.create(
            kind="lists.table", title=f"{place}", keys=[], total=0, asked_by=officer, created_at=asked,
            expires_at=None if hours is None else asked + timedelta(hours=hours),
        )  # fmt: skip
    return Job.objects.all()


ORDERS = [
    ("created_at",),
    ("-created_at",),
    ("expires_at",),
    ("-expires_at",),
    ("created_at", "-expires_at"),
    (),
]


def walked(rows, order):
    """All the keys, two rows at a time, from page to page by the rows they hang on."""
    edge, pages = Edge(), []
    while True:
        page = slice_of(rows, order, key="pk", size=2, edge=edge, everything=rows)
        pages.append([row.pk for row in page.rows])
        if not page.after:
            break
        edge = Edge(after=page.after, number=page.number + 1)
    back = [pages[-1]]
    while page.before:
        page = slice_of(
            rows,
            order,
            key="pk",
            size=2,
            edge=Edge(before=page.before, number=page.number - 1),
            everything=rows,
        )
        back.insert(0, [row.pk for row in page.rows])
    return [key for page in pages for key in page], [key for page in back for key in page]


@pytest.mark.parametrize("columns", ORDERS)
def test_every_row_is_met_once_forth_and_back(jobs, columns):
    order = Order(*columns)
    expected = [row.pk for row in order.applied(jobs)]

    assert len(expected) == 7
    assert walked(jobs, order) == (expected, expected)


@pytest.mark.parametrize("columns", [("expires_at",), ("-expires_at",)])
def test_rows_without_a_value_stand_at_the_end_whichever_way(jobs, columns):
    ends = [row.expires_at for row in Order(*columns).applied(jobs)]

    assert ends[-2:] == [None, None]
    assert None not in ends[:-2]


def test_a_page_by_its_number_begins_where_the_one_before_it_ended(jobs):
    order = Order("created_at")
    expected = [row.pk for row in order.applied(jobs)]
    page = slice_of(jobs, order, key="pk", size=3, edge=Edge(number=2), everything=jobs)

    assert [row.pk for row in page.rows] == expected[3:6]
    assert (page.number, page.before, page.after) == (2, str(expected[3]), str(expected[5]))


@pytest.mark.parametrize("edge", [Edge(after="999999"), Edge(after="abc"), Edge(number=50)])
def test_a_place_that_nobody_knows_is_the_first_page(jobs, edge):
    page = slice_of(jobs, Order("created_at"), key="pk", size=2, edge=edge, everything=jobs)

    assert (page.number, len(page.rows), page.before) == (1, 2, "")
