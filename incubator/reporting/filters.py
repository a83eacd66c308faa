"""What the desk may filter reports by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.filters import FollowUpFilter
from incubator.reporting.models import Report
from incubator.reporting.states import ReportState


class ReportFilter(FollowUpFilter):
    """Filters of the desk list of reports."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("All"))

    class Meta:
        model = Report
        fields: list[str] = []
