"""A person's own data as people read them: each heading of the copy with its rows in words, on a page or in the archive.

Drawn from what the slices say of their columns (`privacy.py`, `core/column_words.py`): nothing is named here by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from incubator.applications.filling import correcting
from incubator.applications.submission import own_copy
from incubator.core import column_words
from incubator.core.bilingual import current_language
from incubator.core.personal_data import Section
from incubator.documents.zip_stream import Entry
from incubator.people.models import User
from incubator.portal.personal import own_data
from incubator.ui import typography

Rows = list[list[tuple[str, str]]]


@dataclass
class Table:
    """The rows of one model in words; `more` where some are left out."""

    title: str
    rows: Rows
    more: bool = False


def entries(person: User, *, at: datetime) -> Iterator[Entry]:
    """Yield the archive that a person takes away: what is to read, then the same for machines with the documents."""
    yield f"{_('my data')}.html", copy(person, at)
    yield from own_data.entries(person, at=at)


def copy(person: User, at: datetime) -> Iterator[bytes]:
    """Yield one page that opens without a connection, heading by heading."""
    sections = own_data.sections()
    about = {"person": person, "at": at, "language": current_language(), "sections": sections}
    yield render_to_string("portal/own_copy/begin.html", about).encode()
    for section in sections:
        drawn = {"section": section, "tables": tables(section, person, at)}
        yield render_to_string("portal/own_copy/section.html", drawn).encode()
    for file in own_data.applications(person):
        told = {"file": file, "text": own_copy.in_words(correcting.what_counts(file))}
        yield render_to_string("portal/own_copy/answers.html", told).encode()
    yield render_to_string("portal/own_copy/end.html").encode()


def section_of(key: str) -> Section | None:
    """Return the heading of that key, if the copy has one."""
    return next((section for section in own_data.sections() if section.key == key), None)


def tables(section: Section, person: User, at: datetime, most: int | None = None) -> list[Table]:
    """Return what stands under one heading; with `most`, the last rows of each table alone, the newest first."""
    found, known = [], {}
    for label, names, rows in own_data.tables(section, person, at):
        shown = [(name, str(column_words.label_of(label, name)), reads) for name, reads in names.items()]
        rows = rows.iterator(500) if most is None else rows.order_by("-pk")[: most + 1]
        lines = [_line(row, shown, known) for row in islice(rows, most)]
        title = str(column_words.title_of(label))
        if lines:
            found.append(Table(title, lines, more=most is not None and len(rows) > most))
    return found


def _line(row: models.Model, shown: list[tuple[str, str, str]], known: dict) -> list[tuple[str, str]]:
    """Return the columns of a row that hold something: (what it is called, its value in words)."""
    told = [(label, _in_words(row, name, reads, known)) for name, label, reads in shown]
    return [(label, text) for label, text in told if text]


def _in_words(row: models.Model, name: str, reads: str, known: dict) -> str:
    """Return a value as people read it: by its choices, by its slice, or by what it is. Empty for nothing."""
    value = getattr(row, reads)
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, models.Model):  # which may ask the database for its name: once for all the rows
        key = (value._meta.label, value.pk)
        return known.get(key) or known.setdefault(key, str(value))
    told = column_words.said(row, name)
    if told is not None:
        return told
    if hasattr(row, f"{name}_label"):
        return str(getattr(row, f"{name}_label"))
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    display = getattr(row, f"get_{name}_display", None)
    return str(display()) if display else written(value)


def written(value: Any) -> str:
    """Write a value of no particular column."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return typography.moment(value)
    if isinstance(value, Decimal):
        return typography.number(value)
    if isinstance(value, date):
        return typography.short_day(value)
    if isinstance(value, dict):
        return "\n".join(f"{key} – {written(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(written(inner) for inner in value)
    return str(value)
