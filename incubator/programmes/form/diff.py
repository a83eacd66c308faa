"""What changed between two states of a file, answer by answer and word by word."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from incubator.core.bilingual import current_language, pick_pair
from incubator.programmes.form.conditions import Answers, Facts, no_facts
from incubator.programmes.form.definition import Definition, Field
from incubator.programmes.form.types import display, empty

SAME, ADDED, REMOVED = "same", "added", "removed"
PIECE = re.compile(r"\s*\S+|\s+")


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


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Return (op, text) pieces: "same" and "removed" make up `before`, "same" and "added" make up `after`."""
    left, right = PIECE.findall(before), PIECE.findall(after)
    pieces: list[tuple[str, str]] = []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append((SAME, "".join(left[i1:i2])))
            continue
        if i2 > i1:
            pieces.append((REMOVED, "".join(left[i1:i2])))
        if j2 > j1:
            pieces.append((ADDED, "".join(right[j1:j2])))
    return pieces


def _equal(field: Field, before: Any, after: Any) -> bool:
    if empty(field, before) and empty(field, after):
        return True
    return type(before) is type(after) and before == after
