"""The register of links at the desk."""

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incubator.conflicts.models import Interest
from incubator.conflicts.policies import A_LINK, the_office_of_the_startup
from incubator.conflicts.states import LIFECYCLE, InterestKind, InterestState
from incubator.lists.cells import Above, Link
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ALL, ListFilter, SearchFilter
from incubator.people.models import User
from incubator.people.states import Role
from incubator.workflow.deciding import denied

OFFICE = (Role.OFFICER, Role.DIRECTOR)


def _person(row: Interest) -> User | Link | None:
    if row.person is None and row.state != InterestState.DISMISSED:
        return Link(_("Say who it is"), reverse("conflicts:identify", args=[row.public_id]))
    return row.person


class InterestFilter(ListFilter):
    """The person, the start-up, the kind of link."""

    q = SearchFilter("person__full_name", "startup__name")
    kind = django_filters.ChoiceFilter(label=_("Link"), choices=InterestKind.choices, empty_label=ALL)
    facets = {"kind": "kind"}


class InterestList(DeskList):
    """Who has a link with which start-up, by state; each with what may be done about it."""

    name, title, roles = "interests", _("Register of links"), OFFICE
    tab_key = "state"
    tabs = {state.value: Tab(state.label, Q(state=state)) for state in InterestState}
    filter_class, ordering = InterestFilter, ("declared_at",)
    columns = (
        Column("person", _("Person"), _person, sort="person__full_name"),
        Column("startup", _("Start-up"), lambda row: row.startup.name, sort="startup__name"),
        Column("kind", _("Link"), lambda row: Above(row.get_kind_display(), row.note)),
        Column("declared", _("Declared"), lambda row: Above(row.declared_by, row.declared_at), sort="declared_at"),
        Column("acts", _("Acts"), lambda row: "", template="conflicts/acts.html"),
    )  # fmt: skip
    lead = _(
        "Who has a link with which start-up. A link closes the file to the person until it is dismissed."
    )
    search_label = _("Search a person or a start-up")
    nothing = _("Nothing here. Links appear when a juror, a member of staff or an applicant declares one.")

    def rows(self) -> QuerySet[Interest]:
        return Interest.objects.visible_to(self.person).for_list()

    def prepared(self, rows: list[Interest]) -> list[Interest]:
        office = the_office_of_the_startup
        for row in rows:
            is_own = row.person_id == self.person.pk
            known = {office: denied(A_LINK) if is_own else office.of_rows(self.person, self.at)}
            row.openings = LIFECYCLE.open_to(self.person, row, self.at, known=known)
        return rows
