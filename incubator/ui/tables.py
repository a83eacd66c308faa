"""Lists: columns that sort, labels that remove a filter, pages that keep the query."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

# Keys of an address that narrow nothing.
USUAL_KEYS = ("page", "sort", "lang")


@dataclass(frozen=True)
class Column:
    """A column of a list: its words, the key it sorts by ("" when it does not), whether it holds figures."""

    label: str
    sort: str = ""
    numeric: bool = False


def query(params: QueryDict, **changes: object) -> str:
    """Return a query string with some keys set (or removed, when None) and the others kept."""
    kept = params.copy()
    for key, value in changes.items():
        if value is None or value == "":
            kept.pop(key, None)
        else:
            kept[key] = str(value)
    return f"?{kept.urlencode()}" if kept else "?"


def tell_unknown(
    request: HttpRequest, known: Mapping[str, Container[str] | None], filters: Any = None
) -> None:
    """Note the keys of the address that this list does not understand; its page says that they were left aside.

    `known` gives the values a key may have (None: any text); `filters` is the list's filter set, whose own form judges
    its keys. An empty value asks for nothing and is never unknown.
    """
    request.left_aside = [
        key
        for key, value in request.GET.items()
        if value and key not in USUAL_KEYS and not _is_known(key, value, known, filters)
    ]


def _is_known(key: str, value: str, known: Mapping[str, Container[str] | None], filters: Any) -> bool:
    if key in known:
        values = known[key]
        return values is None or value in values
    return filters is not None and key in filters.form.fields and key not in filters.form.errors


def without(params: QueryDict, key: str, value: str) -> str:
    """Return a query string without one value of a key, from the first page on."""
    kept = params.copy()
    kept.setlist(key, [one for one in kept.getlist(key) if one != value])
    kept.pop("page", None)
    kept.pop("after", None)
    kept.pop("before", None)
    return f"?{kept.urlencode()}" if kept else "?"


def headings(columns: Iterable[Column], params: QueryDict, key: str = "sort") -> list[dict]:
    """Return what a table head shows: label, link to sort by it and the direction in force."""
    current = params.get(key, "")
    heads = []
    for column in columns:
        if not column.sort:
            heads.append({"label": column.label, "numeric": column.numeric})
            continue
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(current, "")
        target = f"-{column.sort}" if direction == "ascending" else column.sort
        url = query(params, **{key: target, "page": None, "after": None, "before": None})
        heads.append({"label": column.label, "numeric": column.numeric, "url": url, "direction": direction})
    return heads


def page_links(number: int, last: int, around: int = 1) -> list[int | None]:
    """Return the page numbers to show, None where some are left out: 1 … 4 5 6 … 20."""
    wanted = sorted({1, last, *range(max(1, number - around), min(last, number + around) + 1)})
    shown: list[int | None] = []
    for page in wanted:
        if shown and page - (shown[-1] or 0) > 1:
            shown.append(None)
        shown.append(page)
    return shown


def page_bar(page: Page, params: QueryDict) -> dict:
    """Return the links of a pagination: numbers, the page before and the page after, with the query kept."""
    numbers = page_links(page.number, page.paginator.num_pages)
    return {
        "links": [(n, query(params, page=n) if n else "", n == page.number) for n in numbers],
        "before": query(params, page=page.number - 1) if page.has_previous() else "",
        "after": query(params, page=page.number + 1) if page.has_next() else "",
    }


def ordered(rows: QuerySet, asked: str, sorts: Mapping[str, str], usual: tuple[str, ...] = ()) -> QuerySet:
    """Sort rows by the key the address asks for ("-key" the other way); by the usual columns for another key."""
    column = sorts.get(asked.removeprefix("-"))
    if column:
        return rows.order_by(f"-{column}" if asked.startswith("-") else column, "pk")
    return rows.order_by(*usual) if usual else rows


def view_tabs(words: Mapping[str, str], counts: Mapping[str, int], current: str) -> list[dict]:
    """Return the tabs of a list's views, each with its count."""
    return [
        {"label": words[name], "url": f"?view={name}", "current": name == current, "count": count}
        for name, count in counts.items()
    ]
