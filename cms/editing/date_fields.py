"""Days and instants of the CMS's own forms, typed and shown as people write them: 05/12/2026, 5 décembre 2026 à 9 h."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.core.reading import dates

DAY, MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M"


class DayInput(forms.DateInput):
    """A line to type in: no script changes what was typed."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", **(attrs or {})}, DAY)


class MomentInput(forms.DateTimeInput):
    """The same for a day and an hour."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(
            {"placeholder": _("dd/mm/yyyy hh:mm"), "autocomplete": "off", **(attrs or {})}, MOMENT
        )


class DayField(forms.DateField):
    """A day read by the one reader of days."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return dates.day(value)


class MomentField(forms.DateTimeField):
    """A day and an hour, in the centre's time, read by the one reader."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return dates.moment(value)
