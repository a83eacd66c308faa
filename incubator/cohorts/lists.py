"""The desk's list of cohorts; and what the lists of milestones and of reports have in common: what places owe by a day."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Cohort
from incubator.cohorts.policies import CENTRE, OFFICE
from incubator.cohorts.states import PRESENT
from incubator.core.clock import local_day
from incubator.lists.cells import Badge, Link, Many
from incubator.lists.desk_list import Column, DeskList
from incubator.lists.filters import ALL_FEMININE, ListFilter, SearchFilter, TickFilter
from incubator.programmes.models import Call


class CohortField(django_filters.fields.ModelChoiceField):
    """A cohort by its short name, shown in the reader's language."""

    def label_from_instance(self, cohort: Cohort) -> str:
        return cohort.title.plain


class CohortFilter(django_filters.ModelChoiceFilter):
    """Keeps the rows of one cohort among those the reader may choose from."""

    field_class = CohortField

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Cohort"),
            queryset=lambda listing: Cohort.objects.visible_to(listing.person),
            to_field_name="slug",
            empty_label=ALL_FEMININE,
            **options,
        )


class FollowUpFilter(ListFilter):
    """Start-up, cohort, and whether it is late."""

    facets = {"cohort": "place__cohort__slug", "state": "state"}

    q = SearchFilter("place__startup__name")
    cohort = CohortFilter(field_name="place__cohort")
    overdue = TickFilter(label=_("Late only"), method="only_late")

    def only_late(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep what is not sent and whose day has passed."""
        return rows.filter(pk__in=self.request.late().values("pk"))


class FollowUpList(DeskList):
    """Rows of places with a state and a day; a subclass names the middle column, the day, and the page of a row."""

    search_label = _("Search a start-up")
    middle: Column
    due: Column

    @cached_property
    def day(self) -> Any:
        """The day by which something is late."""
        return local_day(self.at)

    @property
    def first_tab(self) -> str:
        """What waits to be read; a filter asked for without a tab searches everything."""
        return "all" if self.is_narrowed else super().first_tab

    def late(self) -> QuerySet:
        """Return what is late, whoever reads it."""
        raise NotImplementedError

    def address_of(self, row: Any) -> str:
        """Return the page of a row."""
        raise NotImplementedError

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return (
            Column("startup", _("Start-up"), lambda row: Link(row.place.startup.name, self.address_of(row)),
                   sort="place__startup__name"),
            self.middle,
            Column("cohort", _("Cohort"), lambda row: row.place.cohort.title, sort="place__cohort__slug"),
            Column("state", _("State"), self._state),
            self.due,
            Column("sent", _("Sent on"), lambda row: row.submitted_at, sort="submitted_at"),
        )  # fmt: skip

    def _state(self, row: Any) -> Badge | Many:
        state, late = Badge(row.state, row.state_label), row.days_late(self.day)
        words = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return Many((state, Badge("overdue", words))) if late else state


class CohortSearch(ListFilter):
    """The title of the cohort, or the reference of its call."""

    q = SearchFilter("title_fr", "title_en", "call__reference")


class CohortList(DeskList):
    """The cohorts with their places, under the calls that have none yet."""

    name, title, roles = "cohorts", _("Cohorts"), tuple(CENTRE)
    filter_class, ordering, row_key = CohortSearch, ("-starts_on",), "pk"
    search_label = _("Search a cohort")
    nothing = _("No cohort yet. It is planned from a published call.")
    template_name = "cohorts/desk/list.html"
    columns = (
        Column("cohort", _("Cohort"), lambda row: Link(
            row.title, reverse("cohorts:detail", args=[row.slug]), row.call.reference if row.call else ""),
            sort="slug"),
        Column("starts", _("Start"), lambda row: row.starts_on, sort="starts_on"),
        Column("ends", _("End"), lambda row: row.ends_on, sort="ends_on"),
        Column("places", _("Places"), lambda row: gettext("%(taken)s of %(places)s") % {
            "taken": row.places_taken, "places": row.places}, sort="places", numeric=True),
        Column("present", _("Start-ups present"), lambda row: row.present, sort="present", numeric=True),
    )  # fmt: skip

    def rows(self) -> QuerySet[Cohort]:
        present = Count("places_given", filter=Q(places_given__state__in=PRESENT))
        return Cohort.objects.visible_to(self.person).for_list().annotate(present=present)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "calls": Call.objects.visible_to(self.person).public().counted().filter(cohort=None),
            "may_plan": bool(OFFICE & self.person.roles(self.at)),
        }
