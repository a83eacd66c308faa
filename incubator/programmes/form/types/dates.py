"""Dates: stored as an ISO day, or as a year alone where the field allows it."""

import datetime
import re
from typing import Any

from incubator.programmes.form import sentences, wording
from incubator.programmes.form.conditions import Facts
from incubator.programmes.form.definition import Column
from incubator.programmes.form.types.base import Type, Unparsed, unreadable

FIRST_YEAR, LAST_YEAR = 1900, 2100
NUMERIC = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.+Z-]*)?")
WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]+)\.?\s+(\d{4})", re.IGNORECASE)
MONTHS = {
    name: month
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for month, name in enumerate(names.split(), start=1)
}


class Date(Type):
    """A day, or a year alone."""

    code = "date"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str):
            return unreadable(raw)
        if re.fullmatch(r"\d{4}", raw):
            return self._year(raw, field)
        parts = _parts(raw)
        if parts is None:
            allowed = field.year_only_allowed
            return Unparsed(raw, sentences.not_a_date_or_year() if allowed else sentences.not_a_date())
        year, month, day = parts
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return Unparsed(raw, sentences.year_out_of_reach())
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            return Unparsed(raw, sentences.no_such_day())

    def _year(self, raw: str, field: Column) -> Any:
        if not field.year_only_allowed:
            return Unparsed(raw, sentences.year_not_enough())
        if not FIRST_YEAR <= int(raw) <= LAST_YEAR:
            return Unparsed(raw, sentences.year_out_of_reach())
        return str(int(raw))

    def show(self, value: str, field: Column, language: str, facts: Facts) -> str:
        return wording.day(value, language)

    def to_form(self, value: Any) -> Any:
        """Write 1999-08-17 back as 17/08/1999, the order in which people type it."""
        if isinstance(value, str) and (match := ISO.fullmatch(value)):
            return "/".join(reversed(match.groups()))
        return super().to_form(value)


def _parts(text: str) -> tuple[int, int, int] | None:
    if match := ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := NUMERIC.fullmatch(text):
        day, month, year = match.groups()
    elif (match := WORDS.fullmatch(text)) and match[2].lower() in MONTHS:
        day, month, year = match[1], MONTHS[match[2].lower()], match[3]
    else:
        return None
    return int(year), int(month), int(day)
