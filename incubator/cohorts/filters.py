"""What the desk filters the records of places by: start-up, cohort, and whether they are late."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.cohorts.models import Cohort


class CohortField(forms.ModelChoiceField):
    """A cohort by its short name, shown in the reader's language."""

    def label_from_instance(self, cohort: Cohort) -> str:
        return cohort.title.plain


class CohortFilter(django_filters.ModelChoiceFilter):
    """Keeps the rows of one cohort."""

    field_class = CohortField


def own_cohorts(request: HttpRequest) -> QuerySet[Cohort]:
    """Return the cohorts the reader may choose from."""
    return Cohort.objects.visible_to(request.user)


class FollowUpFilter(django_filters.FilterSet):
    """Filters of a list of what places owe by a day; `rows.late(day)` keeps the late ones."""

    q = django_filters.CharFilter(
        label=_("Start-up"), field_name="place__startup__name", lookup_expr="icontains"
    )
    cohort = CohortFilter(
        label=_("Cohort"),
        field_name="place__cohort",
        queryset=own_cohorts,
        to_field_name="slug",
        empty_label=pgettext_lazy("feminine", "All"),
    )
    overdue = django_filters.BooleanFilter(
        label=_("Late only"), method="only_late", widget=forms.CheckboxInput
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    @property
    def narrows(self) -> bool:
        """Whether the address asks for something these filters know."""
        self.form.is_valid()
        return any(self.form.cleaned_data.values())

    def only_late(self, rows: Any, name: str, value: bool) -> Any:
        """Keep what is not sent and whose day has passed, once the box is ticked."""
        return rows.late(self.day) if value else rows


def active(filters: django_filters.FilterSet) -> list[tuple[str, str, str]]:
    """Return the filters in force as (key, value, words), for the labels that remove them."""
    found = []
    for name, field in filters.form.fields.items():
        value = filters.data.get(name, "")
        if not value or name not in filters.form.cleaned_data:
            continue
        words = dict(getattr(field, "choices", ())).get(value, value)
        is_tick = isinstance(field.widget, forms.CheckboxInput)
        chosen = filters.form.cleaned_data[name]
        if isinstance(chosen, Cohort):
            words = chosen.title.plain
        found.append((name, value, str(field.label) if is_tick else f"{field.label} – {words}"))
    return found
