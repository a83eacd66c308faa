"""Reading what a form step posted, by the names that rendering gave to its inputs."""

import re
from typing import Any, Protocol

from incubator.forms.definition import Field, Step

MOST_ROWS = 100
ROWS = ("repeat", "section", "budget")
PARTS = ("person", "gps")


class Posted(Protocol):
    """What is asked of a posted form: Django's QueryDict has it."""

    def __contains__(self, name: object) -> bool: ...
    def __iter__(self) -> Any: ...
    def getlist(self, name: str) -> list[Any]: ...


def read_step(step: Step, post: Posted, files: Posted | None = None) -> dict[str, Any]:
    """Return the raw answers by key, for the fields that were posted and no other.

    Every control posts at least an empty value under its name, so that an unticked box or an emptied table is
    an answer, and a field that the page did not show is left alone. A table is always posted whole.
    """
    raw: dict[str, Any] = {}
    for field in step.fields:
        if field.type == "file":
            if files is not None and field.key in files:
                raw[field.key] = files.getlist(field.key)
        elif field.type in ROWS:
            rows = _rows(field, post)
            if rows or field.key in post:
                raw[field.key] = rows
        elif field.type in PARTS or field.type == "table":
            lines = _lines(field, post)
            if lines or field.key in post:
                raw[field.key] = lines if field.type == "table" else lines.get("0", {})
        elif field.key in post:
            values = post.getlist(field.key)
            raw[field.key] = [v for v in values if v != ""] if field.type == "multichoice" else values[-1]
    return raw


def _rows(field: Field, post: Posted) -> list[dict[str, str]]:
    rows = {int(line): cells for line, cells in _lines(field, post, "[0-9]{1,4}").items()}
    return [rows[index] for index in sorted(rows)][:MOST_ROWS]


def _lines(field: Field, post: Posted, line: str = "[A-Za-z0-9_]{1,50}") -> dict[str, dict[str, str]]:
    """Return the cells posted as "key-line-column", by line then column."""
    columns = {column.key for column in field.columns}
    name = re.compile(rf"{re.escape(field.key)}-({line})-([a-z0-9_]+)", re.ASCII)
    found: dict[str, dict[str, str]] = {}
    for posted in post:
        match = name.fullmatch(posted)
        if match and match[2] in columns:
            found.setdefault(match[1], {})[match[2]] = post.getlist(posted)[-1]
    return found
