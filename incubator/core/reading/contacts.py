"""Telephone numbers (E.164) and e-mail addresses, as people type, dictate or copy them."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, ValidationResult

from incubator.core.reading.errors import Unreadable
from incubator.core.reading.signs import one_line

LONGEST = 60
REGION = "TG"
LABEL = re.compile(
    r"^(?:t[ée]l(?:[ée]phone)?|tel|mobile|portable|whatsapp|phone)\b[.:)]* ?:? ?", re.IGNORECASE
)
DIALLED = re.compile(r"[0-9+().\-–/ ]+")
TRUNK = re.compile(r"\( ?0 ?\)")
NAMED = re.compile(r"^[^<>]*<([^<>]+)>$")

NOT_A_PHONE = _(
    "This telephone number does not look complete. Write eight digits, or + and the country code."
)
NOT_AN_EMAIL = _("This e-mail address does not look complete. Example: nom@exemple.tg.")


def telephone(text: str, *, region: str = REGION) -> str:
    """Return a number as E.164 (+22890000001); without a country code it is one of `region`.

    Takes blanks, points, hyphens, brackets, 00 for +, and the zero in brackets that is not dialled from abroad
    ("+228 (0)90 00 00 00"). The number must have a length and a beginning of its country's plan. Raises Unreadable.
    """
    typed = LABEL.sub("", one_line(text))
    if len(typed) > LONGEST or not DIALLED.fullmatch(typed):
        raise Unreadable(NOT_A_PHONE, code="phone")
    for way in dict.fromkeys((typed, TRUNK.sub("", typed))):
        found = _number(way.replace("–", "-"), region)
        if found is not None:
            return found
    raise Unreadable(NOT_A_PHONE, code="phone")


def _number(typed: str, region: str) -> str | None:
    try:
        found = phonenumbers.parse(typed, region)
    except NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(found) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(found, PhoneNumberFormat.E164) if _in_its_plan(found) else None


def _in_its_plan(found: phonenumbers.PhoneNumber) -> bool:
    """Tell whether the country's plan holds such a number; blocks that operators get later are not asked for."""
    country = phonenumbers.region_code_for_country_code(found.country_code or 0)
    plan = PhoneMetadata.metadata_for_region(country)
    pattern = plan.general_desc.national_number_pattern if plan and plan.general_desc else None
    if pattern is None:
        return phonenumbers.is_valid_number(found)
    return re.fullmatch(pattern, phonenumbers.national_significant_number(found)) is not None


def email(text: str) -> str:
    """Return an e-mail address in small letters; "Ama <ama@exemple.tg>" gives the address. Raises Unreadable."""
    typed = one_line(text).removeprefix("mailto:")
    typed = NAMED.sub(r"\1", typed).strip(" ;,<>").lower()
    try:
        validate_email(typed)
    except ValidationError as error:
        raise Unreadable(NOT_AN_EMAIL, code="email") from error
    return typed
