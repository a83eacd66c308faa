"""The desk's list of milestones."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.lists import FollowUpFilter, FollowUpList
from incubator.cohorts.policies import CENTRE
from incubator.lists.desk_list import Column, Tab
from incubator.lists.filters import ALL
from incubator.milestones.models import Milestone
from incubator.milestones.states import MilestoneState


class MilestoneFilter(FollowUpFilter):
    """The filters of what places owe, and the state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=MilestoneState.choices, empty_label=ALL)


class MilestoneList(FollowUpList):
    """Evidence to read, milestones that are late, all."""

    name, title, roles = "milestones", _("Follow-up: milestones"), tuple(CENTRE)
    tabs = {
        "to_read": Tab(
            _("To read"),
            lambda listing: Milestone.objects.to_read(),
            _("No evidence waits to be read."),
            ("submitted_at",),
        ),
        "overdue": Tab(_("Late"), lambda listing: listing.late()),
        "all": Tab(_("All")),
    }
    filter_class, ordering = MilestoneFilter, ("due_on",)
    nothing = _("The milestones appear here once incubations have started.")
    template_name = "milestones/desk/list.html"
    middle = Column("number", _("Milestone"), lambda row: f"{row.number}. {row.title}", sort="number")
    due = Column("due", _("Due"), lambda row: row.due_on, sort="due_on")

    def rows(self) -> QuerySet[Milestone]:
        return Milestone.objects.visible_to(self.person).for_list()

    def late(self) -> QuerySet[Milestone]:
        return Milestone.objects.overdue(self.day)

    def address_of(self, row: Milestone) -> str:
        return reverse("milestones:desk_detail", args=[row.public_id])
