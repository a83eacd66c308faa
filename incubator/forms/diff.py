"""What changed between two states of a file, answer by answer and word by word."""

from dataclasses import dataclass
from typing import Any

from incubator.core.bilingual import current_language, pick_pair
from incubator.forms.conditions import Answers, Facts, no_facts
from incubator.forms.definition import Definition, Field
from incubator.forms.types import display, empty
from incubator.forms.word_diff import word_diff


@dataclass(frozen=True)
class Change:
    """One answer that differs, as people read it on both sides."""

    key: str
    label: str
    before_display: str
    after_display: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """The word-by-word difference of the two sides."""
        return word_diff(self.before_display, self.after_display)


def changes(
    definition: Definition,
    before: Answers,
    after: Answers,
    language: str | None = None,
    facts: Facts = no_facts,
) -> list[Change]:
    """Return the answers that differ, in form order. No answer and an empty one are the same."""
    language = language or current_language()
    return [
        Change(
            field.key,
            pick_pair(field.label, language).plain,
            display(field, before.get(field.key), language, facts),
            display(field, after.get(field.key), language, facts),
        )
        for field in definition.fields()
        if not _equal(field, before.get(field.key), after.get(field.key))
    ]


def _equal(field: Field, before: Any, after: Any) -> bool:
    if empty(field, before) and empty(field, after):
        return True
    return type(before) is type(after) and before == after
