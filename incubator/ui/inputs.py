"""Form fields that take what people write: amounts, numbers, dates, hours, telephones, e-mail addresses.

Each is a text input (a number or date input drops what it does not like before anybody can answer), is read by
`incubator.core.reading`, and shows back what was typed when it cannot be read.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incubator.core import reading
from incubator.core.validators import no_nul
from incubator.ui import typography

A_DAY = _("For example 29/11/2026.")
A_MONTH = _("For example 03/2027 or March 2027.")
AN_INSTANT = _("For example 29/11/2026 17:00.")
EMPTY = (None, "")
MOST_IN_A_COLUMN = 2_147_483_647


def _with_example(options: dict[str, Any], example: Any) -> dict[str, Any]:
    """Put the example behind the help that a form gives."""
    told = options.get("help_text")
    return options | {"help_text": format_lazy("{} {}", told, example) if told else example}


def _unless_given(widget: forms.Widget, attrs: dict[str, Any]) -> dict[str, Any]:
    """Keep what the form itself says of its input, such as `autocomplete`."""
    return {name: value for name, value in attrs.items() if name not in widget.attrs}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


class MoneyField(forms.Field):
    """An amount in whole francs ("1 500 000 F CFA"); cleans to int, None when it may stay empty.

    `min_value` (francs) is refused below; 0 allows zero.
    """

    widget = forms.TextInput

    def __init__(self, *, min_value: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.min_value = min_value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        suffix = typography.SYMBOLS["XOF"]
        return _unless_given(widget, {"inputmode": "numeric", "autocomplete": "off", "data-suffix": suffix})

    def prepare_value(self, value: Any) -> Any:
        return typography.number(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in EMPTY:
            return None
        amount = value if isinstance(value, int) else reading.money(_text(value))
        if amount < self.min_value:
            told = _("The amount must be more than zero.") if self.min_value == 1 else self._least()
            raise ValidationError(told, code="min_value")
        return amount

    def _least(self) -> Any:
        return format_lazy(_("The amount must be at least {}."), typography.money(self.min_value))


class WholeField(forms.IntegerField):
    """A whole number ("1 500", "10 %"), between `min_value` and `max_value`; cleans to int.

    Without a `max_value` of its own, no more than a column of the database holds.
    """

    widget = forms.TextInput

    def __init__(self, *, max_value: int | None = None, **options: Any) -> None:
        most = MOST_IN_A_COLUMN if max_value is None else max_value
        super().__init__(max_value=most, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _unless_given(widget, {"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else reading.whole(_text(value))


class NumberField(forms.DecimalField):
    """A number with a comma or a point ("3,5", "10 %"); cleans to Decimal."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _unless_given(widget, {"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int | float | Decimal):
            return value
        return typography.number(value.normalize() if isinstance(value, Decimal) and value else value)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, Decimal) else reading.number(_text(value))


class DayInput(forms.DateInput):
    """A day as it is typed: 29/11/2026."""

    def format_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class DateField(forms.DateField):
    """A day ("29/11/2026", "29 novembre 2026", "2026-11-29"); cleans to date, shown back as 29/11/2026."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_example(options, A_DAY))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _unless_given(widget, {"autocomplete": "off", "data-picker": "date"})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else reading.day(_text(value))


class MonthInput(forms.DateInput):
    """A month as it is typed: 03/2027."""

    def format_value(self, value: Any) -> Any:
        return value.strftime("%m/%Y") if isinstance(value, date) else value


class MonthField(forms.DateField):
    """A month ("mars 2027", "03/2027", "2027-03"); cleans to its first day, shown back as 03/2027."""

    widget = MonthInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**_with_example(options, A_MONTH))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _unless_given(widget, {"autocomplete": "off", "data-picker": "month"})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        return value.replace(day=1) if isinstance(value, date) else reading.month(_text(value))


class InstantInput(forms.DateTimeInput):
    """A day and an hour as they are typed; the seconds only where there are some."""

    def format_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        return value.strftime("%d/%m/%Y %H:%M:%S" if value.second else "%d/%m/%Y %H:%M")


class DateTimeField(forms.DateTimeField):
    """A day and an hour ("29/11/2026 17:00", "29/11/2026 à 17 h"), in the centre's zone; cleans to an aware instant.

    `hour` is the one meant when a day alone is typed.
    """

    widget = InstantInput

    def __init__(self, *, hour: time | None = None, **options: Any) -> None:
        super().__init__(**_with_example(options, AN_INSTANT))
        self.hour = hour

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _unless_given(widget, {"autocomplete": "off", "data-picker": "datetime-local"})

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, datetime) else reading.moment(_text(value), hour=self.hour)


class LineField(forms.CharField):
    """One line of text, as it was typed but for the signs that nobody sees: a line of those alone is empty."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if "\x00" in text else self.read(text)

    def read(self, typed: str) -> str:
        return reading.tidy(typed)


class SlugField(LineField, forms.SlugField):
    """A short name in an address, or a reference: what is no letter or figure is said, capitals are made small."""

    def read(self, typed: str) -> str:
        return reading.one_line(typed).lower()


class IdentifierField(LineField):
    """A number of a register, of an account or of a transfer: in the usual shape of each sign."""

    def read(self, typed: str) -> str:
        return reading.one_line(typed)


class ReferenceField(LineField):
    """A reference such as AC-2028-01: small letters are made capitals."""

    def read(self, typed: str) -> str:
        return reading.one_line(typed).upper()


class CodeField(LineField):
    """A code that somebody received or was told, typed in whatever groups: its letters and figures."""

    def read(self, typed: str) -> str:
        return "".join(sign for sign in reading.one_line(typed) if sign.isalnum())


class _ContactField(forms.CharField):
    """What a telephone and an address share: one line of text, with no sign that nobody sees."""

    def __init__(self, *, max_length: int = 254, **options: Any) -> None:
        super().__init__(max_length=max_length, validators=[no_nul], **options)

    def read(self, typed: str) -> str:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return self.read(typed) if reading.one_line(typed) else self.empty_value


class PhoneField(_ContactField):
    """A telephone number typed any way; cleans to E.164 (+22890000001), "" when it may stay empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60} | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        own = {"inputmode": "tel", "autocomplete": "off"}
        return _unless_given(widget, own | super().widget_attrs(widget))

    def prepare_value(self, value: Any) -> Any:
        return typography.telephone(value) if isinstance(value, str) else value

    def read(self, typed: str) -> str:
        return reading.telephone(typed)


class EmailField(_ContactField):
    """An e-mail address, however it was copied; cleans to small letters, "" when it may stay empty."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        own = {"inputmode": "email", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        return _unless_given(widget, own | super().widget_attrs(widget))

    def read(self, typed: str) -> str:
        return reading.email(typed)


READ_HERE: tuple[tuple[type[models.Field], type[forms.Field]], ...] = (
    (models.DateTimeField, DateTimeField),
    (models.DateField, DateField),
    (models.IntegerField, WholeField),
    (models.DecimalField, NumberField),
    (models.SlugField, SlugField),
)


def formfield(column: models.Field, **options: Any) -> forms.Field | None:
    """Return the form field of a model's column: `formfield_callback` of a ModelForm's Meta.

    Dates, numbers and lines become the fields above; choices and every other column are Django's.
    """
    for kind, field in READ_HERE:
        if isinstance(column, kind) and not column.choices:
            return column.formfield(form_class=field, **options)
    if isinstance(column, models.CharField) and not column.choices and "widget" not in options:
        return column.formfield(form_class=LineField, **options)
    return column.formfield(**options)
