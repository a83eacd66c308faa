"""The values a condition compares an answer with: which ones the question can have, and those it never has."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from incubator.core.bilingual import pick_pair
from incubator.forms.conditions import AGES, ORDER, WITHOUT_VALUE, Condition, fields_of
from incubator.forms.definition import COMMUNES, Column, Definition
from incubator.forms.part_problems import Problem

# {"region": {slug: name}, "prefecture": …, "reporting_zone": …, "commune": …}; empty where no country is loaded.
Places = Mapping[str, Mapping[str, str]]
NUMBERS = ("integer", "decimal", "money", "rating")
YES_NO = ("boolean", "consent")
LISTED = 12


def leaves(condition: Condition | None) -> Iterator[Condition]:
    """Give every comparison of a condition, in reading order."""
    if not condition:
        return
    for part in (*condition.get("all", ()), *condition.get("any", ()), condition.get("not")):
        yield from leaves(part)
    if "field" in condition:
        yield condition


def is_commune(field: Column) -> bool:
    """Tell whether an answer is a municipality, or several."""
    return field.type == "commune" or field.source == COMMUNES


def options(field: Column, part: str | None, places: Places) -> dict[str, str]:
    """Return the values that a question can have, with their words in the active language; empty: any value."""
    if is_commune(field):
        return dict(places.get(part or "commune", {}))
    return {choice.code: pick_pair(choice.label).plain for choice in field.choices}


def value_problems(
    condition: Condition, path: str, fields: Mapping[str, Column], places: Places
) -> list[Problem]:
    """Return a problem for each comparison whose value its question never has; unknown questions are left out."""
    found = []
    for leaf in leaves(condition):
        field = fields.get(leaf["field"])
        if field is not None and (sentence := _wrong(leaf, field, places)):
            found.append(Problem(path, sentence))
    return found


def form_value_problems(definition: Definition, places: Places) -> list[Problem]:
    """Return the same for what a form shows and requires: its questions, steps and documents."""
    found = []
    for field in definition.fields():
        for condition in (field.shown_when, field.required_when):
            if condition:
                found += value_problems(condition, field.key, definition.fields_by_key, places)
    for document in definition.documents:
        if document.required_when:
            found += value_problems(document.required_when, document.slug, definition.fields_by_key, places)
    return list(dict.fromkeys(found))


def _wrong(leaf: Condition, field: Column, places: Places) -> str:
    """Return what is wrong with one comparison, "" when its question can have that value."""
    label, op, value = pick_pair(field.label).plain, leaf["op"], leaf.get("value")
    if leaf.get("part") and not is_commune(field):
        return _('"%(field)s" is not a municipality: it has no region and no prefecture.') % {"field": label}
    if op in WITHOUT_VALUE or isinstance(value, Mapping):
        return ""
    if op in AGES and field.type != "date":
        return _('"%(field)s" is not a date: it makes no age.') % {"field": label}
    if op == "is" and (field.type not in YES_NO or not isinstance(value, bool)):
        return _('"%(field)s": the comparison "is, yes or no" is for a question of yes or no.') % {
            "field": label
        }
    if field.type == "multichoice" and op in ("==", "!=") and not isinstance(value, list):
        return _('"%(field)s" has several answers: choose "is one of" or "is none of".') % {"field": label}
    if op in AGES or op == "is":
        return ""
    known = options(field, leaf.get("part"), places)
    return _not_offered(label, value, known) if known else _other_kind(label, op, value, field)


def _not_offered(label: str, value: Any, known: Mapping[str, str]) -> str:
    wrong = [str(one) for one in (value if isinstance(value, list) else [value]) if one not in known]
    if not wrong:
        return ""
    words = ", ".join(list(known.values())[:LISTED]) + (" …" if len(known) > LISTED else "")
    told = _('"%(field)s" never has the answer "%(value)s". Choose among: %(words)s.')
    return told % {"field": label, "value": ", ".join(wrong), "words": words}


def _other_kind(label: str, op: str, value: Any, field: Column) -> str:
    given = value if isinstance(value, list) else [value]
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in given)
    words = {"field": label, "value": ", ".join(str(one) for one in given)}
    if field.type in NUMBERS and not numbers:
        return _('"%(field)s" is a number: "%(value)s" is none.') % words
    if field.type in YES_NO and not all(isinstance(one, bool) for one in given):
        return _('"%(field)s" is answered by yes or no.') % words
    if field.type == "date" and not all(isinstance(one, str) and one[:4].isdigit() for one in given):
        return _('"%(field)s" is a date: "%(value)s" is none.') % words
    if op in ORDER and field.type not in (*NUMBERS, "date"):
        return _('"%(field)s" is neither a number nor a date: it is not less or more than something.') % words
    return ""


def reads_known(condition: Condition, fields: Mapping[str, Column]) -> bool:
    """Tell whether a condition reads only questions of the form."""
    return all(key in fields for key in fields_of(condition))
