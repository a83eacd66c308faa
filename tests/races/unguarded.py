"""The code without its guards: what each lock or condition of one UPDATE is replaced with in the controls."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet

from incubator.applications.exceptions import late_codes
from incubator.applications.filling import saving
from incubator.applications.models import LateCode
from incubator.cohorts import enrolment
from incubator.cohorts.models import Cohort
from incubator.people.states import Role
from incubator.workflow import acting


def no_row_lock(monkeypatch: Any) -> None:
    """Reads for update become plain reads."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self._chain())


class _ReadThenWrite:
    """A count read, compared here, and written back: what one conditional UPDATE does in the database."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort

    def update(self, **_counted: Any) -> int:
        if self.cohort.places_taken >= self.cohort.places:
            return 0
        return Cohort.objects.filter(pk=self.cohort.pk).update(places_taken=self.cohort.places_taken + 1)


class _Unguarded:
    """Stands where `enrolment` says Cohort."""

    class objects:  # noqa: N801
        @staticmethod
        def filter(**conditions: Any) -> Any:
            if "places_taken__lt" in conditions:
                return _ReadThenWrite(Cohort.objects.get(pk=conditions["pk"]))
            return Cohort.objects.filter(**conditions)


def no_condition_on_places(monkeypatch: Any) -> None:
    """The last place is counted by reading, then writing."""
    monkeypatch.setattr(enrolment, "Cohort", _Unguarded)


def no_condition_on_versions(monkeypatch: Any) -> None:
    """An answer is compared by reading, then written: no UPDATE names the version, none holds the file."""
    monkeypatch.setattr(saving, "_saved_at_once", lambda *_args: None)
    monkeypatch.setattr(saving, "_hold", lambda *_args: None)


@contextmanager
def no_unique(model: type[models.Model], column: str) -> Iterator[None]:
    """Drop the unique constraint of a column for a while; what it let in is removed before it returns."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
        name = next(n for n, c in constraints.items() if c["unique"] and c["columns"] == [column])
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}"')
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE ("{column}")')


def _read_then_count(found: LateCode, _at: Any) -> None:
    """The uses of a late code read, compared here, and written back."""
    left = LateCode.objects.get(pk=found.pk).uses_left
    if not left:
        raise late_codes.CodeRefused()
    LateCode.objects.filter(pk=found.pk).update(uses_left=left - 1)


def no_condition_on_uses(monkeypatch: Any) -> None:
    """The last use of a late code is counted by reading, then writing."""
    monkeypatch.setattr(late_codes, "_count", _read_then_count)


def no_lock_of_the_actor(monkeypatch: Any) -> None:
    """Who acts is read again, and held by nothing."""
    held = acting.hold
    monkeypatch.setattr(acting, "_held", lambda statement: statement)
    monkeypatch.setattr(acting, "hold", lambda actor: (held(actor), _linger(actor)))


def no_actor_held(monkeypatch: Any) -> None:
    """Who acts is neither held nor read again."""
    monkeypatch.setattr(acting, "hold", _linger)


def _linger(actor: Any) -> None:
    """Act a moment longer, so that the end falls into it; whoever ends roles does not."""
    if actor.pk is not None and not actor.has_role(Role.ADMIN):
        sleep(0.03)
