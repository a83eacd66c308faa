"""Writes the audit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from incubator.core import public_version
from incubator.people.models import Actor, person_or_none
from incubator.workflow import sensitivity
from incubator.workflow.models import Event
from incubator.workflow.querysets import EXPORTED, OF_PEOPLE, subject_type

# Records whose facts stand on public pages: an act on one of them drops the pages kept for visitors.
PUBLIC = frozenset({"call", "programme", "centre", "cohort", "place"})
PUBLIC_ACTS = frozenset({"startup.publish", "startup.hide", "startup.update"})


def reference(thing: models.Model) -> str:
    """Return what people call a record: its reference, slug or public id."""
    for name in ("reference", "slug", "public_id"):
        value = getattr(thing, name, None)
        if value:
            return str(value)
    return str(thing.pk)


def record(verb: str, subject: models.Model, *, by: Actor, at: datetime, **data: Any) -> Event:
    """Write one audit row for an act that is not a move (creation, a grant, a reading that matters)."""
    (event,) = record_many(verb, [subject], by=by, at=at, **data)
    return event


def record_many(
    verb: str, subjects: Sequence[models.Model], /, *, by: Actor, at: datetime, **data: Any
) -> list[Event]:
    """Write one audit row for each record that one act was about, in one statement."""
    if verb in PUBLIC_ACTS or any(subject_type(subject) in PUBLIC for subject in subjects):
        public_version.changed()
    sensitivity.written()
    return Event.objects.bulk_create(_event(verb, subject, by, at, data) for subject in subjects)


def record_export(rows: models.QuerySet, *, by: Actor, at: datetime) -> None:
    """Write one audit row for each of these records that left in a table or an archive, where it tells of people: they
    may read that it did.
    """
    model = rows.model
    if model._meta.model_name in OF_PEOPLE:
        taken = model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        record_many(EXPORTED, list(taken.order_by("pk")), by=by, at=at)


def _event(verb: str, subject: models.Model, by: Actor, at: datetime, data: dict[str, Any]) -> Event:
    return Event(
        verb=verb,
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        subject_ref=reference(subject),
        actor=person_or_none(by),
        at=at,
        data=data,
    )
