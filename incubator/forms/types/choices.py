"""Answers taken from a list: one, several, yes or no, a consent."""

from typing import Any

from django.utils.translation import gettext, override

from incubator.core.bilingual import pick_pair
from incubator.forms import sentences
from incubator.forms.conditions import Facts
from incubator.forms.definition import COMMUNES, Column
from incubator.forms.types.base import ERROR, Issue, Type, Unparsed, as_text, is_raw, unreadable
from incubator.forms.types.texts import SLUG, known_commune
from incubator.forms.wording import without_controls

YES = {"yes", "true", "1", "on", "oui"}
NO = {"no", "false", "0", "off", "non"}


class Choice(Type):
    """One code of the list."""

    code = "choice"
    widget = "choice"
    has_choices = True

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str):
            return unreadable(raw)
        return raw if offered(raw, field) else Unparsed(raw, sentences.not_offered())

    def limits(self, value: str, field: Column, facts: Facts) -> list[Issue]:
        return unknown_communes([value], field, facts)

    def show(self, value: str, field: Column, language: str, facts: Facts) -> str:
        return label_of(value, field, language, facts)


class Multichoice(Type):
    """Several codes, each once, in the order of the list; municipalities in the order chosen."""

    code = "multichoice"
    widget = "multichoice"
    has_choices = True
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        items = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(item, str) for item in items):
            return unreadable(raw)
        codes = [code for item in items if (code := without_controls(item).strip())]
        codes = list(dict.fromkeys(codes))
        if any(not offered(code, field) for code in codes):
            return Unparsed(codes, sentences.not_offered())
        if field.source != COMMUNES:
            codes = [choice.code for choice in field.choices if choice.code in codes]
        return codes or None

    def limits(self, value: list[str], field: Column, facts: Facts) -> list[Issue]:
        count = len(value)
        if field.max_items and count > field.max_items:
            sentence = sentences.too_many_choices(field.label, count, field.max_items)
            return [Issue(field.key, "max_items", ERROR, sentence)]
        if field.min_items and count < field.min_items:
            sentence = sentences.too_few_choices(field.label, count, field.min_items)
            return [Issue(field.key, "min_items", ERROR, sentence)]
        return unknown_communes(value, field, facts)

    def show(self, value: list[str], field: Column, language: str, facts: Facts) -> str:
        return ", ".join(label_of(code, field, language, facts) for code in value)

    def to_form(self, value: Any) -> Any:
        value = value["raw"] if is_raw(value) else value
        return [] if value is None else list(value) if isinstance(value, list) else [as_text(value)]


class Boolean(Type):
    """Yes or no; no answer is neither."""

    code = "boolean"
    widget = "boolean"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().lower()
        if word in YES or word in NO:
            return word in YES
        return Unparsed(as_text(raw), sentences.not_yes_or_no())

    def limits(self, value: bool, field: Column, facts: Facts) -> list[Issue]:
        if field.must_be_true and value is not True:
            return [Issue(field.key, "must_be_true", ERROR, sentences.to_confirm(field.label))]
        return []

    def show(self, value: bool, field: Column, language: str, facts: Facts) -> str:
        with override(language):
            return gettext("Yes") if value else gettext("No")

    def to_form(self, value: Any) -> Any:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else super().to_form(value)


class Consent(Boolean):
    """A consent with its purpose: given, refused, or not answered."""

    code = "consent"
    in_columns = False


def offered(code: str, field: Column) -> bool:
    """Tell whether the list of the field holds the code; a municipality is looked up later, by its facts."""
    return bool(SLUG.fullmatch(code)) if field.source == COMMUNES else field.choice(code) is not None


def label_of(code: str, field: Column, language: str, facts: Facts) -> str:
    """Return the label of a code; the code itself when the list no longer holds it."""
    if field.source == COMMUNES:
        return str(facts("name", code) or code)
    choice = field.choice(code)
    return pick_pair(choice.label, language).plain if choice else code


def unknown_communes(codes: list[str], field: Column, facts: Facts) -> list[Issue]:
    """Return the remark on municipalities that no list holds."""
    if field.source != COMMUNES or all(known_commune(code, facts) for code in codes):
        return []
    return [Issue(field.key, "unknown_commune", ERROR, sentences.not_a_commune())]
