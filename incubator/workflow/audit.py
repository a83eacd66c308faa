"""Writes the audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models

from incubator.core import prepared_rows, public_version
from incubator.people.models import Actor, person_or_none
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type

# Records whose facts stand on public pages: an act on one of them drops the pages kept for visitors.
PUBLIC = frozenset({"call", "programme", "centre", "cohort", "place"})
PUBLIC_ACTS = frozenset({"startup.publish", "startup.hide", "startup.update"})

_waiting: ContextVar[list[Event] | None] = ContextVar("audit rows to write together", default=None)


def reference(thing: models.Model) -> str:
    """Return what people call a record: its reference, slug or public id."""
    for name in ("reference", "slug", "public_id"):
        value = getattr(thing, name, None)
        if value:
            return str(value)
    return str(thing.pk)


@contextmanager
def together() -> Iterator[None]:
    """Write the rows of the acts of one transaction in one statement, in their order, when the block ends well; with
    them, in one go, what else `prepared_rows` writes inside.

    For an act whose parts are never refused one by one: all of them are stored, or nothing is.
    """
    waiting: list[Event] = []
    token = _waiting.set(waiting)
    with prepared_rows.together():
        try:
            yield
        finally:
            _waiting.reset(token)
        prepared_rows.insert(waiting)


def record(verb: str, subject: models.Model, *, by: Actor, at: datetime, **data: Any) -> Event:
    """Write one audit row for an act that is not a move (creation, a grant, a reading that matters)."""
    if subject_type(subject) in PUBLIC or verb in PUBLIC_ACTS:
        public_version.changed()
    event = Event(
        verb=verb,
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        subject_ref=reference(subject),
        actor=person_or_none(by),
        at=at,
        data=data,
    )
    waiting = _waiting.get()
    if waiting is None:
        prepared_rows.insert([event])
    else:
        waiting.append(event)
    return event
