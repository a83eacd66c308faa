"""What differs between two sendings of a file: answers word by word, documents by their labels. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import pick_pair
from incubator.forms import diff
from incubator.forms.definition import Definition
from incubator.programmes.facts import facts_for


@dataclass(frozen=True)
class Comparison:
    """What changed from one sending to another. Sensitive answers are not part of it."""

    before: int
    after: int
    answers: list[diff.Change]
    documents: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.documents


def compare(
    application: Application, before: Revision, after: Revision, language: str | None = None
) -> Comparison:
    """Compare two sendings in the order they are given, on the form of the second."""
    form = definition_of(after.form_version)
    found = diff.changes(form, before.answers, after.answers, language, facts_for(application.call))
    return Comparison(before.number, after.number, found, _documents(form, before, after))


def last_two(
    application: Application, revisions: Sequence[Revision], language: str | None = None
) -> Comparison | None:
    """Compare the last two of the sendings (oldest first); None when the file was sent once."""
    if len(revisions) < 2:
        return None
    return compare(application, revisions[-2], revisions[-1], language)


def _documents(form: Definition, before: Revision, after: Revision) -> list[str]:
    """Return the labels of the documents that were added, replaced or taken away."""
    labels = {each.key: each.label for each in form.fields() if each.type == "file"}
    labels |= {each.slug: each.label for each in form.documents}
    return [
        pick_pair(label).plain
        for slug, label in labels.items()
        if before.files.get(slug, []) != after.files.get(slug, [])
    ]
