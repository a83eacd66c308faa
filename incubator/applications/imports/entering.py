"""Enters the rows of a confirmed table, a few at a time: each becomes a file of its own, once, whoever dies meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incubator.accounts import joining
from incubator.accounts.contacts import Door
from incubator.applications.filling import drafting
from incubator.applications.filling.prefill import Known
from incubator.applications.imports import background, importing, uploaded_table
from incubator.applications.imports.checking import Checked, RowChecker
from incubator.applications.imports.known_files import Doors, KnownFiles, doors_of, person_for
from incubator.applications.models import Application, ApplicationMember, ImportBatch, ImportRow
from incubator.applications.states import AnswerSource, ImportOutcome, State, TeamRole
from incubator.applications.submission import letters, search_words, sending
from incubator.core.text_search import plain
from incubator.jobs.kinds import Work
from incubator.people.models import User
from incubator.people.states import ContactKind
from incubator.startups import founding
from incubator.startups.models import Startup
from incubator.startups.states import MemberRole
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import Refused


class Entering(Work):
    """The background work of an import: every row is checked again, then entered in its own transaction."""

    chunk = 25
    makes_file = False

    @cached_property
    def batch(self) -> ImportBatch:
        joined = ImportBatch.objects.select_related("call__programme__centre", "form_version", "source")
        return joined.get(pk=self.params["batch"])

    @cached_property
    def lines(self) -> Mapping[int, list[Any]]:
        """The cells of the table by line, read once a turn."""
        return dict(uploaded_table.sheet_of(self.batch).rows)

    @cached_property
    def checker(self) -> RowChecker:
        return RowChecker(self.batch, self.at)

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Enter the rows of one chunk that are no file yet. Raises NotAllowed when the officer no longer may."""
        deciding.require("application.import", self.person, self.batch.call, at)
        rows = list(self.batch.rows.filter(pk__in=keys, application=None).order_by("line"))
        checked = [self.checker.check(row.line, self.lines[row.line]) for row in rows]
        KnownFiles(self.batch.call, at).mark(checked)
        for row, told in zip(rows, checked, strict=True):
            self._one(row, told, at)
        # A page goes on without a worker: what it has entered is found.
        search_words.catch_up()
        if not background.left(self.batch).exists():
            ImportBatch.objects.filter(pk=self.batch.pk, finished_at=None).update(finished_at=at)

    def _one(self, row: ImportRow, told: Checked, at: datetime) -> None:
        if told.outcome == row.outcome:
            try:
                enter(self.batch, row, told, by=self.person, at=at)
                return
            except Refused as refusal:
                told.fault("", refusal.sentence)
            except IntegrityError:
                told.fault(
                    "", _("Somebody entered the same contact at the same moment: bring this row in again.")
                )
        # What was good when it was tried no longer is: the row says why, and the next ones go on.
        row.outcome, row.problems = told.outcome, told.problems
        row.save(update_fields=["outcome", "problems"])


@transaction.atomic
def enter(batch: ImportBatch, row: ImportRow, told: Checked, *, by: User, at: datetime) -> None:
    """Make the file of one row, unless it has one or the import was undone meanwhile.

    A complete row is received at the instant of the paper; an incomplete one stays a draft. Raises Refused.
    """
    # One row of a batch at a time, and none after its undoing: both hold the batch.
    going = ImportBatch.objects.select_for_update().filter(pk=batch.pk, undone_at=None).only("pk").first()
    if going is None or not ImportRow.objects.filter(pk=row.pk, application=None).exists():
        return
    doors = doors_of([told])
    known = person_for(told, doors)
    lead = known or _newcomer(told, doors, by=by, at=at)
    startup = _startup(batch, told, known) if known else None
    startup = startup or founding.found(told.startup, lead=lead, by=by, at=at)
    application = _draft(batch, told, lead, startup, by=by, at=at)
    if told.outcome == ImportOutcome.GOOD and told.received_at is not None:
        sending.receive_on_paper(application, lead=lead, received_at=told.received_at, by=by, at=at)
    if batch.tells:
        letters.entered_from_paper(application, to=lead, by=by, at=at, batch=importing.letters_of(batch))
    row.application, row.imported_at = application, at
    row.save(update_fields=["application", "imported_at"])


def _newcomer(told: Checked, doors: Doors, *, by: User, at: datetime) -> User:
    """Make the person of a row, with the first of its contacts that opens to nobody yet; nobody is written to."""
    for kind, value in ((ContactKind.EMAIL, told.email), (ContactKind.PHONE, told.phone)):
        if value and (kind, value) not in doors:
            return joining.expect(Door(kind, value), full_name=told.name, language="fr", by=by, at=at)
    return joining.without_contact(full_name=told.name, by=by, at=at)


def _draft(
    batch: ImportBatch, told: Checked, lead: User, startup: Startup, *, by: User, at: datetime
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


def _startup(batch: ImportBatch, told: Checked, lead: User) -> Startup | None:
    """Return the start-up of that name that the person leads already: one record a start-up, from call to call."""
    theirs = Startup.objects.filter(memberships__person=lead, memberships__role=MemberRole.LEAD)
    here = Application.objects.filter(call=batch.call).exclude(state=State.WITHDRAWN).values("startup")
    names = {plain(one.name): one for one in theirs.filter(memberships__until_on=None).exclude(pk__in=here)}
    return names.get(plain(told.startup))
