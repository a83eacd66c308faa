"""Erases what the centre holds of somebody, as each slice declares it (`core/personal_data.py`).

A slice says which of its rows go with a person, an application or a start-up (`goes_with`), which go by their own age
(`goes_after`) and which stay (`stays`); the class of each column says what becomes of it. What must be settled first is
a registered question (`prevents`). Whoever erases (`portal.erasing`, `portal.retention`) asks here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core import personal_data
from incubator.core.personal_data import REMOVED, Column, Erasure, Kept, Words

Rows = Callable[[Sequence[int]], Q]  # from the keys of those who are forgotten to the rows that go with them
Model = type[models.Model]
AT_ONCE = 1000  # rows in one statement: below what SQLite takes as parameters


class Subject(models.TextChoices):
    """Who, or what, is forgotten."""

    PERSON = "person", _("people")
    FILE = "file", _("applications")
    STARTUP = "startup", _("start-ups")


@dataclass(frozen=True)
class Obstacle:
    """Something that must be settled before, and the address where it is (empty: at the centre)."""

    sentence: Words
    address: str = ""


@dataclass(frozen=True)
class Age:
    """By which instant the rows of a table grow old."""

    instant: str
    months: int


ROWS: dict[Subject, dict[str, Rows]] = {subject: {} for subject in Subject}
AGES: dict[str, Age] = {}
STAYING: dict[str, str] = {}
OBSTACLES: dict[Subject, list[Callable[[Any, datetime], Iterable[Obstacle]]]] = {
    subject: [] for subject in Subject
}
BEFORE: dict[
    str, Callable[[models.QuerySet], None]
] = {}  # what is done with rows that are about to be erased


def goes_with(subject: Subject, model: str, *paths: str, rows: Rows | None = None) -> None:
    """Say which rows of a table are forgotten with a subject: those that a path leads from, or that `rows` finds.

    Rows of a table of which nothing is declared are links: they are deleted.
    """

    def along(keys: Sequence[int]) -> Q:
        found = Q()
        for path in paths:
            found |= Q(**{f"{path}__in": keys})
        return found

    if bool(paths) == bool(rows) or model in ROWS[subject]:
        raise RuntimeError(f"{model}: either paths or rows, and once for {subject}.")
    ROWS[subject][model] = rows or along


def goes_after(model: str, instant: str, kept: Kept) -> None:
    """Say that the rows of a table go by themselves when their period, counted from an instant of theirs, is over."""
    AGES[model] = Age(instant, kept.months)


def stays(model: str, why: str) -> None:
    """Say that the rows of a table go with nobody, and why."""
    STAYING[model] = why


def prevents(
    subject: Subject,
) -> Callable[[Callable[..., Iterable[Obstacle]]], Callable[..., Iterable[Obstacle]]]:
    """Register a function that says, of a subject at an instant, what must be settled before it is forgotten."""

    def register(function: Callable[..., Iterable[Obstacle]]) -> Callable[..., Iterable[Obstacle]]:
        OBSTACLES[subject].append(function)
        return function

    return register


def obstacles(subject: Subject, thing: Any, at: datetime) -> list[Obstacle]:
    """Return what must be settled before a person, a file or a start-up is forgotten."""
    return [found for ask in OBSTACLES[subject] for found in ask(thing, at)]


def columns_of(model: str) -> list[Column]:
    """Return what is declared of a table."""
    return [column for column in personal_data.COLUMNS.values() if column.model == model]


def held(subject: Subject, keys: Sequence[int]) -> dict[personal_data.Hold, int]:
    """Return how many records stay under each legal hold."""
    counted: Counter[personal_data.Hold] = Counter()
    for label, rows in ROWS[subject].items():
        holds = {column.hold for column in columns_of(label) if column.hold}
        for hold in holds:
            counted[hold] += _all(label).filter(rows(keys)).count()
    return {hold: number for hold, number in counted.items() if number}


def forget(subject: Subject, keys: Sequence[int]) -> Counter[str]:
    """Erase what goes with some people, files or start-ups, in the transaction of the caller; return the rows by table.

    What is already erased counts again: whoever asks twice gets the same numbers and the same rows.
    """
    found = {
        label: list(_all(label).filter(rows(keys)).values_list("pk", flat=True))
        for label, rows in ROWS[subject].items()
    }
    done: Counter[str] = Counter()
    for model in pointing_first([apps.get_model(label) for label in found]):
        label = model._meta.label
        for start in range(0, len(found[label]), AT_ONCE):
            done[label] += erase_rows(label, found[label][start : start + AT_ONCE])
    return +done


def erase_rows(label: str, keys: Sequence[Any]) -> int:
    """Erase rows of one table as its columns say; return how many (0 where all of them are held)."""
    columns = columns_of(label)
    rows = _all(label).filter(pk__in=keys)
    values = new_values(label)
    if label in BEFORE:
        BEFORE[label](rows)
    if is_deleted(columns):
        _unlink(apps.get_model(label), keys)
        return rows.delete()[1].get(label, 0)
    return rows.update(**values) if values else 0


def is_deleted(columns: Sequence[Column]) -> bool:
    """Tell whether the rows of a table go as a whole: nothing declared of it stays."""
    return all(column.erase is Erasure.DELETED for column in columns)


def new_values(label: str) -> dict[str, Any]:
    """Return what the erased columns of a row that stays will say."""
    model = apps.get_model(label)
    return {
        column.name: value_after(model._meta.get_field(column.name), column.erase)
        for column in columns_of(label)
        if column.erase in (Erasure.EMPTIED, Erasure.REPLACED)
    }


def value_after(field: Any, erase: Erasure) -> Any:
    """Return the value of an erased column. Raises TypeError where a row cannot be without one."""
    if field.null:
        return None
    if field.unique:
        return models.F("public_id")
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        is_prose = type(field) in (models.CharField, models.TextField) and not field.choices
        return REMOVED if is_prose and erase is Erasure.REPLACED else ""
    raise TypeError(f"{field} cannot be {erase}: it is never empty.")


def _all(label: str) -> models.QuerySet:
    return apps.get_model(label)._meta.base_manager.all()


def _unlink(model: Model, keys: Sequence[Any]) -> None:
    """Empty the links to rows that go, where a link may be empty; the others refuse by themselves."""
    for relation in model._meta.related_objects:
        if relation.field.null and relation.field.remote_field.on_delete is models.PROTECT:
            pointing = relation.related_model._meta.base_manager.filter(
                **{f"{relation.field.name}__in": keys}
            )
            pointing.update(**{relation.field.name: None})


def pointing_first(found: list[Model]) -> list[Model]:
    """Sort tables so that one that points at another comes before it."""
    before: dict[Model, set[Model]] = {model: set() for model in found}
    for model in found:
        for field in model._meta.local_fields:
            if field.related_model in before and field.related_model is not model:
                before[field.related_model].add(model)
    return list(TopologicalSorter(before).static_order())
