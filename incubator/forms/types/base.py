"""What every type of answer does: read what was typed, check it, show it, write it back into an input."""

import json
from dataclasses import dataclass
from typing import Any

from incubator.core import reading
from incubator.forms import sentences
from incubator.forms.conditions import Facts, is_empty, no_facts
from incubator.forms.definition import Column
from incubator.forms.wording import clean, without_controls

HARD_LIMIT = 20_000
ERROR, WARN = "error", "warn"


@dataclass(frozen=True)
class Issue:
    """One remark on an answer: `error` stops the sending, `warn` never does."""

    key: str
    code: str
    level: str
    sentence: str


@dataclass(frozen=True)
class Unparsed:
    """What was typed could not be read: the typed text is kept, and the sentence says why."""

    raw: Any
    sentence: str


def stored(value: Any) -> Any:
    """Return the value as a draft stores it: JSON, with {"raw": …} for what could not be read."""
    return {"raw": value.raw} if isinstance(value, Unparsed) else value


def is_raw(value: Any) -> bool:
    """Tell whether a stored value is typed text that could not be read."""
    return isinstance(value, dict) and set(value) == {"raw"}


class Type:
    """The type of an answer. A subclass says how it is read (`read`) and what its limits are (`limits`)."""

    code = ""
    widget = "input"
    in_columns = True
    has_choices = False
    html_type = "text"
    inputmode = ""

    def parse(self, raw: Any, field: Column) -> Any:
        """Read a form string or a JSON value: the value, None for no answer, or Unparsed."""
        if is_raw(raw):
            raw = raw["raw"]
        if isinstance(raw, str):
            raw = raw.replace("\x00", "")  # nobody types it; the middleware takes it out of forms
            cleaned = without_controls(raw)
            if cleaned != raw:
                return Unparsed(cleaned, sentences.held_controls())
            raw = clean(raw)
            if len(raw) > HARD_LIMIT:
                return Unparsed(raw, sentences.far_too_long(HARD_LIMIT))
            if not raw.isascii() and not reading.is_visible(raw):
                return None  # signs that nobody sees are no answer
        return None if is_empty(raw) else self.read(raw, field)

    def read(self, raw: Any, field: Column) -> Any:
        """Read what is not empty."""
        raise NotImplementedError

    def check(self, value: Any, field: Column, facts: Facts = no_facts) -> list[Issue]:
        """Return the remarks on a stored value. An empty one has none: completeness asks for it."""
        if is_raw(value):
            again = self.parse(value["raw"], field)
            sentence = again.sentence if isinstance(again, Unparsed) else sentences.to_read_again()
            return [Issue(field.key, "unreadable", ERROR, sentence)]
        if self.empty(value):
            return []
        if (fault := self.fault(value, field)) is not None:
            return [Issue(field.key, "unreadable", ERROR, fault.sentence)]
        return self.limits(value, field, facts)

    def fault(self, value: Any, field: Column) -> Unparsed | None:
        """Say why a stored value cannot be read, None when it can."""
        found = self.parse(value, field)
        return found if isinstance(found, Unparsed) else None

    def limits(self, value: Any, field: Column, facts: Facts) -> list[Issue]:
        """Return the remarks on a value that could be read."""
        return []

    def empty(self, value: Any) -> bool:
        """Tell whether the answer is missing. Text that could not be read is not: it is to be corrected."""
        return not is_raw(value) and is_empty(value)

    def display(self, value: Any, field: Column, language: str, facts: Facts = no_facts) -> str:
        """Return the answer as people read it; "" for none; what was typed when it could not be read."""
        if is_raw(value):
            return as_text(value["raw"])
        return "" if self.empty(value) else self.show(value, field, language, facts)

    def show(self, value: Any, field: Column, language: str, facts: Facts) -> str:
        """Return a readable answer as people read it."""
        return str(value)

    def to_form(self, value: Any) -> Any:
        """Return what the input holds again: text, or a list of texts."""
        if is_raw(value):
            return as_text(value["raw"])
        return "" if value is None else str(value)


def as_text(raw: Any) -> str:
    """Return typed material as one text, whatever its shape."""
    if isinstance(raw, str):
        return raw
    return json.dumps(raw, ensure_ascii=False, default=str)


def unreadable(raw: Any) -> Unparsed:
    """Answer for a value of the wrong shape, such as a list where a text is expected."""
    return Unparsed(without_controls(as_text(raw)), sentences.not_readable())
