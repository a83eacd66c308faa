"""What the texts of a copied call still say of the earlier one: days, years, amounts and references not its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from incubator.core import clock, reading
from incubator.core.bilingual import pick_pair
from incubator.core.reading import Unreadable
from incubator.forms.definition import Definition
from incubator.programmes.models import Call

MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
DAY = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?\s(?:{MONTHS})\s\d{{4}}\b|\b(?:{MONTHS})\s\d{{1,2}},?\s\d{{4}}\b"
    r"|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d/-])20\d{2}(?![\d/-])")
AMOUNT = re.compile(
    r"\b\d{1,3}(?:[\s.,]\d{3})+(?=\s(?:F\b|FCFA|francs?|XOF))|(?<=XOF\s)\d{1,3}(?:[\s.,]\d{3})+"
)
REFERENCE = re.compile(r"\b[A-Z]{2,4}-\d{4}-\d{2,3}\b")
# A year further from the call's own is history ("depuis 2015"), no left-over of the last call.
NEAR = 3


@dataclass(frozen=True)
class Own:
    """What the texts of a call may name: its days and their years, its amounts, its reference."""

    days: frozenset[date]
    years: frozenset[int]
    amounts: frozenset[int]
    reference: str


def own_of(call: Call) -> Own:
    """Return what a call itself says: its dates, its calendar, its windows, its award and instalments."""
    instants = [call.opens_at, call.closes_at]
    instants += [at for entry in call.calendar.all() for at in (entry.starts_at, entry.ends_at) if at]
    instants += [at for window in call.windows.all() for at in (window.opens_at, window.closes_at)]
    days = frozenset(clock.local_day(at) for at in instants if at)
    amounts = frozenset([call.award_amount or 0, *(t.amount for t in call.tranche_plan.all())])
    return Own(days, frozenset(day.year for day in days), amounts, call.reference)


def notes(call: Call) -> list[str]:
    """Return a sentence for each text that names a day, a year, an amount or a reference that is not this call's."""
    own = own_of(call)
    return [
        _('"%(where)s" says "%(said)s": this is none of the dates, amounts or references of this call.')
        % {"where": where, "said": ", ".join(found)}
        for where, text in _texts(call)
        if (found := list(dict.fromkeys(foreign(text, own))))
    ]


def foreign(text: str, own: Own) -> Iterator[str]:
    """Yield what a text names that is not the call's own."""
    for match in REFERENCE.finditer(text):
        if match[0] != own.reference:
            yield match[0]
    left = REFERENCE.sub(" ", text)
    for match in DAY.finditer(left):
        if _day(match[0]) not in (None, *own.days):
            yield match[0]
    left = DAY.sub(" ", left)
    for match in AMOUNT.finditer(left):
        if own.amounts - {0} and int(re.sub(r"\D", "", match[0])) not in own.amounts:
            yield match[0]
    for match in YEAR.finditer(AMOUNT.sub(" ", left)):
        year = int(match[0])
        if year not in own.years and min(own.years) - NEAR < year < max(own.years) + NEAR:
            yield match[0]


def _day(text: str) -> date | None:
    try:
        return reading.day(text)
    except Unreadable:
        return None


def form_notes(call: Call, form: Definition) -> list[str]:
    """Return a sentence for each question whose greatest year comes before the call itself."""
    columns = [column for field in form.fields() for column in (field, *field.columns)]
    return [
        _('"%(question)s" takes no year after %(year)s.')
        % {"question": pick_pair(column.label), "year": int(column.max)}
        for column in columns
        if column.max is not None and 2000 < column.max < clock.local_day(call.opens_at).year
    ]


def _lines(section: dict[str, Any]) -> Iterator[str]:
    for value in section.values():
        yield from [value] if isinstance(value, str) else map(str, value or ())


def _texts(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the free texts of the public page, each with the words it is known by."""
    yield _("Title"), f"{call.title_fr}\n{call.title_en}"
    yield _("Summary"), f"{call.summary_fr}\n{call.summary_en}"
    for section in call.sections:
        heading = section.get("heading_fr") or section.get("heading") or _("Section")
        yield str(heading), "\n".join(_lines(section))
    for entry in call.calendar.all():
        yield entry.title_fr, f"{entry.title_fr}\n{entry.title_en}"
    for rule in call.eligibility_rules.all():
        yield rule.text_fr[:60], "\n".join([rule.text_fr, rule.text_en, rule.reason_fr, rule.reason_en])
    for document in call.documents.all():
        yield (
            document.title_fr,
            "\n".join([document.title_fr, document.title_en, document.note_fr, document.note_en]),
        )
