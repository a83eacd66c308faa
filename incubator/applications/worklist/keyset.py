"""Fifty rows at a time, from a row on instead of from a number on: the last page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from incubator.applications.models import Application

PER_PAGE = 50
FARTHEST = 100_000
# The orders of the list, by the key that the address says.
SORTS = {"reference": "reference", "startup": "startup_name", "sent": "submitted_at", "changed": "changed_at"}
FIRST_SORT = "sent"
# The place of a row in the order: its value there, and its key.
Mark = tuple[Any, Any]


@dataclass(frozen=True)
class Edge:
    """Where a page begins: after or before a row (by its public id), or at a page number."""

    after: str = ""
    before: str = ""
    number: int = 1

    @classmethod
    def of(cls, params: QueryDict) -> "Edge":
        """Read `after`, `before` and `page`; what makes no sense is the first page."""
        page = params.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        after, before = (
            row if row.isalnum() else "" for row in (params.get("after", ""), params.get("before", ""))
        )
        return cls(after[:10], before[:10], max(1, number))


@dataclass(frozen=True)
class Slice:
    """One page of rows, and the rows that its neighbours hang on ("" where there is none)."""

    rows: list[dict[str, Any]]
    number: int
    before: str
    after: str


def slice_of(rows: QuerySet, columns: Sequence[str], *, sort: str, edge: Edge) -> Slice:
    """Read one page of `columns` (with `public_id`): two queries, or one at the beginning of the list."""
    mark = _mark(column_of(sort), edge.after or edge.before)
    backwards = bool(edge.before and not edge.after and mark)
    if mark is None and edge.number > 1:
        # A page asked for by its number: walk the index to its last row but one, then read on from there.
        last = min(edge.number - 1, FARTHEST) * PER_PAGE
        walked = ordered(rows, sort).values_list(column_of(sort), "id")
        mark = next(iter(walked[last - 1 : last]), None)
    found = list(_page_of(rows, columns, sort=sort, backwards=backwards, mark=mark))
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found.reverse()
    earlier, later = (more, True) if backwards else (bool(mark), more)
    return Slice(
        rows=found,
        number=edge.number if mark else 1,
        before=found[0]["public_id"] if found and earlier else "",
        after=found[-1]["public_id"] if found and later else "",
    )


def _page_of(
    queryset: QuerySet, columns: Sequence[str], *, sort: str, backwards: bool, mark: Mark | None
) -> QuerySet:
    """Return the rows of one page and one more, from a mark on (None: from the beginning)."""
    rows = ordered(queryset, sort)
    if mark:
        rows = rows.filter(_beyond(column_of(sort), mark, greater=sort.startswith("-") == backwards))
    rows = rows.reverse() if backwards else rows
    return rows.values("public_id", *columns)[: PER_PAGE + 1]


def column_of(sort: str) -> str:
    """Return the column that an order of the address sorts by."""
    return SORTS.get(sort.removeprefix("-"), SORTS[FIRST_SORT])


def ordered(queryset: QuerySet, sort: str) -> QuerySet:
    """Sort by a known key; by default the file that waits longest first."""
    column = column_of(sort)
    turned = "-" if sort.startswith("-") and sort[1:] in SORTS else ""
    return queryset.order_by(f"{turned}{column}", f"{turned}id")


def _mark(column: str, public_id: str) -> Mark | None:
    """Return the place of a row in the order, wherever the row is now; None when nobody knows it."""
    if not public_id:
        return None
    return Application.objects.filter(public_id=public_id).values_list(column, "id").first()


def _beyond(column: str, mark: Mark, *, greater: bool) -> Q:
    value, pk = mark
    sign = "gt" if greater else "lt"
    # The first condition lets the database enter the index there; the second parts equal values.
    return Q(**{f"{column}__{sign}e": value}) & (
        Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"id__{sign}": pk})
    )
