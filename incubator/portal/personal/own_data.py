"""Everything the centre holds of one person, for that person: each heading of what is declared, and the files sent.

A column declared as exported (`privacy.py` of its slice) is in the copy without a word here.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from incubator.accounts.models import Consent
from incubator.applications.models import Application
from incubator.applications.submission import own_copy
from incubator.applications.submission.own_copy import as_json
from incubator.core import personal_data
from incubator.core.personal_data import BESIDE, Column, Section
from incubator.documents.zip_stream import Entry
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.portal.personal import readings
from incubator.startups.models import Startup
from incubator.workflow import audit

AS_THEY_ARE = (str, int, float, bool, list, dict, date, datetime, time, Decimal, type(None))


def note(person: User, *, at: datetime) -> None:
    """Write into the audit that the person took a copy of their data."""
    audit.record("user.download", person, by=person, at=at)


def entries(person: User, *, at: datetime) -> Iterator[Entry]:
    """Yield the entries of the archive; each file of the person has a folder of its own."""
    for section in sections():
        yield f"{section.title}.json", [as_json(records(section, person, at))]
    yield f"{_('who read my records')}.json", [as_json([asdict(one) for one in readings.of(person)])]
    yield from own_copy.letters(Message.objects.letters_to(person, at).order_by("created_at", "pk"))
    for file in applications(person):
        yield from own_copy.entries(file, person, at=at, under=f"{_('applications')}/{file}/")


def sections() -> list[Section]:
    """Return the headings of the copy, in the order in which the slices name them."""
    return list(dict.fromkeys(column.section for column in personal_data.exported() if column.section))


def records(section: Section, person: User, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return what stands under one heading: the person's rows of each table."""
    return {
        label: [
            {name: _plain(getattr(row, reads)) for name, reads in names.items()} for row in rows.iterator(500)
        ]
        for label, names, rows in tables(section, person, at)
    }


def tables(section: Section, person: User, at: datetime) -> Iterator[tuple[str, dict[str, str], Any]]:
    """Yield each table under one heading: its label, the columns shown with what opens each, the person's rows."""
    found: dict[str, list[Column]] = {}
    for column in personal_data.exported():
        if column.section == section and column.whose is not None:
            found.setdefault(column.model, []).append(column)
    for label, columns in found.items():
        names = {column.name: column.reads for column in columns} | {name: name for name in BESIDE[label]}
        yield label, names, _rows(label, columns, names, person, at)


def applications(person: User) -> Any:
    """Return the files the person is in the team of, oldest first."""
    return Application.objects.for_the_team(person).order_by("pk")


def consents(person: User) -> Any:
    """Return what the person agreed to and took back, oldest first."""
    return Consent.objects.filter(person=person).order_by("given_at", "pk")


def startups(person: User) -> Any:
    """Return the start-ups the person belongs to, or belonged to."""
    found = Startup.objects.filter(memberships__person=person).distinct()
    return found.select_related("commune", "sector").order_by("pk")


def _rows(label: str, columns: list[Column], names: dict[str, str], person: User, at: datetime) -> Any:
    """Return the person's rows of one table, with the records they lead to."""
    model = apps.get_model(label)
    links = [name for name in names if model._meta.get_field(name).is_relation]
    rules = {column.whose: None for column in columns}
    mine = models.Q()
    for whose in rules:
        if whose is not None:
            mine |= whose(person, at)
    return model._default_manager.filter(mine).select_related(*links).order_by("pk")


def _plain(value: Any) -> Any:
    """Return what JSON can hold; of another record its public name, that the records of the copy share."""
    if isinstance(value, AS_THEY_ARE):
        return value
    return getattr(value, "public_id", None) or str(value)
