"""What a milestone asks for, read and checked by the form engine (pure)."""

from collections.abc import Collection
from typing import Any

from incubator.core.bilingual import Text, current_language, pick_pair
from incubator.forms import wording
from incubator.forms.completeness import Missing, missing
from incubator.forms.definition import Definition, Step, compile_definition
from incubator.forms.types import display, parse, stored

STEP = "evidence"


def form_of(evidence_wanted: list[dict[str, Any]]) -> Definition:
    """Return the evidence wanted as a form of one step."""
    step = {"step": STEP, "title_fr": "Preuves", "title_en": "Evidence", "fields": evidence_wanted}
    return Definition.load(compile_definition([step], [], {}))


def step_of(evidence_wanted: list[dict[str, Any]]) -> Step:
    """Return the one step of that form."""
    return form_of(evidence_wanted).steps[0]


def read(evidence_wanted: list[dict[str, Any]], raw: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed as values to keep, for the fields that exist (a file field keeps none)."""
    fields = form_of(evidence_wanted).fields_by_key
    return {
        key: stored(parse(fields[key], typed))
        for key, typed in raw.items()
        if key in fields and fields[key].type != "file"
    }


def shown(evidence_wanted: list[dict[str, Any]], answers: dict[str, Any]) -> list[tuple[str, Text, str]]:
    """Return (key, label, answer as people read it) for each field but the files."""
    language = current_language()
    return [
        (
            field.key,
            wording.spaced(pick_pair(field.label, language)),
            display(field, answers.get(field.key), language),
        )
        for field in form_of(evidence_wanted).fields()
        if field.type != "file"
    ]


def standing(evidence_wanted: list[dict[str, Any]], answers: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in each field but the files, as the page shows it to its writer."""
    fields = form_of(evidence_wanted).fields()
    return {field.key: answers.get(field.key) for field in fields if field.type != "file"}


def file_fields(evidence_wanted: list[dict[str, Any]]) -> dict[str, Text]:
    """Return the labels of the fields that take files, by key."""
    return {
        field.key: wording.spaced(pick_pair(field.label, current_language()))
        for field in form_of(evidence_wanted).fields()
        if field.type == "file"
    }


def still_missing(
    evidence_wanted: list[dict[str, Any]], answers: dict[str, Any], files: Collection[str]
) -> list[Missing]:
    """Return what keeps the evidence from being sent."""
    return missing(form_of(evidence_wanted), answers, files)
