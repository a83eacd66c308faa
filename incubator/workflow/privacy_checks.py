"""What must be said of personal data before the product starts."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from incubator.core import column_words, forgetting
from incubator.core.personal_data import BESIDE, COLUMNS, IMPERSONAL, Erasure, exported
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


@register("workflow")
def every_table_goes_with_somebody(**kwargs: Any) -> list[CheckMessage]:
    """What holds personal data goes with its person, its file or its start-up, or by its age; or a line says why not."""
    placed = {label for rows in forgetting.ROWS.values() for label in rows}
    placed |= forgetting.AGES.keys() | forgetting.STAYING.keys()
    return [
        Error(
            f"Nothing says with whom the rows of {model} are erased.",
            hint="Say it in `privacy.py` or `forgetting.py` of its slice: `goes_with`, `goes_after` or `stays`.",
            id="workflow.E011",
        )
        for model in sorted({model for model, _name in COLUMNS} - placed)
    ]


@register("workflow")
def every_column_can_be_erased(**kwargs: Any) -> list[CheckMessage]:
    """A row goes as a whole or its columns can be without what they said."""
    return [
        Error(f"{label} cannot be erased: {problem}", id="workflow.E012")
        for label in sorted({model for model, _name in COLUMNS} - forgetting.STAYING.keys())
        if (problem := _problem_of(label))
    ]


def _problem_of(label: str) -> str:
    columns = forgetting.columns_of(label)
    kinds = {column.erase for column in columns}
    if Erasure.DELETED in kinds and len(kinds) > 1:
        return "some of its columns are deleted with the row, others are not."
    try:
        forgetting.new_values(label)
    except TypeError as error:
        return str(error)
    return ""


def to_be_declared() -> set[tuple[str, str]]:
    """Return the columns of our own models that say nothing by their type."""
    return {
        (model._meta.label, field.name)
        for model in models_of_ours()
        for field in model._meta.local_fields
        if not isinstance(field, BY_TYPE) and field.name not in BY_NAME
    }
