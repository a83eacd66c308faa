"""Makes the file of one row, in the name of its person, with the answers of the paper and no others."""

from datetime import datetime

from incubator.accounts.contacts import Door
from incubator.accounts.roles import joining
from incubator.applications.filling import drafting
from incubator.applications.filling.prefill import Known
from incubator.applications.imports.checking import PaperFile
from incubator.applications.imports.known_files import Doors, doors_of, person_for
from incubator.applications.models import Application, ApplicationMember, ImportBatch
from incubator.applications.states import AnswerSource, State, TeamRole
from incubator.applications.submission import letters, sending
from incubator.core.text_search import plain
from incubator.imports.states import ImportOutcome
from incubator.people.models import User
from incubator.people.states import ContactKind
from incubator.startups import founding
from incubator.startups.models import Startup
from incubator.startups.states import MemberRole
from incubator.workflow import audit


def make(batch: ImportBatch, told: PaperFile, *, by: User, at: datetime) -> Application:
    """Make the file of one row. A complete one is received at the instant of the paper; an incomplete one stays a draft.

    Raises Refused.
    """
    doors = doors_of([told])
    known = person_for(told, doors)
    lead = known or _newcomer(told, doors, by=by, at=at)
    startup = _startup(batch, told, known) if known else None
    startup = startup or founding.found(told.startup, lead=lead, by=by, at=at)
    application = _draft(batch, told, lead, startup, by=by, at=at)
    if told.outcome == ImportOutcome.GOOD and told.received_at is not None:
        sending.receive_on_paper(application, lead=lead, received_at=told.received_at, by=by, at=at)
    if batch.tells:
        letters.entered_from_paper(application, to=lead, by=by, at=at, batch=letters_of(batch))
    return application


def letters_of(batch: ImportBatch) -> str:
    """Return the name under which the letters of a batch can be called back."""
    return f"import {batch.public_id}"


def _newcomer(told: PaperFile, doors: Doors, *, by: User, at: datetime) -> User:
    """Make the person of a row, with the first of its contacts that opens to nobody yet; nobody is written to."""
    for kind, value in ((ContactKind.EMAIL, told.email), (ContactKind.PHONE, told.phone)):
        if value and (kind, value) not in doors:
            return joining.expect(Door(kind, value), full_name=told.name, language="fr", by=by, at=at)
    return joining.without_contact(full_name=told.name, by=by, at=at)


def _draft(
    batch: ImportBatch, told: PaperFile, lead: User, startup: Startup, *, by: User, at: datetime
) -> Application:
    """Open the file in the name of its lead, with the answers of the paper and no others."""
    application = Application.objects.create(
        call=batch.call, startup=startup, form_version=batch.form_version, created_at=at, changed_at=at,
        entered_by=by,
    )  # fmt: skip
    ApplicationMember.objects.create(application=application, person=lead, role=TeamRole.LEAD)
    known: Known = {key: (value, AnswerSource.PAPER) for key, value in told.answers.items()}
    drafting.write_first_rows(application, known, by=by, at=at)
    audit.record("application.import", application, by=by, at=at, batch=batch.public_id, line=told.line)
    return application


def _startup(batch: ImportBatch, told: PaperFile, lead: User) -> Startup | None:
    """Return the start-up of that name that the person leads already: one record a start-up, from call to call."""
    theirs = Startup.objects.filter(memberships__person=lead, memberships__role=MemberRole.LEAD)
    here = Application.objects.filter(call=batch.call).exclude(state=State.WITHDRAWN).values("startup")
    names = {plain(one.name): one for one in theirs.filter(memberships__until_on=None).exclude(pk__in=here)}
    return names.get(plain(told.startup))
