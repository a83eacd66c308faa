"""Taking the answers of an earlier file of one's own into a new draft: by key, then by the fact they hold."""

from typing import Any

from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.prefill import Known
from incubator.applications.models import Application
from incubator.applications.states import AnswerSource
from incubator.forms.carry import carry
from incubator.forms.columns import value_of
from incubator.forms.definition import Definition, Field
from incubator.forms.types import Unparsed, check, is_raw, parse, stored
from incubator.people.models import User

# A file is chosen again, an agreement given again: neither is the team's to copy.
NEVER_COPIED = ("file", "consent")


def copyable(person: User) -> Any:
    """Return the files the person may copy from: those they are in the team of, the latest first."""
    return Application.objects.for_the_team(person).order_by("-changed_at", "-pk")


def copied_answers(source: Application, definition: Definition) -> Known:
    """Return `{field key: (value, source)}` for what the new form asks too and would accept as it stands.

    The same key of the same type comes first; else the same fact (`maps_to`). What the new form would refuse
    is left out: it has to be thought about again.
    """
    old, given = definition_of(source.form_version), answers.that_count(source)
    moved = carry(old, definition, given).answers
    facts = {
        field.maps_to: value_of(field, given)
        for field in old.fields()
        if field.maps_to and not field.maps_value
    }
    found: Known = {}
    for field in definition.fields():
        if field.type in NEVER_COPIED:
            continue
        before = old.fields_by_key.get(field.key)
        value = moved.get(field.key) if before is not None and before.type == field.type else None
        if not _fits(field, value) and field.maps_to and not field.maps_value:
            value = _read(field, facts.get(field.maps_to))
        if _fits(field, value):
            found[field.key] = (value, AnswerSource.COPY)
    return found


def taken(application: Application) -> list[tuple[Field, Any]]:
    """Return the answers of a draft that stand as they were copied, in form order."""
    rows = {row.key: row for row in application.answers.filter(source=AnswerSource.COPY)}
    fields = definition_of(application.form_version).fields()
    return [(field, answers.unpack(rows[field.key])) for field in fields if field.key in rows]


def _read(field: Field, value: Any) -> Any:
    if value is None or is_raw(value):
        return None
    read = parse(field, value)
    return None if isinstance(read, Unparsed) else stored(read)


def _fits(field: Field, value: Any) -> bool:
    return value is not None and not is_raw(value) and not any(check(field, value))
