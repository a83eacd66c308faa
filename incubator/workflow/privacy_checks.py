"""What must be said of personal data before the product starts."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from incubator.core import column_words
from incubator.core.personal_data import BESIDE, COLUMNS, IMPERSONAL, exported
from incubator.workflow.standing_checks import models_of_ours

SAY_IT = "Say it in `privacy.py` of its slice: what it holds of whom, or that it tells of no person."
# Keys, links, booleans and instants of the record tell nothing by themselves: a link leads to a declared record.
BY_TYPE = (
    models.AutoField,
    models.BooleanField,
    models.DateTimeField,
    models.ForeignKey,
    models.ManyToManyField,
)
BY_NAME = {"public_id", "state"}


@register("workflow")
def every_column_says_what_it_holds(**kwargs: Any) -> list[CheckMessage]:
    """A text, a number, a day, a file or a structure of which nobody said whose it is must not exist."""
    return [
        Error(f"{model}.{name} does not say what it holds of whom.", hint=SAY_IT, id="workflow.E007")
        for model, name in sorted(to_be_declared() - COLUMNS.keys() - IMPERSONAL)
    ]


@register("workflow")
def every_declared_column_exists(**kwargs: Any) -> list[CheckMessage]:
    """A column that was renamed or removed takes its declaration with it."""
    every = {(model._meta.label, field.name) for model in apps.get_models() for field in model._meta.fields}
    return [
        Error(f"There is no column {model}.{name}, which `privacy.py` speaks of.", id="workflow.E008")
        for model, name in sorted((COLUMNS.keys() | IMPERSONAL) - every)
    ]


@register("workflow")
def every_exported_column_has_words(**kwargs: Any) -> list[CheckMessage]:
    """What stands in the copy that a person takes away is called by words, never by the name of a column."""
    return [
        Error(f"{place} is in the copy of a person, and nobody says what people call it.", id="workflow.E009")
        for place in sorted(without_words())
    ]


def without_words() -> set[str]:
    """Return the models and the columns of the copy that have no words."""
    shown = {column.key for column in exported()}
    shown |= {(model, name) for model, _name in shown for name in BESIDE[model]}
    titles = {model for model, _name in shown if not column_words.title_of(model)}
    return titles | {".".join(key) for key in shown if not column_words.label_of(*key)}


def to_be_declared() -> set[tuple[str, str]]:
    """Return the columns of our own models that say nothing by their type."""
    return {
        (model._meta.label, field.name)
        for model in models_of_ours()
        for field in model._meta.local_fields
        if not isinstance(field, BY_TYPE) and field.name not in BY_NAME
    }
