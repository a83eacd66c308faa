"""What a list can be narrowed by: django-filter's `FilterSet`, with counts beside the choices and labels that remove."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.expressions import BaseExpression
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.core import reading
from incubator.ui import fields, inputs

LONGEST_SEARCH = 200
ALL, ALL_FEMININE = pgettext_lazy("filter", "All"), pgettext_lazy("feminine", "All")


class SearchFilter(django_filters.CharFilter):
    """Every word typed stands in one of the columns; a piece of a telephone number, typed in any way, in `number` too."""

    field_class = inputs.LineField

    def __init__(self, *columns: str, number: str = "") -> None:
        super().__init__(label=_("Search"))
        self.columns, self.number = columns, number

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        typed = reading.one_line((value or "")[:LONGEST_SEARCH])
        digits = reading.digits_typed(typed) if self.number else ""
        for word in [typed] if digits else typed.split():
            wanted = Q(**{f"{self.number}__contains": digits}) if digits else Q()
            for column in self.columns:
                wanted |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(wanted)
        return rows


class DayFilter(django_filters.DateFilter):
    """A day, read as people write it."""

    field_class = inputs.DateField


class SinceFilter(DayFilter):
    """Keeps what was done from the first instant of a local day on."""

    def filter(self, rows: QuerySet, value: date | None) -> QuerySet:
        return rows.filter(**{f"{self.field_name}__gte": _start_of(value)}) if value else rows


class UntilFilter(DayFilter):
    """Keeps what was done until the last instant of a local day."""

    def filter(self, rows: QuerySet, value: date | None) -> QuerySet:
        after = value + timedelta(days=1) if value and value < date.max else None
        return rows.filter(**{f"{self.field_name}__lt": _start_of(after)}) if after else rows


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


class TickFilter(django_filters.BooleanFilter):
    """A box to tick; not ticked, it keeps everything."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxInput, **options)

    def filter(self, rows: QuerySet, value: bool | None) -> QuerySet:
        return super().filter(rows, value) if value else rows


class ListFilter(django_filters.FilterSet):
    """The filters of a list. A value that nobody knows narrows nothing; the page says that it was left aside.

    `request` is the list as its reader asks for it (`person`, `at`), which the choices of filters may depend on.
    `facets` names the filters whose choices show how many rows each would leave, with the column to count by.
    """

    facets: Mapping[str, str | BaseExpression] = {}

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was understood of the address, by the name of the filter."""
        self.form.is_valid()
        return {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)
        }

    def knows(self, key: str) -> bool:
        """Whether a key of the address names a filter, and its value was understood."""
        return key in self.form.fields and key not in self.form.errors

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """Apply what was understood."""
        for name, value in self.asked.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in force as (key, value, words), for the labels that remove them."""
        return [
            (name, self.data.get(name, ""), self._words(name, value)) for name, value in self.asked.items()
        ]

    def _words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if value is True:
            return str(field.label)
        if isinstance(field, forms.ModelChoiceField):
            words = field.label_from_instance(value)
        else:
            words = dict(getattr(field, "choices", ())).get(value) or self.data.get(name, "")
        return f"{field.label} – {words}"

    def tally(self, name: str, counts: Counter) -> Counter:
        """Return the counts of a column by the values of its filter, where these are not the column's own."""
        return counts

    def drawn(self, counts: Mapping[str, Counter]) -> SafeString:
        """Return every filter but the search, each choice with how many rows it would leave.

        A choice that would leave nothing is not offered, unless it is the one in force.
        """
        drawn = [
            self._facet(name, self.tally(name, counts[name]))
            if name in counts
            else fields.render_field(self.form[name])
            for name in self.form.fields
            if name != "q"
        ]
        return format_html_join("", "{}", ((one,) for one in drawn))

    def _facet(self, name: str, numbers: Counter) -> SafeString:
        label = self.form.fields[name].label
        offered = list(self._options(name, numbers))
        options = format_html_join("", '<option value="{}"{}>{}</option>', offered)
        searched = SafeString(" data-search" if len(offered) > fields.SEARCHED_ABOVE else "")
        select = format_html('<select name="{}" id="id_{}"{}>{}</select>', name, name, searched, options)
        return format_html('<div class="field"><label for="id_{}">{}</label>{}</div>', name, label, select)

    def _options(self, name: str, numbers: Counter) -> Iterator[tuple[str, SafeString, object]]:
        now = self.data.get(name, "") if name in self.asked else ""
        for value, words in self.form.fields[name].choices:
            value, number = str(value), numbers.get(str(value), 0)
            if not value or number or value == now:
                selected = SafeString(" selected") if value == now and value else SafeString("")
                yield value, selected, f"{words} ({number})" if number else words
