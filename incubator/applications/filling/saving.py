"""Saving typed answers: always kept, readable or not, and never over somebody else's without a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as factory
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.applications.filling import answers, correcting
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Answer, Application
from incubator.applications.states import WRITABLE
from incubator.forms import sentences
from incubator.forms.carry import kept_beside
from incubator.forms.definition import Definition, Field
from incubator.forms.types import HARD_LIMIT, Issue, check, parse, stored
from incubator.people.models import Actor, User, person_or_none
from incubator.programmes.facts import facts_for
from incubator.workflow import deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import IllegalMove, Refused

Raw = Mapping[str, Any]
# Signs of one answer that are kept for their writer to shorten: a whole book pasted; each page shows them again.
MOST_KEPT = 1 << 20


@dataclass(frozen=True)
class Conflict:
    """Two answers to one question: what was sent now, and what somebody saved meanwhile."""

    key: str
    mine: Any
    theirs: Any
    version: int
    saved_by: User | None
    saved_at: datetime


@dataclass
class Saved:
    """What a saving did: the new version of each answer kept, the conflicts, and the remarks on what was
    sent.
    """

    saved: dict[str, int] = factory(default_factory=dict)
    conflicts: list[Conflict] = factory(default_factory=list)
    issues: list[Issue] = factory(default_factory=list)


class NotWritable(IllegalMove):
    """The file was sent, withdrawn or closed meanwhile."""

    default = _("This file has been sent: its answers no longer change.")


class TooLongToKeep(Refused):
    """An answer beyond what anybody types; the page shows it again, the draft keeps the earlier one."""

    status = 422
    code = "too_long_to_keep"


@an_act
def save_answers(
    application: Application,
    raw: Raw,
    *,
    by: Actor,
    at: datetime,
    versions: Mapping[str, int] | None = None,
    source: str = "",
) -> Saved:
    """Save answers given as posted or as JSON, by key of field; keys the form does not know are left aside.

    Each is kept only over the version named in `versions`; where somebody saved another answer meanwhile
    both come back in `conflicts` and nothing of it is written. Without `versions` the last one wins. What
    cannot be read is kept as it was typed, with a remark in `issues`. Raises NotAllowed (with the sentence
    of the deadline), NotWritable or TooLongToKeep.
    """
    deciding.require("application.save", by, application, at)
    if any(_length(value) > MOST_KEPT for value in raw.values()):
        raise TooLongToKeep(sentences.far_too_long(HARD_LIMIT))
    definition = definition_of(application.form_version)
    typed = read_raw(application, definition, raw)
    result = Saved(issues=_remarks(application, definition, typed))
    if not typed:
        return result
    quick = _saved_at_once(application, definition, typed, versions, by, at) if not source else None
    if quick is not None:
        result.saved = quick
        return result
    _hold(application, at)
    _write(application, definition, typed, versions, result, by=by, at=at, source=source)
    return result


def _length(value: Any) -> int:
    """Return how many signs an answer has, whatever its shape."""
    total, parts = 0, [value]
    while parts:
        part = parts.pop()
        if isinstance(part, Mapping):
            parts += [*part, *part.values()]
        elif isinstance(part, list | tuple):
            parts += part
        else:
            total += len(part) if isinstance(part, str) else 1
    return total


def read_raw(application: Application, definition: Definition, raw: Raw) -> dict[str, Any]:
    """Return the values to store of the fields that are open to writing; files come by `documents` alone."""
    open_keys = correcting.open_keys(application, definition)
    fields = definition.fields_by_key
    return {
        key: stored(parse(fields[key], value))
        for key, value in raw.items()
        if key in open_keys and key in fields and fields[key].type != "file"
    }


def _remarks(application: Application, definition: Definition, typed: Raw) -> list[Issue]:
    facts = facts_for(application.call)
    return [
        issue for key, value in typed.items() for issue in check(definition.fields_by_key[key], value, facts)
    ]


def _saved_at_once(
    application: Application,
    definition: Definition,
    typed: Raw,
    versions: Mapping[str, int] | None,
    by: Actor,
    at: datetime,
) -> dict[str, int] | None:
    """Save one plain answer over the version that was read; None when it takes more than that to answer."""
    if len(typed) != 1:
        return None
    ((key, value),) = typed.items()
    field = definition.fields_by_key[key]
    if field.data_class == answers.SENSITIVE or field.columns or key not in (versions or {}):
        return None
    version = versions[key]
    # The file is held while the answer is written: a sending at the same instant freezes it, or refuses it.
    if not _is_held(application, at):
        return None
    answer = Answer.objects.filter(application=application, key=key, version=version)
    changed = answer.update(
        value=value, value_sealed="", version=version + 1, saved_by=_person(by), saved_at=at, source=""
    )
    return {key: version + 1} if changed else None


def _is_held(application: Application, at: datetime) -> bool:
    """Lock the file for the time of the writing (the UPDATE is the lock); tell whether it is still open."""
    held = Application.objects.filter(pk=application.pk, state=application.state, state__in=WRITABLE)
    return bool(held.update(changed_at=at))


def _hold(application: Application, at: datetime) -> None:
    """Hold the file, or raise NotWritable."""
    if not _is_held(application, at):
        raise NotWritable()
    application.changed_at = at


def _write(
    application: Application,
    definition: Definition,
    typed: Raw,
    versions: Mapping[str, int] | None,
    result: Saved,
    *,
    by: Actor,
    at: datetime,
    source: str,
) -> None:
    rows = {row.key: row for row in application.answers.filter(key__in=typed).select_related("saved_by")}
    changed: list[Answer] = []
    new: list[Answer] = []
    for key, value in typed.items():
        row = rows.get(key) or Answer(application=application, key=key, version=0, saved_at=at)
        if row.version and answers.canonical(answers.unpack(row)) == answers.canonical(value):
            result.saved[key] = row.version
            continue
        if versions is not None and versions.get(key, 0) != row.version:
            result.conflicts.append(_conflict(row, value))
            continue
        value = kept_beside(
            definition.fields_by_key[key], answers.unpack(row) if row.version else None, value
        )
        _fill(row, definition.fields_by_key[key], value, by=by, at=at, source=source)
        result.saved[key] = row.version
        (changed if row.pk else new).append(row)
    Answer.objects.bulk_create(new)
    Answer.objects.bulk_update(
        changed, ["value", "value_sealed", "version", "saved_by", "saved_at", "source"]
    )


def _fill(row: Answer, field: Field, value: Any, *, by: Actor, at: datetime, source: str) -> None:
    answers.pack(row, field, value)
    row.version += 1
    row.saved_by, row.saved_at, row.source = _person(by), at, source


def _conflict(row: Answer, value: Any) -> Conflict:
    return Conflict(row.key, value, answers.unpack(row), row.version, row.saved_by, row.saved_at)


def _person(by: Actor) -> User | None:
    return person_or_none(by)
