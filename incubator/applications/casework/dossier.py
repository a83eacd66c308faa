"""One file as the office reads it: answers by step, documents, eligibility, decisions, history. Reads only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.accounts import consenting
from incubator.accounts.models import Consent
from incubator.applications import consents
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Note, Revision, Tag, Twins
from incubator.applications.policies import open_correction, reads_class
from incubator.applications.querysets import NAMED_BY
from incubator.applications.states import State, TwinState
from incubator.core.bilingual import current_language, pick_pair
from incubator.files.models import StoredFile
from incubator.forms.types import display
from incubator.people.models import User
from incubator.programmes.facts import facts_for
from incubator.ui import typography
from incubator.workflow.models import Event
from incubator.workflow.wording import verb_in_words

SENSITIVE = answers.SENSITIVE
# What the history of a file shows of an act.
OF_AN_EVENT = ("at", "verb", *(f"actor__{name}" for name in NAMED_BY))
WITH_THE_TEAM = (State.RETURNED, State.OFFERED)
CLOSED = (State.INELIGIBLE, State.DECLINED, State.ACCEPTED, State.REFUSED, State.WITHDRAWN)


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

    key: str
    title: Any
    lines: list[Line] = field(default_factory=list)


@dataclass
class Documents:
    """One document asked for, with its files as they were sent last."""

    slug: str
    label: Any
    files: list[StoredFile]
    closed: bool = False  # to the role of whoever looks


def fetch(person: User, ref: str) -> Application | None:
    """Return the file if this person may read it at the desk (a link closes it)."""
    return Application.objects.desk_page_of(person).filter(public_id=ref).first()


def sendings(application: Application) -> list[Revision]:
    """Return what was sent, oldest first, the sensitive answers left where they are."""
    revisions = application.revisions.select_related("form_version").order_by("number")
    return list(revisions.defer("form_version__definition", "answers_sealed"))


def notes(application: Application) -> list[Note]:
    """Return what was written about the file, comments and tasks, oldest first."""
    return list(application.notes.with_people())


@dataclass(frozen=True)
class Agreement:
    """One consent about the file; `stops` where it is needed to examine the file and was taken back."""

    consent: Consent
    stops: bool


def agreements(application: Application) -> list[Agreement]:
    """Return the consents about the file, those in force first."""
    found = list(consenting.of_record(application))
    standing = {consent.purpose for consent in found if consent.withdrawn_at is None}
    needed = consents.needed_of(application) - standing if len(standing) < len(found) else set()
    return [Agreement(consent, consent.purpose in needed) for consent in found]


def tags(application: Application) -> list[Tag]:
    """Return the tags of the file."""
    return list(application.tags.all())


def twins(application: Application, person: User) -> list[Twins]:
    """Return the pairs of the file with others that the person may read too, those told apart left out."""
    standing = Twins.objects.of(application).exclude(state=TwinState.DISMISSED)
    if not standing.exists():  # as for nearly all files: nobody's rights need be asked
        return []
    return list(standing.visible_to(person))


def parts(application: Application, revision: Revision, *, sensitive: bool = False) -> list[Part]:
    """Return the answers of a sending by step; the sensitive ones only when asked for."""
    form, language = definition_of(revision.form_version), current_language()
    given = answers.of_revision(revision) if sensitive else revision.answers
    facts = facts_for(application.call)
    found = []
    for step in form.steps:
        part = Part(step.key, pick_pair(step.title))
        for each in step.fields:
            if each.type == "file":
                continue
            hidden = each.data_class == SENSITIVE and not sensitive
            text = "" if hidden else display(each, given.get(each.key), language, facts)
            part.lines.append(Line(each.key, pick_pair(each.label), text, hidden))
        found.append(part)
    return found


def documents(revision: Revision, person: User, at: datetime) -> list[Documents]:
    """Return the documents of a sending, those that nobody sent included; `closed` where the person opens none."""
    form = definition_of(revision.form_version)
    asked = [(each.key, each) for each in form.fields() if each.type == "file"]
    asked += [(each.slug, each) for each in form.documents_for("application")]
    wanted = [public_id for many in revision.files.values() for public_id in many]
    files = {file.public_id: file for file in StoredFile.objects.filter(public_id__in=wanted)}
    return [
        Documents(
            slug,
            pick_pair(each.label),
            [files[public_id] for public_id in revision.files.get(slug, []) if public_id in files],
            not reads_class(person, each.data_class, at),
        )
        for slug, each in asked
    ]


@dataclass(frozen=True)
class Standing:
    """Where the file stands, as the office reads it under the title."""

    word: Any
    next: str
    holder: str


def standing(application: Application, at: datetime) -> Standing:
    """Return the state in words, the next date, and who holds the file since when."""
    word, next_step = State(application.state).label, ""
    correction = open_correction(application)
    if correction is not None:
        moment = typography.moment(correction.due_at)
        next_step = _("Corrections expected before %(moment)s") % {"moment": moment}
    days = max(0, (at - application.changed_at).days)
    if application.state in WITH_THE_TEAM:
        words = ngettext("with the team for %(n)s day", "with the team for %(n)s days", days)
        today = _("with the team since today")
    elif application.state in CLOSED:
        return Standing(word, next_step, "")
    else:
        words = ngettext("with the centre for %(n)s day", "with the centre for %(n)s days", days)
        today = _("with the centre since today")
    return Standing(word, next_step, words % {"n": days} if days else today)


def failed_rules(application: Application) -> list[str]:
    """Return why the rules of the call are not met, or what goes to a register, in the reader's language."""
    return [pick_pair(reason) for reason in application.eligibility.get("reasons", [])]


def timeline(application: Application) -> list[dict[str, Any]]:
    """Return what was done to the file, oldest first."""
    return [
        {
            "at": event.at,
            "who": str(event.actor or _("the system")),
            "what": verb_in_words(event.verb),
        }
        for event in Event.objects.of(application).only(*OF_AN_EVENT)
    ]
