"""What the directory and the portfolio may be filtered by; an unknown value is ignored, never an error."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.cohorts.models import Cohort
from incubator.core import reading
from incubator.core.bilingual import pick
from incubator.startups.models import Sector, Startup
from incubator.startups.states import Gender, Stage
from incubator.territory.models import ReportingZone

LONGEST_SEARCH = 80


def sectors() -> list[tuple[str, str]]:
    rows = Sector.objects.values_list("slug", "name_fr", "name_en")
    return [(slug, pick(fr, en).plain) for slug, fr, en in rows]


def zones() -> list[tuple[str, str]]:
    return list(ReportingZone.objects.values_list("slug", "name"))


def cohorts() -> list[tuple[str, str]]:
    rows = Cohort.objects.values_list("slug", "title_fr", "title_en")
    return [(slug, pick(fr, en).plain) for slug, fr, en in rows]


def by_words(rows: QuerySet, words: str) -> QuerySet:
    """Keep the start-ups whose name, pitch or commune hold every word."""
    for word in reading.one_line(words[:LONGEST_SEARCH]).split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(pitch_fr__icontains=word)
            | Q(pitch_en__icontains=word)
            | Q(commune__name__icontains=word)
            | Q(commune__capital__icontains=word)
        )
    return rows


class DirectoryFilter(django_filters.FilterSet):
    """Sector, zone, stage and words."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="sector__slug", choices=sectors, empty_label=_("All")
    )
    zone = django_filters.ChoiceFilter(
        label=_("Zone"),
        field_name="commune__prefecture__zone__slug",
        choices=zones,
        empty_label=pgettext_lazy("feminine", "All"),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Stage.choices, empty_label=_("All"))

    class Meta:
        model = Startup
        fields: list[str] = []

    def search(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return by_words(rows, words)

    @property
    def found(self) -> QuerySet:
        """Return the rows by what is understood; a value nobody knows is left out."""
        self.form.is_valid()
        rows = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """Return the filters in force as (key, value, words), for the labels that remove them."""
        self.form.is_valid()
        lines = []
        for key, value in self.form.cleaned_data.items():
            if value:
                field = self.form.fields[key]
                words = "" if value is True else f" – {dict(getattr(field, 'choices', ())).get(value, value)}"
                lines.append((key, "on" if value is True else value, f"{field.label}{words}"))
        return lines


class PortfolioFilter(DirectoryFilter):
    """The desk's filters: cohort, gender of the lead and late milestones too."""

    cohort = django_filters.ChoiceFilter(
        label=_("Cohort"),
        field_name="cohort_slug",
        choices=cohorts,
        empty_label=pgettext_lazy("feminine", "All"),
    )
    gender = django_filters.ChoiceFilter(
        label=_("Lead"), field_name="lead_gender", choices=Gender.choices, empty_label=_("All")
    )
    late = django_filters.BooleanFilter(
        label=_("Late milestones only"), method="only_late", widget=forms.CheckboxInput
    )

    def only_late(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows.filter(milestones_late__gt=0) if value else rows
