"""What must be said of personal data before the product starts."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from incubator.core.personal_data import COLUMNS, IMPERSONAL
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


def to_be_declared() -> set[tuple[str, str]]:
    """Return the columns of our own models that say nothing by their type."""
    return {
        (model._meta.label, field.name)
        for model in models_of_ours()
        for field in model._meta.local_fields
        if not isinstance(field, BY_TYPE) and field.name not in BY_NAME
    }
