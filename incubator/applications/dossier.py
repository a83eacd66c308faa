"""One file as the office reads it: answers by step, documents, eligibility, decisions, history. Reads only."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from incubator.applications import answers
from incubator.applications.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE
from incubator.core.bilingual import current_language, pick_pair
from incubator.files.models import StoredFile
from incubator.programmes.facts import facts_for
from incubator.programmes.form.types import display
from incubator.workflow.models import Event

SENSITIVE = answers.SENSITIVE


@dataclass
class Line:
    """One answer as people read it; `hidden` for a sensitive one that is not shown here."""

    key: str
    label: Any
    text: str
    hidden: bool = False


@dataclass
class Part:
    """One step of the form."""

    title: Any
    lines: list[Line] = field(default_factory=list)


@dataclass
class Documents:
    """One document asked for, with its files as they were sent last."""

    slug: str
    label: Any
    files: list[StoredFile]


def parts(application: Application, *, sensitive: bool = False) -> list[Part]:
    """Return the answers of the last sending by step; the sensitive ones only when asked for."""
    revision = answers.last_revision(application)
    if revision is None:
        return []
    form, language = definition_of(revision.form_version), current_language()
    given = answers.of_revision(revision) if sensitive else revision.answers
    facts = facts_for(application.call)
    found = []
    for step in form.steps:
        part = Part(pick_pair(step.title))
        for each in step.fields:
            if each.type == "file":
                continue
            hidden = each.data_class == SENSITIVE and not sensitive
            text = "" if hidden else display(each, given.get(each.key), language, facts)
            part.lines.append(Line(each.key, pick_pair(each.label), text, hidden))
        found.append(part)
    return found


def documents(application: Application) -> list[Documents]:
    """Return the documents of the last sending, those that nobody sent included."""
    revision = answers.last_revision(application)
    if revision is None:
        return []
    form = definition_of(revision.form_version)
    asked = [(each.key, each.label) for each in form.fields() if each.type == "file"]
    asked += [(each.slug, each.label) for each in form.documents_for("application")]
    wanted = [public_id for many in revision.files.values() for public_id in many]
    files = {file.public_id: file for file in StoredFile.objects.filter(public_id__in=wanted)}
    return [
        Documents(slug, pick_pair(label), [files[p] for p in revision.files.get(slug, []) if p in files])
        for slug, label in asked
    ]


def failed_rules(application: Application) -> list[str]:
    """Return why the rules of the call are not met, or what goes to a register, in the reader's language."""
    return [pick_pair(reason) for reason in application.eligibility.get("reasons", [])]


def timeline(application: Application) -> list[dict[str, Any]]:
    """Return what was done to the file, oldest first."""
    words = {
        "application.take_charge": _("In charge changed"),
        "application.decide": _("Decision written"),
        "application.read_sensitive": _("Sensitive answers read"),
        "application.start": _("Draft opened"),
        "application.attach": _("Document added"),
        "application.detach": _("Document removed"),
    }
    words |= {LIFECYCLE.verb(move.name): move.label for move in LIFECYCLE.moves.values()}
    return [
        {
            "at": event.at,
            "who": str(event.actor or _("the system")),
            "what": words.get(event.verb, event.verb),
        }
        for event in Event.objects.of(application)
    ]
