"""Whole numbers, decimal numbers and amounts of money, as people write them."""

import re
from typing import Any

from incubator.programmes.form import sentences, wording
from incubator.programmes.form.conditions import Facts
from incubator.programmes.form.definition import Column
from incubator.programmes.form.types.base import ERROR, Issue, Type, Unparsed, unreadable

BLANKS = re.compile(r"[\s’']+")
GROUPED = re.compile(r"\d{1,3}([.,]?)\d{3}(\1\d{3})*")
FRANCS = re.compile(
    r"^(xof|f\.?cfa|cfa|francs?cfa|francs?|f)|(xof|f\.?cfa|cfa|francscfa|francs?|f)$", re.IGNORECASE
)
OTHER_CURRENCY = re.compile(r"[€$£₦₵]|eur|usd|dollar|gbp|ghs|ngn|cedi|naira", re.IGNORECASE)
MOST_DIGITS = 15


def whole(text: str) -> int | None:
    """Read "1 500 000", "1.500.000" or "1500000"; None when it is not a whole number."""
    sign = -1 if text.startswith(("-", "\u2212")) else 1
    digits = text.lstrip("+-\u2212")
    if GROUPED.fullmatch(digits):
        digits = re.sub(r"[.,]", "", digits)
    return sign * int(digits) if re.fullmatch(r"\d{1,30}", digits) else None


class Number(Type):
    """What whole and decimal numbers share: bounds."""

    def limits(self, value: Any, field: Column, facts: Facts) -> list[Issue]:
        if field.min is not None and value < field.min:
            return [
                Issue(field.key, "min", ERROR, sentences.below(field.label, self.written(field.min, field)))
            ]
        if field.max is not None and value > field.max:
            return [
                Issue(field.key, "max", ERROR, sentences.above(field.label, self.written(field.max, field)))
            ]
        return []

    def written(self, value: Any, field: Column, language: str | None = None) -> str:
        return wording.number(value, language)

    def show(self, value: Any, field: Column, language: str, facts: Facts) -> str:
        return self.written(value, field, language)


class Integer(Number):
    """A whole number."""

    code = "integer"
    inputmode = "numeric"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return unreadable(raw)
        if isinstance(raw, float):
            raw = str(int(raw)) if raw.is_integer() else str(raw)
        value = whole(BLANKS.sub("", str(raw)))
        if value is None:
            return Unparsed(str(raw), sentences.not_a_number())
        if len(str(abs(value))) > MOST_DIGITS:
            return Unparsed(str(raw), sentences.number_too_large())
        return value

    def written(self, value: Any, field: Column, language: str | None = None) -> str:
        is_year = field.min is not None and field.min >= 1000 and (field.max or 9999) <= 9999
        return str(value) if is_year else super().written(value, field, language)


class Decimal(Number):
    """A number with at most three decimals; comma or point."""

    code = "decimal"
    inputmode = "decimal"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return unreadable(raw)
        text = BLANKS.sub("", str(raw)).replace(",", ".").replace("\u2212", "-")
        if not re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,3})?", text):
            return Unparsed(str(raw), sentences.not_a_decimal())
        if len(text.partition(".")[0].lstrip("+-")) > 10:
            return Unparsed(str(raw), sentences.number_too_large())
        value = float(text)
        return int(value) if value.is_integer() else value


class Money(Number):
    """An amount in whole francs."""

    code = "money"
    inputmode = "numeric"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, dict) and set(raw) == {"amount", "currency"}:
            if raw["currency"] != field.currency:
                return Unparsed(f"{raw['amount']} {raw['currency']}", sentences.other_currency())
            raw = raw["amount"]
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return unreadable(raw)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = BLANKS.sub("", str(raw))
        if OTHER_CURRENCY.search(text):
            return Unparsed(str(raw), sentences.other_currency())
        return self._amount(FRANCS.sub("", text), str(raw))

    def _amount(self, text: str, raw: str) -> Any:
        value = whole(text)
        if value is None:
            cents = re.fullmatch(r"[+-]?\d[\d.,]*[.,]\d+", text)
            return Unparsed(raw, sentences.amount_with_cents() if cents else sentences.not_an_amount())
        if value < 0:
            return Unparsed(raw, sentences.amount_negative())
        if len(str(value)) > MOST_DIGITS:
            return Unparsed(raw, sentences.number_too_large())
        return value

    def written(self, value: Any, field: Column, language: str | None = None) -> str:
        return wording.money(value, field.currency, language)

    def to_form(self, value: Any) -> Any:
        """Write the amount back with its thousands apart, as it is read again."""
        return wording.number(value) if isinstance(value, int) else super().to_form(value)


class Rating(Integer):
    """A step on a scale, from `min` (1) to `max` (5)."""

    code = "rating"
    widget = "rating"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        value = super().read(raw, field)
        low, high = scale(field)
        if isinstance(value, int) and not low <= value <= high:
            return Unparsed(str(raw), sentences.not_offered())
        return value

    def show(self, value: Any, field: Column, language: str, facts: Facts) -> str:
        return f"{value} / {scale(field)[1]}"


def scale(field: Column) -> tuple[int, int]:
    """Return the two ends of a rating."""
    return int(field.min if field.min is not None else 1), int(field.max if field.max is not None else 5)
