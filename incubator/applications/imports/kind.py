"""Files received on paper, as a kind of import: the engine (`imports`) reads, tries, enters and undoes with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.filling.answers import SENSITIVE
from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports import columns, entering, undoing
from incubator.applications.imports.checking import OF_THE_FORM, PaperChecker, PaperFile
from incubator.applications.imports.known_files import KnownFiles, earlier_lines, twin_of
from incubator.applications.models import Application, ImportBatch, ImportMapping, ImportRow
from incubator.applications.states import State
from incubator.applications.submission import search_words
from incubator.core.bilingual import pick_pair
from incubator.forms.completeness import carried_by_paper
from incubator.forms.definition import Definition
from incubator.imports import dry_run, kinds
from incubator.imports import entering as engine_entering
from incubator.imports import undoing as engine_undoing
from incubator.imports.states import ImportOutcome
from incubator.notifications import staff_actions
from incubator.people.models import User
from incubator.programmes.models import Call, FormVersion
from incubator.workflow.refusals import NotAllowed


class PaperFiles(kinds.Kind):
    """Files of a call that came on paper, one row a file."""

    name = "applications.import"
    policy = "application.import"
    record = "import"
    batches = ImportBatch
    memories = ImportMapping
    place = "call"
    made = "application"
    gone = Q(application__state=State.WITHDRAWN)
    joined = ("call__programme__centre", "form_version")
    outdated = gettext_lazy("The form of the call has changed: look at the columns and check again.")

    def facts(self, place: Call) -> dict[str, str]:
        return {"call": place.reference}

    def current(self, place: Call) -> dict[str, Any]:
        if place.form_version_id is None:
            raise NotAllowed(_("The form of this call is not ready yet."))
        return {"form_version_id": place.form_version_id}

    def targets(self, place: Call) -> list[kinds.Target]:
        return columns.targets_of(form_of(place))

    def sealed(self, batch: ImportBatch) -> set[str]:
        fields = form_of(batch.call).fields()
        return {columns.FIELD + field.key for field in fields if field.data_class == SENSITIVE}

    def unanswered(self, batch: ImportBatch) -> list[str]:
        """Return the required questions that neither a column nor a fact of the office answers."""
        definition = definition_of(batch.form_version)
        codes, carried = set(batch.targets), carried_by_paper(definition)
        told = {OF_THE_FORM[code] for code in codes if code in OF_THE_FORM}
        return [
            pick_pair(field.label).plain
            for field in definition.fields()
            if field.required and field.key not in carried and field.maps_to not in told
            and columns.FIELD + field.key not in codes
        ]  # fmt: skip

    def checker(self, batch: ImportBatch, at: datetime) -> PaperChecker:
        return PaperChecker(batch, at)

    def mark(self, batch: ImportBatch, rows: Sequence[PaperFile], at: datetime) -> None:
        if rows:
            KnownFiles(batch.call, at, earlier_lines(batch, rows)).mark(rows)

    def columns(self, checked: PaperFile) -> dict[str, Any]:
        return {
            "paper_reference": checked.paper_reference,
            "twin": twin_of(checked),
            "is_known": checked.is_known,
        }

    def wanted(self, batch: ImportBatch) -> list[ImportOutcome]:
        return [ImportOutcome.GOOD, *([ImportOutcome.INCOMPLETE] if batch.as_drafts else [])]

    def make(self, batch: ImportBatch, checked: PaperFile, *, by: User, at: datetime) -> Application:
        return entering.make(batch, checked, by=by, at=at)

    def take_back(self, batch: ImportBatch, row: ImportRow, *, by: User, at: datetime) -> None:
        undoing.take_back(batch, row, by=by, at=at)

    def entered(self) -> None:
        # A page goes on without a worker: what it has entered is found.
        search_words.catch_up()

    def undone(self, batch: ImportBatch, *, by: User, at: datetime) -> dict[str, Any]:
        """Call back the letters that have not left."""
        letters = entering.letters_of(batch)
        return {"messages": staff_actions.cancel_batch(letters, by=by, at=at) if batch.tells else 0}


def form_of(call: Call) -> Definition:
    """Return the form that the call has now."""
    return definition_of(FormVersion.objects.get(pk=call.form_version_id))


PAPER_FILES = PaperFiles()


class Trying(dry_run.Trying):
    kind = PAPER_FILES


class Entering(engine_entering.Entering):
    kind = PAPER_FILES


class TakingBack(engine_undoing.TakingBack):
    kind = PAPER_FILES
