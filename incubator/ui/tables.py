"""Lists: columns that sort, labels that remove a filter, pages that keep the query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict


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
