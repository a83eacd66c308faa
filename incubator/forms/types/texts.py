"""Texts: one line, several lines, e-mail, telephone, link, municipality, file."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from incubator.core import reading
from incubator.forms import patterns, sentences
from incubator.forms.conditions import Facts, no_facts
from incubator.forms.definition import Column
from incubator.forms.types.base import ERROR, WARN, Issue, Type, Unparsed, unreadable
from incubator.forms.types.columns import REGISTERS
from incubator.forms.wording import count_words, without_controls
from incubator.ui.typography import telephone

url_is_complete = URLValidator(schemes=["http", "https"])
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class Text(Type):
    """One line of text."""

    code = "text"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return str(raw)
        if not isinstance(raw, str):
            return unreadable(raw)
        # A number of a register, a code: what nobody sees is no part of it.
        is_number = field.pattern or getattr(field, "maps_to", None) in REGISTERS
        return reading.one_line(raw) if is_number else " ".join(raw.splitlines())

    def limits(self, value: str, field: Column, facts: Facts) -> list[Issue]:
        issues = []
        if field.max_length and len(value) > field.max_length:
            sentence = sentences.too_many_characters(field.label, len(value), field.max_length)
            issues.append(Issue(field.key, "max_length", ERROR, sentence))
        if field.max_words and (words := count_words(value)) > field.max_words:
            sentence = sentences.too_many_words(field.label, words, field.max_words)
            issues.append(Issue(field.key, "max_words", ERROR, sentence))
        if field.min_words and (words := count_words(value)) < field.min_words:
            sentence = sentences.too_few_words(field.label, words, field.min_words)
            issues.append(Issue(field.key, "min_words", ERROR, sentence))
        is_long = any(issue.code == "max_length" for issue in issues)
        if field.pattern and not is_long and not patterns.fits(field.pattern, value):
            warn = field.pattern_level == WARN
            sentence = sentences.unusual_form(field.label) if warn else sentences.wrong_form(field.label)
            issues.append(Issue(field.key, "pattern", WARN if warn else ERROR, sentence))
        return issues


class Textarea(Text):
    """Several lines of text."""

    code = "textarea"
    widget = "textarea"

    def read(self, raw: Any, field: Column) -> Any:
        return raw if isinstance(raw, str) else super().read(raw, field)


class Email(Text):
    """An e-mail address, in lower case."""

    code = "email"
    html_type = inputmode = "email"

    def read(self, raw: Any, field: Column) -> Any:
        if not isinstance(raw, str):
            return unreadable(raw)
        try:
            return reading.email(raw)
        except reading.Unreadable as refused:
            return Unparsed(raw, refused.sentence)


class Phone(Text):
    """A telephone number, stored with + and the country code."""

    code = "phone"
    html_type = inputmode = "tel"

    def read(self, raw: Any, field: Column) -> Any:
        text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
        if not isinstance(text, str):
            return unreadable(raw)
        try:
            return reading.telephone(text, region=field.country or reading.REGION)
        except reading.Unreadable:
            return Unparsed(text, sentences.not_a_phone())

    def show(self, value: str, field: Column, language: str, facts: Facts) -> str:
        return telephone(value)

    def to_form(self, value: Any) -> Any:
        """Write the number back with its groups apart, as it is read again."""
        return telephone(value) if isinstance(value, str) else super().to_form(value)


class Url(Text):
    """A link; the https:// that people leave out is written for them."""

    code = "url"
    html_type = inputmode = "url"

    def read(self, raw: Any, field: Column) -> Any:
        if not isinstance(raw, str):
            return unreadable(raw)
        link = raw if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)", raw) else f"https://{raw}"
        try:
            url_is_complete(link)
        except ValidationError:
            return Unparsed(raw, sentences.not_a_url())
        return link


class Commune(Type):
    """A municipality, stored by its slug; the facts give its name and what follows from it."""

    code = "commune"
    widget = "select"

    def read(self, raw: Any, field: Column) -> Any:
        if not isinstance(raw, str):
            return unreadable(raw)
        return raw if SLUG.fullmatch(raw) else Unparsed(raw, sentences.not_a_commune())

    def limits(self, value: str, field: Column, facts: Facts) -> list[Issue]:
        return (
            []
            if known_commune(value, facts)
            else [Issue(field.key, "unknown_commune", ERROR, sentences.not_a_commune())]
        )

    def show(self, value: str, field: Column, language: str, facts: Facts) -> str:
        return str(facts("name", value) or value)


class File(Type):
    """Files added to the field; the answer names them, the files themselves are kept elsewhere."""

    code = "file"
    widget = "file"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        names = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(name, str) for name in names):
            return unreadable(raw)
        return [without_controls(name) for name in names]

    def show(self, value: list[str], field: Column, language: str, facts: Facts) -> str:
        return ", ".join(value)

    def to_form(self, value: Any) -> Any:
        return list(value) if isinstance(value, list) else super().to_form(value)


def known_commune(value: str, facts: Facts) -> bool:
    """Tell whether the facts know the municipality; where no facts are given, it is taken as known."""
    return facts is no_facts or facts("region", value) is not None
