"""Writes the audit."""

from datetime import datetime
from typing import Any

from django.db import models

from incubator.core import public_version
from incubator.people.models import Actor, person_or_none
from incubator.workflow import sensitivity
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type

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
    if subject_type(subject) in PUBLIC or verb in PUBLIC_ACTS:
        public_version.changed()
    sensitivity.written()
    return Event.objects.create(
        verb=verb,
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        subject_ref=reference(subject),
        actor=person_or_none(by),
        at=at,
        data=data,
    )
