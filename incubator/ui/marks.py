"""What must be filled in: said once at the top of a form, and marked on the fewer of its questions alone."""

from collections.abc import Sequence

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# A shorter form needs no sentence: its marks are seen at once.
FEWEST = 4


def mark(form: forms.BaseForm) -> SafeString:
    """Return the sentence for the top of a form drawn whole; its fields are then marked accordingly."""
    needed = [
        bound.field.required
        for bound in form.visible_fields()
        if not bound.field.disabled and not isinstance(bound.field.widget, forms.CheckboxInput)
    ]
    form.marks_needed = _are_few(needed)  # type: ignore[attr-defined]
    if not form.marks_needed:  # type: ignore[attr-defined]
        return drawn(but_optional(needed))
    return drawn(_("Only what is marked required is to be filled in."))


def but_optional(needed: Sequence[bool]) -> str:
    """Return the sentence of a form whose optional questions are the fewer and carry the mark, "" for another."""
    if len(needed) < FEWEST or all(needed) or 2 * sum(needed) < len(needed):
        return ""
    return _("Everything is to be filled in, except what is marked optional.")


def drawn(sentence: str) -> SafeString:
    """Draw the sentence, where there is one."""
    return format_html('<p class="hint marks">{}</p>', sentence) if sentence else mark_safe("")


def beside(text: str, *, required: bool, marks_needed: bool) -> SafeString:
    """Return a label with its mark; none where the sentence at the top says it."""
    if required != marks_needed:
        return format_html("{}", text)
    word = _("required") if required else _("optional")
    return format_html('{} <span class="optional">{}</span>', text, word)


def _are_few(needed: Sequence[bool]) -> bool:
    return len(needed) >= FEWEST and any(needed) and 2 * sum(needed) < len(needed)
