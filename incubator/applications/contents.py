"""What a file holds at this moment, read once: its form, answers, documents, and the facts the form asks
for.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Self

from django.db.models import TextField
from django.db.models.functions import Cast

from incubator.applications import answers
from incubator.applications.definitions import definition_of
from incubator.applications.models import Answer, Application
from incubator.core.prepared import Given, Prepared
from incubator.files.models import StoredFile
from incubator.programmes.facts import closing_on, facts_for
from incubator.programmes.form import completeness
from incubator.programmes.form.completeness import Missing
from incubator.programmes.form.conditions import Facts
from incubator.programmes.form.definition import Definition, Field
from incubator.programmes.form.types import Issue, check

RECORD = "application"

# The instant as text: of all that were saved only the last is shown, and reading fifty of them costs as much as the rest.
_ANSWERS = Prepared(
    lambda: Answer.objects.filter(application=Given("application")).values_list(
        "key", "value", "value_sealed", "version", "source", Cast("saved_at", TextField()), "public_id"
    )
)
_FILES = Prepared(lambda: StoredFile.objects.of(RECORD, Given("application")).order_by("created_at", "pk"))


class Row(NamedTuple):
    """One answer as the pages of a file read it; `saved_at` as the database writes it, which sorts by time."""

    key: str
    value: Any
    value_sealed: str
    version: int
    source: str
    saved_at: str
    public_id: str

    @property
    def sealed(self) -> str:
        """What a sensitive answer says, opened."""
        return Answer(public_id=self.public_id, value_sealed=self.value_sealed).sealed


@dataclass
class Contents:
    """The present contents of a file. Two queries: the answers, the documents."""

    application: Application
    definition: Definition
    rows: dict[str, Row]
    answers: dict[str, Any]
    files: dict[str, list[StoredFile]]
    facts: Callable[[str, Any], Any]
    closing_on: date
    # The answers that were counted last, with what came of it.
    _counted: tuple[dict[str, Any], dict[str, Any]] | None = None
    # Each answer that was checked, with the remarks on it.
    _checked: dict[str, tuple[Any, list[Issue]]] = dataclasses.field(default_factory=dict)

    @classmethod
    def read(cls, application: Application) -> Self:
        """Read the rows and the documents of an application."""
        rows = {row[0]: Row._make(row) for row in _ANSWERS.rows(application=application.pk)}
        return cls(
            application=application,
            definition=definition_of(application.form_version),
            rows=rows,
            answers=answers.values(rows.values()),
            files=files_of(application),
            facts=facts_for(application.call),
            closing_on=closing_on(application.call),
        )

    def missing(self) -> list[Missing]:
        """Return what keeps the file from being sent; a paper file carries its documents and its signature itself."""
        found = completeness.missing(
            self.definition, self.answers, self.files, self.facts, self.closing_on, self._remarks
        )
        if not self.application.is_from_paper:
            return found
        carried = completeness.carried_by_paper(self.definition)
        return [one for one in found if one.key not in carried]

    def warnings(self) -> list[Issue]:
        """Return what deserves a second look and never stops the sending."""
        return completeness.warnings(
            self.definition, self.answers, self.facts, self.closing_on, self._remarks
        )

    def counted(self) -> dict[str, Any]:
        """Return the answers that count: those of the fields shown, without the empty ones."""
        if self._counted is None or self._counted[0] is not self.answers:
            kept = completeness.counted(self.definition, self.answers, self.facts, self.closing_on)
            self._counted = self.answers, {key: value for key, value in kept.items() if value is not None}
        return self._counted[1]

    def counted_files(self) -> dict[str, list[StoredFile]]:
        """Return the documents that count: those asked apart, and those of the questions that are shown."""
        fields = self.definition.fields_by_key
        if not self.files.keys() & fields.keys():
            return self.files
        asked = completeness.shown(self.definition, self.answers, self.facts, self.closing_on)
        return {slug: many for slug, many in self.files.items() if slug not in fields or slug in asked}

    def issues(self, step: str) -> list[Issue]:
        """Return the remarks on one step."""
        return completeness.issues(
            self.definition, self.answers, self.facts, self.closing_on, step, self._remarks
        )

    def _remarks(self, field: Field, value: Any, facts: Facts) -> list[Issue]:
        """Check an answer once, though several parts of a page ask."""
        known = self._checked.get(field.key)
        if known is None or known[0] is not value:
            known = self._checked[field.key] = value, check(field, value, facts)
        return known[1]

    def versions(self) -> dict[str, int]:
        """Return the version of each answer."""
        return {key: row.version for key, row in self.rows.items()}

    def last_saved(self) -> datetime | None:
        """Return the instant of the last answer, None before the first."""
        last = max((row.saved_at for row in self.rows.values() if row.version), default=None)
        instant = datetime.fromisoformat(last) if last else None
        # SQLite writes no zone: it holds UTC.
        return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant


def files_of(application: Application) -> dict[str, list[StoredFile]]:
    """Return the present documents of a file by slug, in the order they came."""
    found: dict[str, list[StoredFile]] = {}
    for file in _FILES.rows(application=application.pk):
        found.setdefault(file.purpose, []).append(file)
    return found
