"""A form changed by parts: a step's own words, or one question, each with the token of what was read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.models import CallForm
from incubator.forms.definition import DISPLAYS, fingerprint
from incubator.workflow.refusals import Refused

Raw = dict[str, Any]
STEP = "step"


class ChangedMeanwhile(Refused):
    """The part is no longer what was read; `data["stored"]` is what stands now."""

    code = "changed_meanwhile"
    default = _(
        "Somebody changed this meanwhile: it was not saved. What you typed is still here, and what stands now "
        "is shown above it. Save again to put yours in its place."
    )


class GoneMeanwhile(Refused):
    """The part, or its step, is no longer in the form."""

    code = "gone_meanwhile"
    default = _("Somebody removed this meanwhile: nothing was changed.")


@dataclass(frozen=True)
class Place:
    """Where a part stands: the id of its step and, for a question, its own."""

    step: str
    question: str = ""


def steps_of(form: CallForm) -> list[Raw]:
    """Return the raw steps of the editor, each with its id and, in its value, its questions; a copy."""
    return json.loads(json.dumps(form.steps.get_prep_value()))


def part_at(form: CallForm, place: Place) -> Raw | None:
    """Return the raw block of a part, None when it is not there."""
    return _found(steps_of(form), place)


def words_of(block: Raw | None) -> Raw:
    """Return what a part says by itself: of a step, everything but its questions."""
    return {name: value for name, value in block["value"].items() if name != "fields"} if block else {}


def token_of(block: Raw | None) -> str:
    """Return the token of what was read of a part; empty for a part that is not there yet."""
    return fingerprint(words_of(block)) if block else ""


def questions_before(form: CallForm, place: Place) -> list[tuple[str, str]]:
    """Return the (key, words) of the questions that a condition of this part may read: those placed before it."""
    found = []
    for step in steps_of(form):
        inside = step["id"] == place.step
        for field in step["value"]["fields"]:
            if inside and (not place.question or field["id"] == place.question):
                return found
            if field["type"] not in DISPLAYS:
                found.append((field["value"].get("key") or "", field["value"].get("label_fr") or ""))
        if inside:
            return found
    return found


def write(form: CallForm, place: Place, kind: str, value: Raw, *, read: str) -> None:
    """Put the value of one part in the form; a part that is not there is added at the end of its place.

    `kind` is "step" or the type of a question; `read` the token of what the person had before them. Nothing else of
    the form is written. Raises ChangedMeanwhile, or GoneMeanwhile for a question whose step is gone.
    """
    with _held(form) as steps:
        block = _found(steps, place)
        if token_of(block) != read:
            raise ChangedMeanwhile(data={"stored": words_of(block)})
        if block is None:
            block = {"type": kind, "id": place.question or place.step, "value": {}}
            _siblings(steps, place).append(block)
        kept = {"fields": block["value"].get("fields", [])} if kind == STEP else {}
        block["value"] = value | kept


def move(form: CallForm, place: Place, *, step: str, position: int) -> None:
    """Put a part at a position (from 0) among the steps, or among the questions of a step. Raises GoneMeanwhile."""
    with _held(form) as steps:
        block = _taken(steps, place)
        others = _siblings(steps, Place(step, place.question))
        others.insert(max(0, position), block)


def remove(form: CallForm, place: Place, *, read: str) -> None:
    """Take a part out, a step with its questions. Raises ChangedMeanwhile or GoneMeanwhile."""
    with _held(form) as steps:
        block = _taken(steps, place)
        if token_of(block) != read:
            raise ChangedMeanwhile(_("Somebody changed this meanwhile: it was not removed. Read it again."))


@contextmanager
def _held(form: CallForm) -> Iterator[list[Raw]]:
    """Give the steps as they stand, held against other editors, and keep what was made of them."""
    with transaction.atomic():
        locked = CallForm.objects.select_for_update().get(pk=form.pk)
        steps = steps_of(locked)
        yield steps
        locked.steps = json.dumps(steps)
        locked.save(update_fields=["steps"])


def _found(steps: list[Raw], place: Place) -> Raw | None:
    own = next((step for step in steps if step["id"] == place.step), None)
    if own is None or not place.question:
        return own
    return next((field for field in own["value"]["fields"] if field["id"] == place.question), None)


def _siblings(steps: list[Raw], place: Place) -> list[Raw]:
    if not place.question:
        return steps
    step = _found(steps, Place(place.step))
    if step is None:
        raise GoneMeanwhile
    return step["value"]["fields"]


def _taken(steps: list[Raw], place: Place) -> Raw:
    block = _found(steps, place)
    if block is None:
        raise GoneMeanwhile
    _siblings(steps, place).remove(block)
    return block
