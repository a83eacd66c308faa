"""Fifty rows at a time, from a row on instead of from a number on: the last page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

FARTHEST = 100_000
LONGEST_KEY = 20


@dataclass(frozen=True)
class Edge:
    """Where a page begins: after or before a row (by its key), or at a page number."""

    after: str = ""
    before: str = ""
    number: int = 1

    @classmethod
    def of(cls, params: QueryDict) -> "Edge":
        """Read `after`, `before` and `page`; what makes no sense is the first page."""
        page = params.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        after, before = (
            row if row.isalnum() and row.isascii() else ""
            for row in (params.get("after", ""), params.get("before", ""))
        )
        return cls(after[:LONGEST_KEY], before[:LONGEST_KEY], max(1, number))


@dataclass(frozen=True)
class Slice:
    """One page of rows, and the keys of the rows that its neighbours hang on ("" where there is none)."""

    rows: list[Any]
    number: int
    before: str
    after: str


class Order:
    """An order of rows: columns of the database, each with "-" before it when it falls; rows without a value
    come last; the primary key parts equal rows.
    """

    def __init__(self, *columns: str) -> None:
        key = "-pk" if columns and columns[0].startswith("-") else "pk"
        self.columns = [(name.removeprefix("-"), name.startswith("-")) for name in (*columns, key)]

    @property
    def names(self) -> list[str]:
        """The columns without their direction, the primary key last."""
        return [name for name, _falls in self.columns]

    def applied(self, rows: QuerySet, *, backwards: bool = False) -> QuerySet:
        """Sort the rows."""
        terms: list[Any] = []
        for name, falls in self.columns:
            if not _may_be_empty(rows, name):
                terms.append(f"-{name}" if falls != backwards else name)
            else:
                empty = {"nulls_first": True} if backwards else {"nulls_last": True}
                terms.append(F(name).desc(**empty) if falls != backwards else F(name).asc(**empty))
        return rows.order_by(*terms)

    def beyond(self, rows: QuerySet, mark: Sequence[Any], *, backwards: bool = False) -> QuerySet:
        """Keep the rows after a place in the order (before it, when going backwards)."""
        wanted, equal = Q(), Q()
        for (name, falls), value in zip(self.columns, mark, strict=True):
            wanted |= equal & _past(name, value, falls != backwards, backwards, _may_be_empty(rows, name))
            equal &= Q(**{name: value}) if value is not None else Q(**{f"{name}__isnull": True})
        first, falls = self.columns[0]
        if mark[0] is not None and not _may_be_empty(rows, first):
            # Lets the database enter the index there.
            wanted = Q(**{f"{first}__{'lte' if falls != backwards else 'gte'}": mark[0]}) & wanted
        return rows.filter(wanted)


def _past(name: str, value: Any, falls: bool, backwards: bool, may_be_empty: bool) -> Q:
    """Return what one column says of the rows past a value; empty ones stand at the end."""
    if value is None:
        return Q(**{f"{name}__isnull": False}) if backwards else Q(pk__in=())
    past = Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
    return past | Q(**{f"{name}__isnull": True}) if may_be_empty and not backwards else past


def _may_be_empty(rows: QuerySet, name: str) -> bool:
    """Whether a column may hold no value: what is not a plain column of the table itself is taken to."""
    if name == "pk":
        return False
    own = {field.name: field for field in rows.model._meta.concrete_fields}
    return name not in own or own[name].null


def slice_of(rows: QuerySet, order: Order, *, key: str, size: int, edge: Edge, everything: QuerySet) -> Slice:
    """Read one page: two queries, or one at the beginning of the list.

    `everything` holds the rows whose place is known, also of a row that the filters left out meanwhile.
    """
    mark = _mark(everything, order, key, edge.after or edge.before)
    backwards = bool(edge.before and not edge.after and mark)
    if mark is None and edge.number > 1:
        # A page asked for by its number: walk the index to its last row but one, then read on from there.
        last = min(edge.number - 1, FARTHEST) * size
        mark = next(iter(order.applied(rows).values_list(*order.names)[last - 1 : last]), None)
    asked = order.beyond(rows, mark, backwards=backwards) if mark else rows
    found = list(order.applied(asked, backwards=backwards)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    earlier, later = (more, True) if backwards else (bool(mark), more)
    return Slice(
        rows=found,
        number=edge.number if mark else 1,
        before=_key_of(found[0], key) if found and earlier else "",
        after=_key_of(found[-1], key) if found and later else "",
    )


def _mark(everything: QuerySet, order: Order, key: str, row: str) -> tuple[Any, ...] | None:
    """Return the place of a row in the order, wherever the row is now; None when nobody knows it."""
    if not row or (key == "pk" and not row.isdigit()):
        return None
    return everything.filter(**{key: row}).order_by().values_list(*order.names).first()


def _key_of(row: Any, key: str) -> str:
    return str(row[key] if isinstance(row, dict) else getattr(row, key))
