"""The desk's list of reports."""

from collections.abc import Mapping

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.lists import FollowUpFilter, FollowUpList
from incubator.cohorts.policies import CENTRE
from incubator.lists.desk_list import Column, Tab
from incubator.lists.filters import ALL
from incubator.people.states import Role
from incubator.reporting.models import Report
from incubator.reporting.states import ReportState

READERS = (*CENTRE, Role.DONOR)


class ReportFilter(FollowUpFilter):
    """The filters of what places owe, and the state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=ALL)


class ReportList(FollowUpList):
    """Reports to read, reports that are late, all; a donor, who has nothing to treat, reads those accepted."""

    name, title, roles = "reports", _("Follow-up: reports"), READERS
    filter_class, ordering = ReportFilter, ("-period__ends_on", "place__startup__name")
    nothing = _("The reports appear here once a period has opened.")
    template_name = "reporting/desk/list.html"
    middle = Column("period", _("Period"), lambda row: row.period.title, sort="period__starts_on")
    due = Column("due", _("Due"), lambda row: row.period.due_on, sort="period__due_on")

    @cached_property
    def tabs(self) -> Mapping[str, Tab]:
        if not CENTRE & self.person.roles(self.at):
            return {}
        return {
            "to_read": Tab(
                _("To read"),
                lambda listing: Report.objects.to_read(),
                _("No report waits to be read."),
                ("submitted_at",),
            ),
            "late": Tab(_("Late"), lambda listing: self.late(), ordering=("period__due_on",)),
            "all": Tab(_("All")),
        }

    @property
    def first_tab(self) -> str:
        return super().first_tab if self.tabs else ""

    def rows(self) -> QuerySet[Report]:
        return Report.objects.visible_to(self.person).for_list()

    def late(self) -> QuerySet[Report]:
        return Report.objects.late(self.day)

    def address_of(self, row: Report) -> str:
        return reverse("reporting:desk_detail", args=[row.public_id])
