"""The line under a text that has a limit: how much is written, of how much, said before anything is typed.

Drawn by the server with what is there; `forms.js` counts on while somebody types. Nothing is ever cut.
"""

import re
from dataclasses import dataclass

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from incubator.ui.inputs import LineField
from incubator.ui.typography import number

WORDS, SIGNS = "words", "signs"
# Up to this many characters a line is a name or a title: its counter comes once most of them are used.
SHORT = 160
NEAR = 0.8
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Limit:
    """The most a text may hold. `quiet`: said once the text comes near. A line end counts as `line_end` characters."""

    most: int
    unit: str = SIGNS
    quiet: bool = False
    line_end: int = 1

    def count(self, text: object) -> int:
        """Count what the limit counts, as the check of the form does."""
        if self.unit == WORDS:
            return words_in(text)
        return len(LINE_END.sub("\n" * self.line_end, str(text or "").strip()))


def words_in(text: object) -> int:
    """Count words as the counter under a field does; a lone punctuation sign, which French sets apart, is none."""
    return sum(1 for token in str(text or "").split() if any(sign.isalnum() for sign in token))


def limit_of(field: forms.Field) -> Limit | None:
    """Return the limit of a text that people compose; numbers, codes and addresses have none to be told."""
    widget = field.widget
    if words := widget.attrs.get("data-words"):
        return Limit(int(words), WORDS)
    most, area = getattr(field, "max_length", None), isinstance(widget, forms.Textarea)
    if not most or not (area or type(field) is LineField):
        return None
    # A browser sends a line end as two characters, and Django's check counts both.
    return Limit(most, quiet=is_short(most, area), line_end=2)


def is_short(most: int, area: bool) -> bool:
    """Tell whether a limit is so far above what people write there that it is said only when it comes near."""
    return not area and most <= SHORT


def draw(text: object, limit: Limit, identifier: str) -> SafeString:
    """Draw the counter of a control: its id is the control's with `_count` behind."""
    count = limit.count(text)
    style = "counter over" if count > limit.most else "counter"
    marks = "" if limit.unit == WORDS else f' data-signs="{limit.line_end}"'
    if limit.quiet:
        marks += f" data-near{'' if count > NEAR * limit.most else ' hidden'}"
    return format_html(
        '<p class="{}" id="{}_count" data-count="{}"{}>{}</p>',
        style, identifier, limit.most, mark_safe(marks), told(count, limit),  # noqa: S308 - made of our own words
    )  # fmt: skip


def told(count: int, limit: Limit) -> str:
    """Say how much is written, of how much, and what is too much."""
    if limit.unit == WORDS:
        text = ngettext("%(count)s word of %(limit)s", "%(count)s words of %(limit)s", count)
    else:
        text = ngettext("%(count)s character of %(limit)s", "%(count)s characters of %(limit)s", count)
    text %= {"count": number(count), "limit": number(limit.most)}
    if count <= limit.most:
        return text
    return text + gettext(" – %(over)s too many") % {"over": number(count - limit.most)}
