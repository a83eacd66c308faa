"""What the desk may filter reports by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.milestones.filters import CohortFilter, own_cohorts
from incubator.reporting.models import Report
from incubator.reporting.states import ReportState


class ReportFilter(django_filters.FilterSet):
    """Filters of the desk list of reports."""

    q = django_filters.CharFilter(
        label=_("Start-up"), field_name="place__startup__name", lookup_expr="icontains"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("All"))
    cohort = CohortFilter(
        label=_("Cohort"),
        field_name="place__cohort",
        queryset=own_cohorts,
        to_field_name="slug",
        empty_label=_("All"),
    )
    overdue = django_filters.BooleanFilter(
        label=_("Late only"), method="only_late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, day: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def only_late(self, rows: QuerySet[Report], name: str, value: bool) -> QuerySet[Report]:
        """Keep what is not sent and whose day has passed, once the box is ticked."""
        return rows.late(self.day) if value else rows
