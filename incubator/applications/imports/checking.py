"""Checks the rows of an imported table with the form's own reading and rules. Nothing is written here.

A row is good, incomplete (a required answer is missing on paper), wrong (something cannot be read, is out of bounds,
or came after the closing), or already there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports.cells import Cells
from incubator.applications.imports.columns import EMAIL, FIELD, FIXED, NAME, PAPER, PHONE, RECEIVED, STARTUP
from incubator.applications.models import ImportBatch
from incubator.core import reading
from incubator.core.bilingual import pick_pair
from incubator.forms import completeness
from incubator.forms.completeness import Missing
from incubator.forms.definition import Column, Field
from incubator.forms.types import Unparsed, check, is_raw, parse, stored
from incubator.imports.checking import Checked, RowChecker
from incubator.imports.states import ImportOutcome
from incubator.programmes.facts import closing_on, facts_for
from incubator.ui import typography

# How the facts of the office are read: by the types of the form.
KINDS = {EMAIL: "email", PHONE: "phone"}
OF_THE_FORM = {STARTUP: "startup_name", EMAIL: "lead_email", PHONE: "lead_phone"}
LONGEST_NAME, LONGEST_REFERENCE = 160, 80


@dataclass
class PaperFile(Checked):
    """One row as it was understood."""

    answers: dict[str, Any] = field(default_factory=dict)
    startup: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    paper_reference: str = ""
    received_at: datetime | None = None
    is_known: bool = False


class PaperChecker(RowChecker):
    """Checks rows of one batch; what they share (form, columns, closing) is read once."""

    def __init__(self, batch: ImportBatch, at: datetime) -> None:
        super().__init__(batch, at)
        self.batch: ImportBatch = batch
        self.definition = definition_of(batch.form_version)
        self.answer_cells, self.facts = Cells(self.definition), facts_for(batch.call)
        self.closing_on = closing_on(batch.call)
        self.carried = completeness.carried_by_paper(self.definition)
        self.mapped = {each.maps_to: each for each in self.definition.fields() if each.maps_to}
        self.closes_at = batch.call.spans()[-1].closes_at

    def check(self, line: int, cells: Sequence[Any]) -> PaperFile:
        """Return what one row says, with its problems."""
        row = PaperFile(line)
        for code, cell in self.cells(row, cells):
            if code.startswith(FIELD):
                asked = self.definition.fields_by_key[code.removeprefix(FIELD)]
                value = stored(parse(asked, self.answer_cells.raw(asked, cell)))
                if value is not None:
                    row.answers[asked.key] = value
            else:
                self._office(row, code, cell)
        self._known_twice(row)
        self._who(row)
        for missing in completeness.missing(
            self.definition, row.answers, self.carried, self.facts, self.closing_on
        ):
            self._missing(row, missing)
        self._when(row)
        return row

    def _office(self, row: PaperFile, code: str, cell: Any) -> None:
        """Read a fact of the office from its own column."""
        if code == RECEIVED:
            self._received(row, cell)
            return
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = " ".join(str("" if cell is None else cell).replace("\x00", "").split())
        if code in KINDS and text:
            read = parse(Column(key=code, type=KINDS[code], label={}), text)
            if isinstance(read, Unparsed):
                row.fault(self.heading(code), read.sentence)
                return
            text = str(read or "")
        longest = {PAPER: LONGEST_REFERENCE, NAME: LONGEST_NAME, STARTUP: 255}.get(code)
        if longest and len(text) > longest:
            row.fault(
                self.heading(code), _("This text is too long: %(n)s characters at most.") % {"n": longest}
            )
            text = text[:longest]
        setattr(row, code, text)

    def _received(self, row: PaperFile, cell: Any) -> None:
        """Read when the paper came: a day, or an instant where the cell holds its time too."""
        if isinstance(cell, datetime) and cell.time() != time.min:
            row.received_at = cell.replace(tzinfo=UTC)
            return
        if isinstance(cell, str) and cell.strip():
            try:
                row.received_at = reading.moment(cell, hour=time.min)
            except reading.Unreadable as error:
                row.fault(self.heading(RECEIVED), error.sentence)
            return
        asked = Field(key=RECEIVED, type="date", label={})
        read = parse(asked, self.answer_cells.raw(asked, cell))
        if isinstance(read, Unparsed):
            row.fault(self.heading(RECEIVED), read.sentence)
        elif read is not None:
            row.received_at = _morning(date.fromisoformat(read))

    def _known_twice(self, row: PaperFile) -> None:
        """A fact that stands once in the table serves both the office and the question that asks the same."""
        for code, name in OF_THE_FORM.items():
            asked = self.mapped.get(name)
            if asked is None:
                continue
            given, told = row.answers.get(asked.key), getattr(row, code)
            if given is None and told:
                row.answers[asked.key] = stored(parse(asked, told))
            elif not told and given is not None and not is_raw(given):
                setattr(row, code, str(given)[:255])
        if not row.name:
            names = [
                row.answers.get(self.mapped[n].key)
                for n in ("lead_first_names", "lead_last_name")
                if n in self.mapped
            ]
            row.name = " ".join(text for text in names if isinstance(text, str))[:LONGEST_NAME]

    def _missing(self, row: PaperFile, missing: Missing) -> None:
        asked = self.definition.fields_by_key.get(missing.key) or self._table_of(missing.key)
        if asked is None or asked.key in self.carried:
            return
        heading = self.heading(FIELD + asked.key, asked)
        if missing.code == "required":
            # A cell that was told already (a formula, a name that is missing) is not told twice.
            if not any(problem["column"] == heading for problem in row.problems):
                sentence = _("The answer is missing.") if missing.key == asked.key else missing.sentence
                row.fault(heading, sentence, ImportOutcome.INCOMPLETE)
            return
        # The column is named already: the bare remark is enough.
        remarks = check(asked, row.answers.get(asked.key), self.facts)
        same = (one.sentence for one in remarks if (one.key, one.code) == (missing.key, missing.code))
        row.fault(heading, next(same, missing.sentence))

    def _table_of(self, key: str) -> Field | None:
        """A cell of a list belongs to its question."""
        return self.definition.fields_by_key.get(key.rsplit("-", 2)[0])

    def _who(self, row: PaperFile) -> None:
        if not row.startup:
            row.fault(self.heading(STARTUP), _("The name of the start-up is missing."))
        if not (row.name or row.email or row.phone):
            row.fault(
                self.heading(NAME), _("Nobody is named: write a name, an e-mail address or a telephone.")
            )

    def _when(self, row: PaperFile) -> None:
        """A file counts as received when the centre received it."""
        heading = self.heading(RECEIVED)
        if row.received_at is None:
            if self.batch.received_on:
                row.received_at = _morning(self.batch.received_on)
            elif not any(problem["column"] == heading for problem in row.problems):
                row.fault(heading, _("The day on which the paper file was received is missing."))
        if row.received_at is None:
            return
        if row.received_at > self.at:
            row.fault(heading, _("This day has not come yet."))
        elif self.closes_at is not None and row.received_at > self.closes_at:
            told = _("Received on %(day)s, after the closing of %(closing)s.")
            day = typography.short_day(row.received_at.date())
            row.fault(heading, told % {"day": day, "closing": typography.moment(self.closes_at)})

    def heading(self, code: str, asked: Field | None = None) -> str:
        """Return how the table calls a column; where it has none, the words of the question."""
        place = self.columns.get(code)
        if place is None and asked is None and (name := OF_THE_FORM.get(code)) in self.mapped:
            asked = self.mapped[name]
            place = self.columns.get(FIELD + asked.key)
        if place is not None:
            return str(self.batch.headings[place])
        return pick_pair(asked.label).plain if asked else str(FIXED[code][0])


def _morning(day: date) -> datetime:
    """Return the first instant of a day in Lomé (UTC+0): a day alone tells no hour."""
    return datetime.combine(day, time.min, tzinfo=UTC)
