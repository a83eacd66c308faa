"""Conditions as a person reads them on paper: the question named, the comparison and the answer in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from incubator.core.bilingual import pick_pair
from incubator.forms import wording
from incubator.forms.condition_words import OP_WORDS, PART_WORDS
from incubator.forms.conditions import WITHOUT_VALUE, Condition
from incubator.forms.definition import Column, Definition
from incubator.forms.types import display

# Its number stands inside the sentence.
YOUNGER = "age_years_lt_or_empty"


def sentence(condition: Condition, form: Definition, language: str) -> str:
    """Return the condition in the active language, groups joined by and / or."""
    for name, link in (("all", _(" and ")), ("any", _(" or "))):
        if name in condition:
            return link.join(sentence(part, form, language) for part in condition[name])
    if "not" in condition:
        return _("it is not true that %(condition)s") % {
            "condition": sentence(condition["not"], form, language)
        }
    return _leaf(condition, form, language)


def _leaf(condition: Condition, form: Definition, language: str) -> str:
    field = form.fields_by_key.get(condition["field"])
    named = _quoted(field, condition["field"], language)
    if condition.get("part"):
        named = f"{named} ({PART_WORDS[condition['part']]})"
    op = condition["op"]
    if op in WITHOUT_VALUE:
        return f"{named} {OP_WORDS[op]}"
    told = _value(condition.get("value"), field, form, language)
    if op == YOUNGER:
        return _("%(field)s is less than %(years)s years old at the closing, or is empty") % {
            "field": named,
            "years": told,
        }
    words = OP_WORDS["=="] if op == "is" else OP_WORDS[op]
    return f"{named} {words} {told}"


def _quoted(field: Column | None, key: str, language: str) -> str:
    return _('"%(label)s"') % {"label": pick_pair(field.label, language).plain if field else key}


def _value(value: Any, field: Column | None, form: Definition, language: str) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        other = form.fields_by_key.get(value["field"])
        named = _quoted(other, value["field"], language)
        return f"{wording.number(value['times'])} × {named}" if "times" in value else named
    if isinstance(value, list):
        return ", ".join(_one(item, field, language) for item in value)
    return _one(value, field, language)


def _one(value: Any, field: Column | None, language: str) -> str:
    if field is not None and field.choices and isinstance(value, str):
        choice = field.choice(value)
        return pick_pair(choice.label, language).plain if choice else value
    if field is not None and field.type == "money" and isinstance(value, int):
        return display(field, value, language)
    return wording.number(value) if isinstance(value, int | float) else str(value)
