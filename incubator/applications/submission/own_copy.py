"""Everything of one file that its team may have: answers, documents, letters, and the person's own acts."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from incubator.applications.filling import answers, correcting
from incubator.applications.filling.answer_set import RECORD, Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import current_language, pick_pair
from incubator.documents.zip_stream import Entry
from incubator.files.models import StoredFile
from incubator.files.states import Scan
from incubator.forms.completeness import shown
from incubator.forms.types import display
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.ui import typography
from incubator.workflow import audit
from incubator.workflow.models import Event

PIECE = 64 * 1024


def note(application: Application, *, by: User, at: datetime) -> None:
    """Write into the audit that the person took a copy of the file."""
    audit.record("application.download", application, by=by, at=at)


def entries(application: Application, person: User, *, at: datetime, under: str = "") -> Iterator[Entry]:
    """Yield the entries of the archive: texts to read, the same as JSON, and the documents as they were given.

    Of what the office thinks of the file only its letters are there. Documents are read piece by piece; one
    that the storage lost, or in which a virus was found, is named in the list and left out.
    """
    contents = correcting.what_counts(application)
    yield f"{under}{_('answers')}.txt", [in_words(contents).encode()]
    yield f"{under}{_('answers')}.json", [as_json(_facts(contents))]
    for revision in application.revisions.select_related("form_version"):
        yield f"{under}{_('sent')}-{revision.number}.json", [as_json(_sent(revision))]
    for file in (file for many in contents.files.values() for file in many):
        if file.scan != Scan.FOUND and storages["private"].exists(file.key):
            yield f"{under}{_('documents')}/{file.name}", _octets(file)
    yield from letters(_letters(application, person, at), under)
    acts = Event.objects.of(application).filter(actor=person)
    yield f"{under}{_('my acts')}.json", [as_json([act_of(event) for event in acts])]


def letters(found: Any, under: str = "") -> Iterator[Entry]:
    """Yield one text for each letter, in the order they came."""
    for number, letter in enumerate(found, start=1):
        text = f"{letter.subject}\n{typography.moment(letter.created_at)}\n\n{letter.text}\n"
        yield f"{under}{_('letters')}/{number:03d} {letter.subject[:60]}.txt", [text.encode()]


def act_of(event: Event) -> dict[str, Any]:
    """Return one own act as the audit holds it."""
    return {"at": event.at, "what": event.verb, "about": event.subject_ref, "data": event.data}


def as_json(value: Any) -> bytes:
    """Write a value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _letters(application: Application, person: User, at: datetime) -> Any:
    refs = [text for text in (application.reference, application.public_id) if text]
    found = Message.objects.letters_to(person, at).filter(about=RECORD, about_ref__in=refs)
    return found.order_by("created_at", "pk")


def in_words(contents: Contents) -> str:
    """Return questions and answers as people read them."""
    application, language = contents.application, current_language()
    lines = [application.startup.name, application.call.title, str(application), ""]
    asked = _asked(contents)
    for step in contents.definition.steps:
        fields = [field for field in step.fields if field.key in asked and field.type != "file"]
        if fields:
            lines += ["", f"== {pick_pair(step.title)}"]
            for field in fields:
                told = display(field, contents.answers.get(field.key), language, contents.facts)
                lines += ["", pick_pair(field.label), told or _("No answer")]
    return "\n".join(lines) + "\n"


def _asked(contents: Contents) -> set[str]:
    return shown(contents.definition, contents.answers, contents.facts, contents.closing_on)


def _facts(contents: Contents) -> dict[str, Any]:
    application = contents.application
    rows = {row.key: row for row in application.answers.select_related("saved_by")}
    asked = _asked(contents)
    return {
        "file": application.public_id,
        "reference": application.reference,
        "call": application.call.reference,
        "startup": application.startup.name,
        "state": application.state,
        "submitted_at": application.submitted_at,
        "team": [
            {"name": str(member.person), "part": member.role}
            for member in application.team.select_related("person").order_by("pk")
        ],
        "answers": [
            {
                "key": field.key,
                "question": pick_pair(field.label),
                "answer": contents.answers.get(field.key),
                "saved_at": row.saved_at if row and row.version else None,
                "saved_by": str(row.saved_by or "") if row and row.version else "",
            }
            for field in contents.definition.fields()
            if field.key in asked
            for row in [rows.get(field.key)]
        ],
        "documents": [
            {"for": slug, "name": file.name, "size": file.size, "sha256": file.sha256}
            for slug, files in contents.files.items()
            for file in files
        ],
    }


def _sent(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "submitted_at": revision.submitted_at,
        "sha256": revision.sha256,
        "questions": {f.key: pick_pair(f.label) for f in definition_of(revision.form_version).fields()},
        "answers": answers.of_revision(revision),
    }


def _octets(file: StoredFile) -> Iterator[bytes]:
    with storages["private"].open(file.key) as stored:
        while piece := stored.read(PIECE):
            yield piece
