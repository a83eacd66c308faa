"""What a step of the form posts: answers with the version each was read at, and the choice between two
answers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from incubator.applications.filling import answers, saving
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Application
from incubator.forms.definition import Definition, Step
from incubator.forms.reading import read_step
from incubator.forms.rendering import BoundField
from incubator.forms.types import parse, stored

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Posted:
    """Raw answers by key, and the version each was read at (0 for a question that had none)."""

    raw: dict[str, Any]
    versions: dict[str, int]


def token(version: int, value: Any) -> str:
    """Return what the page posts back beside an answer: its version, and what it was."""
    return f"{version}:{answers.digest(value)}"


def token_name(key: str) -> str:
    """Return the name of the hidden input that carries the token of a field."""
    return f"v-{key}"


def with_tokens(bound: list[BoundField], contents: Contents) -> list[BoundField]:
    """Give each field the token of the answer it shows."""
    for field in bound:
        row = contents.rows.get(field.key)
        asked = contents.definition.fields_by_key[field.key]
        value = contents.answers.get(field.key)
        # Cells that this version of the form does not show are not posted back: they are not part of the fingerprint.
        shown = stored(parse(asked, value)) if asked.columns and value else value
        field.token = token(row.version if row else 0, shown)
        field.token_name = token_name(field.key)
    return bound


def read(
    application: Application,
    definition: Definition,
    step: Step,
    post: QueryDict,
    only: set[str] | None = None,
) -> Posted:
    """Return what was typed in a step; an answer that its reader left as it was is not among it."""
    raw = read_step(step, post)
    if only is not None:
        raw = {key: value for key, value in raw.items() if key in only}
    typed = saving.read_raw(application, definition, raw)
    kept: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for key in typed:
        version, digest = _token(post.get(token_name(key), ""))
        if digest != answers.digest(typed[key]):
            kept[key] = raw[key]
            if version is not None:
                versions[key] = version
    return Posted(kept, versions)


def read_choices(definition: Definition, step: Step, post: QueryDict) -> Posted:
    """Return the answers chosen over those that somebody else saved meanwhile."""
    raw: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for field in step.fields:
        if post.get(f"use-{field.key}") != MINE:
            continue
        try:
            raw[field.key] = json.loads(post.get(f"mine-{field.key}", "null"))
        except ValueError:
            continue
        versions[field.key] = _token(post.get(token_name(field.key), ""))[0] or 0
    return Posted(raw, versions)


def typed_over(
    present: Mapping[str, Any], application: Application, definition: Definition, raw: dict
) -> dict[str, Any]:
    """Return the present answers with what was typed over them, to show a refused form again."""
    return {**present, **saving.read_raw(application, definition, raw)}


def _token(text: str) -> tuple[int | None, str]:
    version, _colon, digest = text.partition(":")
    return (int(version) if version.isdigit() and len(version) < 10 else None), digest
