"""What a file holds at this moment, read once: its form, answers, documents, and the facts the form asks
for.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Answer, Application
from incubator.files.models import StoredFile
from incubator.forms import completeness
from incubator.forms.completeness import Missing
from incubator.forms.conditions import Facts
from incubator.forms.definition import Definition, Field
from incubator.forms.types import Issue, check
from incubator.programmes.facts import closing_on, facts_for

RECORD = "application"


@dataclass
class Contents:
    """The present contents of a file. Two queries: the answers, the documents."""

    application: Application
    definition: Definition
    rows: dict[str, Answer]
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
        rows = {row.key: row for row in Answer.objects.filter(application=application)}
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
        return max((row.saved_at for row in self.rows.values() if row.version), default=None)


def files_of(application: Application) -> dict[str, list[StoredFile]]:
    """Return the present documents of a file by slug, in the order they came."""
    found: dict[str, list[StoredFile]] = {}
    for file in StoredFile.objects.of(RECORD, application.pk).order_by("created_at", "pk"):
        found.setdefault(file.purpose, []).append(file)
    return found
