"""Fifty rows at a time, from a row on instead of from a number on: the last page costs what the first does."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

PER_PAGE = 50
FARTHEST = 100_000
# The orders of the list, by the key that the address says.
SORTS = {"reference": "reference", "startup": "startup_name", "sent": "submitted_at", "changed": "changed_at"}
FIRST_SORT = "sent"


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


def slice_of(queryset: QuerySet, columns: list[str], *, sort: str, edge: Edge) -> Slice:
    """Read one page of `columns` (with `public_id`): two questions, or one at the beginning of the list."""
    column = SORTS.get(sort.removeprefix("-"), SORTS[FIRST_SORT])
    descending = sort.startswith("-")
    mark = _mark(queryset, column, edge.after or edge.before)
    backwards = bool(edge.before and not edge.after and mark)
    rows = ordered(queryset, sort)
    if mark is None and edge.number > 1:
        # A page asked for by its number: walk the index to its last row but one, then read on from there.
        last = min(edge.number - 1, FARTHEST) * PER_PAGE
        mark = next(iter(rows.values_list(column, "id")[last - 1 : last]), None)
    if mark:
        rows = rows.filter(_beyond(column, mark, greater=descending == backwards))
    rows = rows.reverse() if backwards else rows
    found = list(rows.values("public_id", *columns)[: PER_PAGE + 1])
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


def ordered(queryset: QuerySet, sort: str) -> QuerySet:
    """Sort by a known key; by default the file that waits longest first."""
    column = SORTS.get(sort.removeprefix("-"), SORTS[FIRST_SORT])
    turned = "-" if sort.startswith("-") and sort[1:] in SORTS else ""
    return queryset.order_by(f"{turned}{column}", f"{turned}id")


def _mark(queryset: QuerySet, column: str, public_id: str) -> tuple[Any, int] | None:
    """Return the place of a row in the order, wherever the row is now; None when nobody knows it."""
    if not public_id:
        return None
    return queryset.model.objects.filter(public_id=public_id).values_list(column, "id").first()


def _beyond(column: str, mark: tuple[Any, int], *, greater: bool) -> Q:
    value, pk = mark
    sign = "gt" if greater else "lt"
    # The first condition lets the database enter the index there; the second parts equal values.
    return Q(**{f"{column}__{sign}e": value}) & (
        Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"id__{sign}": pk})
    )
