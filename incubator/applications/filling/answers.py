"""Reading and writing one answer's row, sealed where the form says so; what each reader may see of a file."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Answer, Application, Revision
from incubator.forms.definition import Definition, Field

SENSITIVE = "sensitive"
# What names people or the team; a blind reading shows none of it, whatever the form says.
NAMING = ("startup_name", "rccm", "nif")
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """Write a value as JSON in one way only."""
    return _CANONICAL.encode(value)


def pack(row: Answer, field: Field, value: Any) -> None:
    """Put a value into its row: sealed when the field is sensitive."""
    if field.data_class == SENSITIVE:
        row.value, row.sealed = None, "" if value is None else canonical(value)
    else:
        row.value, row.value_sealed = value, ""


def unpack(row: Answer) -> Any:
    """Return the value of a row, opened where it is sealed."""
    return json.loads(row.sealed) if row.value_sealed else row.value


def values(rows: Iterable[Answer]) -> dict[str, Any]:
    """Return the answers of rows by key: a question nobody answered is absent, an answer emptied again is
    None.
    """
    return {row.key: unpack(row) for row in rows if row.version}


def read(application: Application) -> dict[str, Any]:
    """Return the present answers by key, as the team reads them. Questions without an answer are left out."""
    return {key: value for key, value in values(application.answers.all()).items() if value is not None}


def of_revision(revision: Revision) -> dict[str, Any]:
    """Return the answers of a revision, the sensitive ones opened."""
    sensitive = json.loads(revision.sensitive) if revision.answers_sealed else {}
    return {**revision.answers, **sensitive}


def last_revision(application: Application) -> Revision | None:
    """Return what was sent last, None for a draft."""
    return application.revisions.order_by("-number").select_related("form_version").first()


def sent(application: Application) -> dict[str, Any]:
    """Return the answers as they were sent last (what the desk judges); {} for a draft."""
    revision = last_revision(application)
    return of_revision(revision) if revision else {}


def that_count(application: Application) -> dict[str, Any]:
    """Return the answers that another file may take over: those sent last, or a draft's present ones."""
    return read(application) if application.submitted_at is None else sent(application)


def read_for_reviewer(application: Application, blind: bool = True) -> dict[str, Any]:
    """Return what a juror may read of the last sending: the fields of the form marked so, without names
    when blind.
    """
    revision = last_revision(application)
    if revision is None:
        return {}
    shown = reviewer_fields(definition_of(revision.form_version), blind=blind)
    return {
        field.key: revision.answers[field.key]
        for field in shown
        if revision.answers.get(field.key) is not None
    }


def reviewer_fields(definition: Definition, *, blind: bool = True) -> list[Field]:
    """Return the fields a juror may read, in form order."""
    return [
        field
        for field in definition.fields()
        if field.reviewer_visible and field.data_class != SENSITIVE and not (blind and _names(field))
    ]


def _names(field: Field) -> bool:
    column = field.maps_to or ""
    return field.data_class == "personal" or column in NAMING or column.startswith("lead_")


def digest(value: Any) -> str:
    """Return a short fingerprint of a value: a page carries it to tell what its reader left untouched."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:16]
