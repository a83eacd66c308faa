"""Whole numbers, decimal numbers and amounts of money, as people write them."""

from collections.abc import Callable
from typing import Any

from incubator.core import reading
from incubator.forms import sentences, wording
from incubator.forms.conditions import Facts
from incubator.forms.definition import Column
from incubator.forms.types.base import ERROR, Issue, Type, Unparsed, unreadable

# A number of the form has so many digits before its decimals: it is kept as a JSON number, without rounding.
DECIMAL_DIGITS = 10


def _read(reader: Callable[[str], Any], raw: Any) -> Any:
    """Read a text or a JSON number; what it cannot be is kept with the reader's sentence."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return unreadable(raw)
    text = str(raw)
    if isinstance(raw, float):
        # Six decimals: what a machine wrote has no groups, 12.345 is never twelve thousand.
        text = str(int(raw)) if raw.is_integer() else f"{raw:f}"
    try:
        return reader(text)
    except reading.Unreadable as refused:
        return Unparsed(str(raw), refused.sentence)


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
        return _read(reading.whole, raw)

    def written(self, value: Any, field: Column, language: str | None = None) -> str:
        is_year = field.min is not None and field.min >= 1000 and (field.max or 9999) <= 9999
        return str(value) if is_year else super().written(value, field, language)


class Decimal(Number):
    """A number with at most three decimals; comma or point."""

    code = "decimal"
    inputmode = "decimal"

    def read(self, raw: Any, field: Column) -> Any:
        value = _read(reading.number, raw)
        if isinstance(value, Unparsed):
            return value
        if abs(value) >= 10**DECIMAL_DIGITS:
            return Unparsed(str(raw), sentences.number_too_large())
        return int(value) if value == value.to_integral_value() else float(value)


class Money(Number):
    """An amount in whole francs."""

    code = "money"
    inputmode = "numeric"

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, dict) and set(raw) == {"amount", "currency"}:
            own = raw["currency"] == field.currency
            raw = raw["amount"] if own else f"{raw['amount']} {raw['currency']}"
        return _read(lambda text: reading.money(text, field.currency), raw)

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
