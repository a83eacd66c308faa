"""The calls at the desk."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incubator.lists.cells import Badge, Link, Many
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ALL, ListFilter, SearchFilter
from incubator.people.states import Role
from incubator.programmes.models import Call, Programme
from incubator.programmes.states import CallState
from incubator.ui.typography import nbsp

STAFF = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN, Role.FINANCE, Role.APPROVER)
# What waits for somebody among the calls, each by the one method that tasks count with.
WAITING = {
    "to_approve": _("To approve"),
    "early_closing_asked": _("Earlier closing to decide"),
    "to_publish": _("To publish"),
}


class CallFilter(ListFilter):
    """Words, what waits for the reader, the programme."""

    q = SearchFilter("reference", "title_fr", "title_en")
    waiting = django_filters.ChoiceFilter(
        label=_("What waits for you"), choices=tuple(WAITING.items()), method="only_waiting", empty_label=ALL
    )
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=Programme.objects.order_by("title_fr"), to_field_name="slug", empty_label=ALL
    )  # fmt: skip
    facets = {"programme": "programme__slug"}

    def only_waiting(self, calls: QuerySet, name: str, wanted: str) -> QuerySet:
        """Keep the calls that wait for the reader in that way."""
        return getattr(calls, wanted)(self.request.person)


def _title(call: Call) -> Many:
    kind = (
        Badge("warning", _("Practice")) if call.is_practice
        else Badge("neutral", _("Template")) if call.is_template
        else Badge("info", _("By invitation")) if call.by_invitation
        else None
    )  # fmt: skip
    title = nbsp(str(call.title))
    return Many((title, kind) if kind else (title,))


class CallList(DeskList):
    """The calls by state, the last to open first."""

    name, title, roles = "calls", _("Calls"), STAFF
    tab_key = "state"
    tabs = {"all": Tab(_("All")), **{state.value: Tab(state.label, Q(state=state)) for state in CallState}}
    filter_class, ordering = CallFilter, ("-opens_at",)
    columns = (
        Column("reference", _("Reference"),
               lambda row: Link(row.reference, reverse("programmes:prepare", args=[row.reference])), sort="reference"),
        Column("title", _("Title"), _title),
        Column("programme", _("Programme"), lambda row: nbsp(str(row.programme.title))),
        Column("state", _("State"), lambda row: Badge(row.state, CallState(row.state).label)),
        Column("opens_at", _("Opening"), lambda row: row.opens_at, sort="opens_at"),
        Column("closes_at", _("Closing"), lambda row: row.closes_at, sort="closes_at"),
    )  # fmt: skip
    drops_empty_tabs = True
    search_label = _("Search a call")
    nothing = _("No call here yet. A call begins as the copy of another.")
    template_name = "programmes/desk/list.html"

    def rows(self) -> QuerySet[Call]:
        return Call.objects.visible_to(self.person).at_desk()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"may_prepare": self.person.has_role(Role.OFFICER, at=self.at)}
