"""What a correction opens: the answers and documents it names, and those that these make necessary."""

from dataclasses import replace

from incubator.applications import policies
from incubator.applications.filling import answers
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.applications.states import State
from incubator.files.models import StoredFile
from incubator.forms.definition import Definition


def open_keys(application: Application, definition: Definition) -> set[str]:
    """Return the fields and documents a person may change: all of a draft, those opened in a returned file.

    A field that the form freezes at the sending stays as it was sent.
    """
    everything = set(definition.fields_by_key) | {d.slug for d in definition.documents_for("application")}
    if application.state != State.RETURNED:
        return everything
    correction = policies.open_correction(application)
    frozen = {field.key for field in definition.fields() if field.frozen}
    return (everything & opened(application)[0]) - frozen if correction else set()


def corrected(application: Application) -> Contents:
    """Return the file as it was sent last, with what the open correction let change."""
    return opened(application)[1]


def as_sent(application: Application) -> Contents:
    """Return the file as it was sent last, its form included."""
    present, revision = Contents.read(application), answers.last_revision(application)
    return replace(
        present,
        definition=definition_of(revision.form_version),
        answers=answers.of_revision(revision),
        files=_frozen_files(revision),
    )


def what_counts(application: Application) -> Contents:
    """Return what counts of a file, whoever reads it: any file as it was sent last, a draft or a returned one as it
    would be sent now. Answers and documents of questions that are no longer asked are left out.
    """
    if application.submitted_at is None:
        contents = Contents.read(application)
    elif policies.open_correction(application) is not None:
        contents = corrected(application)
    else:
        contents = as_sent(application)
    return replace(contents, answers=contents.counted(), files=contents.counted_files())


def opened(application: Application) -> tuple[set[str], Contents]:
    """Return the keys that the correction opens, and the file as it would be sent with them.

    A corrected answer may make another one necessary (a legal form asks for its document): that one opens
    too.
    """
    correction = policies.open_correction(application)
    keys = {item["key"] for item in correction.items}
    present, revision = Contents.read(application), answers.last_revision(application)
    frozen = _frozen_files(revision)
    while True:
        contents = _mixed(present, revision, frozen, keys)
        needed = {_field_of(item.key, present.definition) for item in contents.missing()} - keys
        if not needed:
            return keys, contents
        keys |= needed


def _mixed(
    present: Contents, revision: Revision, frozen: dict[str, list[StoredFile]], keys: set[str]
) -> Contents:
    given = {key: value for key, value in answers.of_revision(revision).items() if key not in keys}
    given |= {key: value for key, value in present.answers.items() if key in keys}
    files = {slug: many for slug, many in frozen.items() if slug not in keys}
    files |= {slug: many for slug, many in present.files.items() if slug in keys}
    return replace(present, answers=given, files=files)


def _frozen_files(revision: Revision) -> dict[str, list[StoredFile]]:
    found: dict[str, list[StoredFile]] = {}
    wanted = [public_id for many in revision.files.values() for public_id in many]
    for file in StoredFile.objects.filter(public_id__in=wanted).order_by("created_at", "pk"):
        found.setdefault(file.purpose, []).append(file)
    return found


def _field_of(key: str, definition: Definition) -> str:
    """A cell of a table belongs to its field."""
    return key if key in definition.fields_by_key or "-" not in key else _table_of(key, definition)


def _table_of(key: str, definition: Definition) -> str:
    table = key.rsplit("-", 2)[0]
    return table if table in definition.fields_by_key else key
