"""The desk's list of accounts to pay, version by version."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.lists import READERS, state_of
from funding.models import Payee
from incubator.lists.cells import Link, day_of
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ListFilter, SearchFilter


def to_payee(payee: Payee) -> Link:
    """Lead to the page of the account of a start-up."""
    return Link(payee.startup.name, reverse("funding:payee", args=[payee.startup.slug]))


class PayeeSearch(ListFilter):
    """The start-up or the holder of the account."""

    q = SearchFilter("startup__name", "holder")


class PayeeList(DeskList):
    """The accounts that wait for a second person, those that are paid, and all their versions."""

    name, title, roles = "payees", _("Accounts to pay"), READERS
    tabs = {
        "to_confirm": Tab(_("To confirm"), lambda listing: Payee.objects.to_confirm(listing.person)),
        "paid": Tab(_("Paid now"), lambda listing: Payee.objects.current()),
        "all": Tab(_("All")),
    }
    filter_class, ordering = PayeeSearch, ("-proposed_at",)
    columns = (
        Column("startup", _("Start-up"), to_payee, sort="startup__name"),
        Column("version", _("Version"), lambda row: row.version, numeric=True),
        Column("rail", _("Means of payment"), lambda row: row.get_rail_display()),
        Column("holder", _("Holder of the account"), lambda row: row.holder),
        Column("account", _("Account"), lambda row: row.masked_account),
        Column("proposed_by", _("Proposed by"), lambda row: str(row.proposed_by or "–")),
        Column("proposed", _("Proposed on"), lambda row: day_of(row.proposed_at), sort="proposed_at"),
        Column("state", _("State"), state_of),
    )
    search_label = _("Search a start-up or a holder")
    nothing = _(
        "No account in this view. One is proposed on the page of an award, with the paper that shows it."
    )

    def rows(self) -> QuerySet[Any]:
        return Payee.objects.visible_to(self.person).select_related("startup", "proposed_by")
