"""What a file of answers still needs before it can be sent, and what deserves a second look."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from incubator.forms import sentences
from incubator.forms.conditions import Answers, Condition, Facts, evaluate, no_facts
from incubator.forms.definition import Definition, Document, Field, Step
from incubator.forms.types import ERROR, WARN, Issue, check, empty, is_raw

DOCUMENTS = "documents"
APPLICATION = "application"
# What remarks on one answer: `check`, or who remembers what it said (`applications.filling.answer_set`).
Remarks = Callable[[Field, Any, Facts], list[Issue]]
Files = Mapping[str, Any] | Collection[str]


@dataclass(frozen=True)
class Missing:
    """One thing to do before sending: `step` is a step's key or "documents", `key` a field or a document."""

    step: str
    key: str
    sentence: str
    code: str = "required"


def shown(
    definition: Definition, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> set[str]:
    """Return the keys of the fields to show. A hidden field's answer counts as empty for those after it."""
    return set(walk(definition, answers, facts, closing_on)[0])


def counted(
    definition: Definition, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> dict[str, Any]:
    """Return the answers that count: those of the fields shown."""
    return walk(definition, answers, facts, closing_on)[1]


def steps_shown(
    definition: Definition, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> list[Step]:
    """Return the steps to go through: those without a condition, and those whose condition is met."""
    if not any(step.shown_when for step in definition.steps):
        return list(definition.steps)
    kept = walk(definition, answers, facts, closing_on)[1]
    return [
        step
        for step in definition.steps
        if not step.shown_when or evaluate(step.shown_when, kept, facts, closing_on)
    ]


def required(
    item: Field | Document, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> bool:
    """Tell whether a field or document is needed now. `answers` are the counted ones."""
    if item.required or getattr(item, "must_be_true", False):
        return True
    return _met(item.required_when, answers, facts, closing_on)


def missing(
    definition: Definition,
    answers: Answers,
    files: Files = (),
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    remarks: Remarks = check,
) -> list[Missing]:
    """Return what keeps the file from being sent, in form order, then its documents.

    `files` holds the keys of the file fields and the slugs of the documents that have at least one file.
    """
    keys, kept = walk(definition, answers, facts, closing_on)
    held = _held(files)
    found = []
    for field in definition.fields():
        if field.key in keys:
            found += _field(definition, field, kept, held, facts, closing_on, remarks)
            found += _files_to_add(definition, field, files)
    for document in definition.documents_for(APPLICATION):
        if document.slug not in held and required(document, kept, facts, closing_on):
            found.append(Missing(DOCUMENTS, document.slug, sentences.to_add(document.label)))
    return found


def carried_by_paper(definition: Definition) -> set[str]:
    """Return what a signed paper file carries itself: its documents, and the consents and declarations it signs."""
    signed = {f.key for f in definition.fields() if f.type in ("file", "consent") or f.must_be_true}
    return signed | {document.slug for document in definition.documents_for(APPLICATION)}


def warnings(
    definition: Definition,
    answers: Answers,
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    remarks: Remarks = check,
) -> list[Issue]:
    """Return the remarks that never stop the sending, in form order."""
    found = issues(definition, answers, facts, closing_on, remarks=remarks)
    return [issue for issue in found if issue.level == WARN]


def issues(
    definition: Definition,
    answers: Answers,
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    step: str | None = None,
    remarks: Remarks = check,
) -> list[Issue]:
    """Return every remark on the answers given to the fields shown, of one step or of all."""
    keys, kept = walk(definition, answers, facts, closing_on)
    return [
        issue
        for each in definition.steps
        if step in (None, each.key)
        for field in each.fields
        if field.key in keys
        for issue in remarks(field, kept.get(field.key), facts)
    ]


def walk(
    definition: Definition, answers: Answers, facts: Facts, closing_on: datetime.date | None
) -> tuple[list[str], dict[str, Any]]:
    """Return at once the keys of the fields shown and the answers that count, in form order."""
    keys: list[str] = []
    kept: dict[str, Any] = {}
    for field in definition.fields():
        if field.shown_when and not evaluate(field.shown_when, kept, facts, closing_on):
            continue
        keys.append(field.key)
        if field.key in answers:
            kept[field.key] = answers[field.key]
    return keys, kept


def _met(
    condition: Condition | None, answers: Answers, facts: Facts, closing_on: datetime.date | None
) -> bool:
    return condition is not None and evaluate(condition, answers, facts, closing_on)


def _held(files: Files) -> set[str]:
    if isinstance(files, Mapping):
        return {key for key, value in files.items() if value}
    return set(files)


def _field(
    definition: Definition,
    field: Field,
    kept: Answers,
    held: set[str],
    facts: Facts,
    closing_on: datetime.date | None,
    remarks: Remarks,
) -> list[Missing]:
    step, value = definition.step_of(field.key).key, kept.get(field.key)
    if empty(field, value) and field.key not in held:
        if not required(field, kept, facts, closing_on):
            return []
        sentence = (
            sentences.to_confirm(field.label) if field.must_be_true else sentences.to_answer(field.label)
        )
        return [Missing(step, field.key, sentence)]
    faults = [issue for issue in remarks(field, value, facts) if issue.level == ERROR]
    return [Missing(step, issue.key, _to_correct(field, issue, value), issue.code) for issue in faults]


def _files_to_add(definition: Definition, field: Field, files: Files) -> list[Missing]:
    """Return that a question holds some files, and fewer than it asks for."""
    if field.type != "file" or not isinstance(files, Mapping):
        return []
    count = len(files.get(field.key) or ())
    if not 0 < count < (field.min_items or 1):
        return []
    step, sentence = (
        definition.step_of(field.key).key,
        sentences.more_files(field.label, field.min_items or 1),
    )
    return [Missing(step, field.key, sentence, "too_few")]


def _to_correct(field: Field, issue: Issue, value: Any) -> str:
    """A sentence that names the field stands alone; one that does not is introduced by its label."""
    in_cell = issue.key != field.key
    if in_cell or is_raw(value) or issue.code in ("unreadable", "unknown_commune", "max_total", "cap"):
        return sentences.to_correct(field.label, issue.sentence)
    return issue.sentence
