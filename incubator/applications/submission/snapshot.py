"""What a file keeps of its answers when it is sent: typed columns, eligibility, links, profile, revision, consents."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from incubator.accounts.consenting import Answer
from incubator.applications.filling import answers, typed_columns
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Application, Revision
from incubator.applications.submission import search_words
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.forms import eligibility
from incubator.forms.conditions import fields_of
from incubator.forms.types import display
from incubator.people.models import User
from incubator.programmes.consent_words import consents_in, purpose_of, words_of
from incubator.programmes.rules import rules_of
from incubator.startups import profile
from incubator.startups.states import LegalForm, Stage

INTERESTS = "conflict_of_interest"


def freeze(
    application: Application, contents: Contents, *, number: int, lead: User, by: User, at: datetime,
    sent_at: datetime | None = None,
) -> Revision:  # fmt: skip
    """Keep what a complete file says, and its revision as `lead` sent it (at `at`, unless it came on paper before).

    Called within the move that sends; the caller saves the file. What names its reference is written after it, and
    the words that the desk searches by after the commit.
    """
    application.changed_at = at
    columns = typed_columns.fill(application, contents.definition, contents.counted())
    application.documents_count = sum(len(many) for many in contents.counted_files().values())
    _judge(application, contents, by=by, at=at)
    _take_into_profile(application, columns)
    revision = _revision(application, contents, number=number, lead=lead, sent_at=sent_at or at)
    _name_the_lead(application, lead)
    search_words.keep_soon(application)
    return revision


def _name_the_lead(application: Application, lead: User) -> None:
    """Whoever came in by a code has no name yet: the file says it, and nobody is asked twice."""
    name = f"{application.lead_first_names} {application.lead_last_name}".strip()
    if name and not lead.full_name:
        User.objects.filter(pk=lead.pk, full_name="").update(full_name=name[:160])
        lead.full_name = name[:160]


def _revision(
    application: Application, contents: Contents, *, number: int, lead: User, sent_at: datetime
) -> Revision:
    given, fields, held = contents.counted(), contents.definition.fields_by_key, contents.counted_files()
    sealed = {key: value for key, value in given.items() if fields[key].data_class == answers.SENSITIVE}
    files = {slug: [file.public_id for file in many] for slug, many in held.items()}
    sums = {slug: [file.sha256 for file in many] for slug, many in held.items()}
    frozen = answers.canonical({"form": application.form_version.sha256, "answers": given, "files": sums})
    revision = Revision(
        application=application,
        number=number,
        form_version=application.form_version,
        answers={key: value for key, value in given.items() if key not in sealed},
        files=files,
        sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        submitted_at=sent_at,
        submitted_by=lead,
    )
    revision.sensitive = answers.canonical(sealed) if sealed else ""
    revision.save()
    return revision


def _judge(application: Application, contents: Contents, *, by: User, at: datetime) -> None:
    """Store what the rules make of the answers; what a register wants to know goes there."""
    rules = rules_of(application.call)
    outcome = eligibility.check(
        rules,
        contents.answers,
        contents.facts,
        contents.closing_on,
        definition=contents.definition,
        sent=True,
    )
    application.is_eligible = outcome.eligible
    application.eligibility = {
        "failed": outcome.failed,
        "registered": outcome.registered,
        "unknown": outcome.unknown,
        "reasons": outcome.reasons,
    }
    for rule in rules:
        if rule["slug"] in outcome.registered and rule["feeds"] == INTERESTS:
            note = _words(contents, fields_of(rule["condition"]))
            declaring.declare(None, application.startup, kind=InterestKind.DECLARED, note=note, by=by, at=at)


def _words(contents: Contents, keys: Sequence[str]) -> str:
    """Return what the answers say, as a note of the register (the whole of it stays in the file)."""
    fields, given = contents.definition.fields_by_key, contents.counted()
    said = [display(fields[key], given.get(key), "fr", contents.facts) for key in keys]
    note = " · ".join(filter(None, said))
    return note if len(note) <= 400 else f"{note[:399]}…"


def _take_into_profile(application: Application, columns: dict[str, Any]) -> None:
    """A start-up that is not published yet is described by what it sent last."""
    lengths = {
        "name": ("startup_name", 255),
        "pitch_fr": ("pitch", 300),
        "rccm": ("rccm", 40),
        "nif": ("nif", 20),
    }
    known = {
        name: columns[column] for name, (column, most) in lengths.items() if len(columns[column]) <= most
    }
    for name, codes in (("stage", Stage.values), ("legal_form", LegalForm.values)):
        known[name] = columns[name] if columns[name] in codes else ""
    known |= {"registered_on": columns["registration_date"]}
    known |= {name: columns[name] for name in ("commune_id", "sector_id")}
    profile.take_from_application(application.startup, known)


def consents_of(contents: Contents) -> list[Answer]:
    """Return each consent given or refused, for the ledger: purpose, the words shown, given."""
    given = contents.counted()
    return [
        Answer(purpose_of(field), words_of(field), given[field.key])
        for field in consents_in(contents.definition)
        if isinstance(given.get(field.key), bool)
    ]


def purposes_but(contents: Contents, keys: Collection[str]) -> set[str]:
    """Return the purposes of the form's consents, those of some fields left out."""
    return {purpose_of(field) for field in consents_in(contents.definition) if field.key not in keys}
