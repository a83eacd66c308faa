"""What the desk may filter milestones by."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.filters import FollowUpFilter
from incubator.milestones.models import Milestone
from incubator.milestones.states import MilestoneState


class MilestoneFilter(FollowUpFilter):
    """Filters of the desk list of milestones."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MilestoneState.choices, empty_label=_("All")
    )

    class Meta:
        model = Milestone
        fields: list[str] = []

    def only_late(self, rows: Any, name: str, value: bool) -> Any:
        """Keep what is not sent and whose day has passed, once the box is ticked."""
        return rows.overdue(self.day) if value else rows
