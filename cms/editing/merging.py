"""Two people on one page of the site: what each changed is kept; where both changed one field, both are shown."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.models import Page, Revision

LONGEST = 300


@dataclass
class Merge:
    """What became of a page written over another version: the fields of both, and those taken from the other."""

    both: list[models.Field] = field(default_factory=list)
    taken: list[models.Field] = field(default_factory=list)


def version_read(page: Page, post: Any) -> Revision | None:
    """Return the version that the writer had before them; None when it is no longer there as it was."""
    if number := post.get("overwrite_revision_id"):
        return page.revisions.filter(pk=number).first() if str(number).isdecimal() else None
    number = post.get("loaded_revision_id") or ""
    found = page.revisions.filter(pk=number).first() if str(number).isdecimal() else None
    if found is None or found.created_at.isoformat() != post.get("loaded_revision_created_at", ""):
        return None
    return found


def merge(mine: Page, latest: Page, read: Page | None, names: list[str]) -> Merge:
    """Put into `mine` what the other changed and the writer did not; return what was done.

    Without the version that was read, everything that differs counts as changed by both.
    """
    made = Merge()
    for name in names:
        column = mine._meta.get_field(name)
        own, other = _kept(column, mine), _kept(column, latest)
        if own == other:
            continue
        before = _kept(column, read) if read is not None else None
        if read is not None and own == before:
            setattr(mine, column.attname, getattr(latest, column.attname))
            made.taken.append(column)
        elif read is None or other != before:
            made.both.append(column)
    return made


def columns(page: Page, names: Any) -> list[str]:
    """Return those of a form's fields that are columns of the page."""
    own = {column.name for column in page._meta.concrete_fields}
    return [name for name in names if name in own]


def _kept(column: models.Field, page: Page) -> Any:
    return column.get_prep_value(column.value_from_object(page))


def shown(column: models.Field, page: Page) -> str:
    """Return the other's text of a field, to be read beside one's own."""
    value = column.value_from_object(page)
    return Truncator(" ".join(strip_tags(str(value if value is not None else "")).split())).chars(LONGEST)
