"""Checks of plain values that several slices need; each answers with a sentence."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"^\+[1-9]\d{6,14}$")


def clean_phone(text: str, *, country: str = "228") -> str:
    """Return `text` as E.164 (+22890000001); eight bare digits are read as Togolese. Raise ValidationError."""
    digits = re.sub(r"[\s.\-()/]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if re.fullmatch(r"\d{8}", digits):
        digits = f"+{country}{digits}"
    elif re.fullmatch(rf"{country}\d{{8}}", digits):
        digits = f"+{digits}"
    if not PHONE.match(digits):
        raise ValidationError(
            _("This telephone number does not look complete. Write eight digits, or + and the country code."),
            code="phone",
        )
    return digits


def no_nul(text: str) -> None:
    """Refuse the NUL character, which no database text can hold."""
    if "\x00" in text:
        raise ValidationError(_("The text holds a character that cannot be kept. Type it again."), code="nul")
