"""The desk's lists of what start-ups are given: awards, tranches, expenses."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from funding.models import Award, Expense, Tranche
from funding.states import AwardState, TrancheState
from incubator.cohorts.models import Place
from incubator.core.money import Money
from incubator.lists.cells import Above, Badge, Link, day_of
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ListFilter, SearchFilter
from incubator.people.states import Role
from incubator.ui.typography import money, nbsp

READERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.OFFICER)
MOST_PLACES = 200
ALL, EVERY = Tab(_("All")), Tab(pgettext_lazy("feminine", "All"))


def state_of(row: Any) -> Badge:
    return Badge(row.state, row.state_label)


def to_tranche(tranche: Tranche, beside: str = "") -> Link:
    address = reverse("funding:tranche", args=[tranche.public_id])
    return Link(tranche.award.startup.name, address, beside)


CURRENCY = Column("currency", _("Currency"), lambda row: row.currency, is_usual=False)
CURRENCY_OF_AWARD = Column("currency", _("Currency"), lambda row: row.award.currency, is_usual=False)


class AwardSearch(ListFilter):
    """The start-up or the reference of the award."""

    q = SearchFilter("startup__name", "reference")


class AwardList(DeskList):
    """The awards by state, and the start-ups that have none yet."""

    name, title, roles = "awards", _("Awards"), READERS
    tab_key = "state"
    tabs = {
        "all": EVERY,
        "to_approve": Tab(_("To approve"), lambda listing: Award.objects.to_approve(listing.person)),
        **{state.value: Tab(state.label, Q(state=state)) for state in AwardState},
    }
    filter_class, ordering = AwardSearch, ("-created_at",)
    columns = (
        Column("reference", _("Reference"), lambda row: Link(row.reference, reverse("funding:award", args=[row.reference])),
               sort="reference"),
        Column("startup", _("Start-up"), lambda row: row.startup.name, sort="startup__name"),
        Column("line", _("Budget line"), lambda row: row.line.title),
        Column("ceiling", _("Ceiling"), lambda row: Money(row.ceiling_amount, row.currency), sort="ceiling_amount",
               numeric=True),
        Column("paid", _("Paid"), lambda row: Money(row.paid_amount, row.currency), sort="paid_amount", numeric=True),
        Column("state", _("State"), state_of),
        CURRENCY,
    )  # fmt: skip
    search_label = _("Search a start-up")
    nothing = _("No award here. An award is proposed for a start-up in incubation.")
    template_name = "funding/desk/awards.html"

    def rows(self) -> QuerySet[Award]:
        return Award.objects.visible_to(self.person).select_related("startup", "line")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        theirs = Place.objects.visible_to(self.person).present()
        without = theirs.filter(award=None).select_related("startup", "cohort")
        return {
            "places": without.order_by("startup__name")[:MOST_PLACES],
            "may_propose": self.person.has_role(Role.OFFICER, Role.FINANCE, at=self.at),
        }


class TrancheSearch(ListFilter):
    """The start-up or the reference of the award."""

    q = SearchFilter("award__startup__name", "award__reference")


class TrancheList(DeskList):
    """The tranches by the step they wait at."""

    name, title, roles = "tranches", _("Tranches"), READERS
    tabs = {
        "check": Tab(_("To check"), Q(state=TrancheState.REQUESTED)),
        "sign": Tab(_("To sign"), Q(state=TrancheState.VERIFIED)),
        "order": Tab(_("To order"), Q(state=TrancheState.APPROVED)),
        "prove": Tab(_("Proof missing"), Q(state=TrancheState.ORDERED)),
        "account": Tab(_("To account for"), Q(state=TrancheState.PAID)),
        "blocked": Tab(_("Suspended"), Q(state=TrancheState.BLOCKED)),
        "all": EVERY,
    }
    filter_class, ordering = TrancheSearch, ("requested_at", "award_id", "number")
    columns = (
        Column("startup", _("Start-up"), lambda row: to_tranche(row, row.award.reference), sort="award__startup__name"),
        Column("number", _("Tranche"), lambda row: row.number),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.award.currency), sort="amount", numeric=True),
        Column("state", _("State"), state_of),
        Column("requested", _("Requested on"), lambda row: day_of(row.requested_at), sort="requested_at"),
        Column("expected", _("Expected on"), lambda row: row.expected_on, sort="expected_on"),
        CURRENCY_OF_AWARD,
    )  # fmt: skip
    search_label = _("Search a start-up")
    nothing = _(
        "Nothing at this step. A tranche appears here when a start-up requests it, then moves on with each act."
    )
    template_name = "funding/desk/tranches.html"

    def rows(self) -> QuerySet[Tranche]:
        return Tranche.objects.visible_to(self.person).select_related("award__startup")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        sums = self.listed().order_by().values_list("award__currency").annotate(Sum("amount"))
        total = ", ".join(money(amount, currency) for currency, amount in sums) or money(0)
        count = self.counts.tabs[self.tab]
        words = ngettext(
            "%(n)s tranche, %(total)s in this view", "%(n)s tranches, %(total)s in this view", count
        )
        return {"lead": words % {"n": count, "total": total}}


class SignedList(DeskList):
    """The tranches that the reader signed, the last first."""

    name, title, roles = "signed", _("Signed"), (Role.APPROVER,)
    filter_class, ordering = TrancheSearch, ("-approved_at",)
    columns = (
        *TrancheList.columns[:4],
        Column("signed", _("Signed on"), lambda row: day_of(row.approved_at), sort="approved_at"),
        CURRENCY_OF_AWARD,
    )
    search_label = TrancheList.search_label
    nothing = _("You have signed no payment yet.")

    def rows(self) -> QuerySet[Tranche]:
        return (
            Tranche.objects.visible_to(self.person)
            .filter(approved_by=self.person)
            .select_related("award__startup")
        )


class ExpenseSearch(ListFilter):
    """The start-up or what was bought."""

    q = SearchFilter("tranche__award__startup__name", "label")


class ExpenseList(DeskList):
    """What start-ups declare to have spent: those that wait, those that count, all."""

    name, title, roles = "expenses", _("Expenses"), READERS
    tabs = {
        "to_read": Tab(_("To read"), lambda listing: Expense.objects.to_read()),
        "justified": Tab(_("Accepted"), lambda listing: Expense.objects.justified()),
        "all": ALL,
    }
    filter_class, ordering = ExpenseSearch, ("declared_at",)
    columns = (
        Column("startup", _("Start-up"), lambda row: to_tranche(row.tranche), sort="tranche__award__startup__name"),
        Column("tranche", _("Tranche"), lambda row: row.tranche.number, numeric=True),
        Column("expense", _("Expense"), lambda row: Above(nbsp(row.label), row.get_category_display())),
        Column("spent", _("Spent on"), lambda row: row.spent_on, sort="spent_on"),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.tranche.award.currency), sort="amount",
               numeric=True),
        Column("state", _("State"), state_of),
        Column("currency", _("Currency"), lambda row: row.tranche.award.currency, is_usual=False),
    )  # fmt: skip
    search_label = _("Search a start-up or an expense")
    nothing = _("No expense in this view. A start-up adds its expenses to a tranche that was paid.")

    def rows(self) -> QuerySet[Expense]:
        return Expense.objects.visible_to(self.person).select_related("tranche__award__startup")
