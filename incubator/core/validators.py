"""Checks of plain values that several slices need; each answers with a sentence."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def no_nul(text: str) -> None:
    """Refuse the NUL character, which no database text can hold."""
    if "\x00" in text:
        raise ValidationError(_("The text holds a character that cannot be kept. Type it again."), code="nul")
