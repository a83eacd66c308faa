"""Dates: stored as an ISO day, or as a year alone where the field allows it."""

import re
from typing import Any

from incubator.core import reading
from incubator.forms import sentences, wording
from incubator.forms.conditions import Facts
from incubator.forms.definition import Column
from incubator.forms.types.base import Type, Unparsed, unreadable

YEAR = re.compile(r"\d{4}")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Date(Type):
    """A day, or a year alone."""

    code = "date"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str):
            return unreadable(raw)
        is_year = YEAR.fullmatch(reading.one_line(raw)) is not None
        if is_year and not field.year_only_allowed:
            return Unparsed(raw, sentences.year_not_enough())
        try:
            return str(reading.year(raw)) if is_year else reading.day(raw).isoformat()
        except reading.Unreadable as refused:
            return Unparsed(raw, self._sentence(refused, field))

    def _sentence(self, refused: reading.Unreadable, field: Column) -> str:
        if refused.code == "not_a_date" and field.year_only_allowed:
            return sentences.not_a_date_or_year()
        return refused.sentence

    def show(self, value: str, field: Column, language: str, facts: Facts) -> str:
        return wording.day(value, language)

    def to_form(self, value: Any) -> Any:
        """Write 1999-08-17 back as 17/08/1999, the order in which people type it."""
        if isinstance(value, str) and ISO.fullmatch(value):
            return "/".join(reversed(value.split("-")))
        return super().to_form(value)
