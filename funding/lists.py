"""The desk's lists of money: awards, tranches, expenses, payments, income, ledger."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from funding.cards import provider_events
from funding.models import Award, Charge, Expense, LedgerEntry, Payout, ProviderEvent, Tranche
from funding.states import Account, AwardState, ChargeState, PayoutState, TrancheState
from incubator.cohorts.models import Place
from incubator.lists.cells import Above, Badge, Link, Money, day_of
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ListFilter, SearchFilter
from incubator.people.states import Role
from incubator.ui.typography import money, nbsp

READERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.OFFICER)
PAYERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
BOOKS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)
MOST_PLACES, MOST_TOLD = 200, 50
ALL, EVERY = Tab(_("All")), Tab(pgettext_lazy("feminine", "All"))


def _state(row: Any) -> Badge:
    return Badge(row.state, row.state_label)


def _to_tranche(tranche: Tranche, beside: str = "") -> Link:
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
        Column("state", _("State"), _state),
        CURRENCY,
    )  # fmt: skip
    search_label = _("Search a start-up")
    nothing = _("No award here. An award is proposed for a start-up in incubation.")
    template_name = "funding/desk/awards.html"

    def rows(self) -> QuerySet[Award]:
        return Award.objects.visible_to(self.person).select_related("startup", "line")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        without = Place.objects.present().filter(award=None).select_related("startup", "cohort")
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
        Column("startup", _("Start-up"), lambda row: _to_tranche(row, row.award.reference), sort="award__startup__name"),
        Column("number", _("Tranche"), lambda row: row.number),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.award.currency), sort="amount", numeric=True),
        Column("state", _("State"), _state),
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
        return Tranche.objects.filter(approved_by=self.person).select_related("award__startup")


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
        Column("startup", _("Start-up"), lambda row: _to_tranche(row.tranche), sort="tranche__award__startup__name"),
        Column("tranche", _("Tranche"), lambda row: row.tranche.number, numeric=True),
        Column("expense", _("Expense"), lambda row: Above(nbsp(row.label), row.get_category_display())),
        Column("spent", _("Spent on"), lambda row: row.spent_on, sort="spent_on"),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.tranche.award.currency), sort="amount",
               numeric=True),
        Column("state", _("State"), _state),
        Column("currency", _("Currency"), lambda row: row.tranche.award.currency, is_usual=False),
    )  # fmt: skip
    search_label = _("Search a start-up or an expense")
    nothing = _("No expense in this view. A start-up adds its expenses to a tranche that was paid.")

    def rows(self) -> QuerySet[Expense]:
        return Expense.objects.visible_to(self.person).select_related("tranche__award__startup")


class PaymentSearch(ListFilter):
    """The start-up, the reference of the award or that of the payment."""

    q = SearchFilter("tranche__award__startup__name", "tranche__award__reference", "reference")


class PaymentList(DeskList):
    """The payments that finance ordered."""

    name, title, roles = "payments", _("Payments"), PAYERS
    tab_key = "state"
    tabs = {**{state.value: Tab(state.label, Q(state=state)) for state in PayoutState}, "all": ALL}
    filter_class, ordering = PaymentSearch, ("-ordered_at",)
    columns = (
        Column("startup", _("Start-up"), lambda row: _to_tranche(row.tranche), sort="tranche__award__startup__name"),
        Column("tranche", _("Tranche"), lambda row: row.tranche.number),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.currency), sort="amount", numeric=True),
        Column("rail", _("Means of payment"), lambda row: row.get_rail_display()),
        Column("ordered", _("Ordered on"), lambda row: day_of(row.ordered_at), sort="ordered_at"),
        Column("reference", _("Reference"), lambda row: row.reference),
        Column("state", _("State"), _state),
        CURRENCY,
    )  # fmt: skip
    search_label = _("Search a start-up or a reference")
    nothing = _("No payment in this state. A payment appears here when finance orders it.")
    template_name = "funding/desk/payments.html"

    def rows(self) -> QuerySet[Payout]:
        return Payout.objects.select_related("tranche__award__startup", "proof")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"takes_file": self.person.has_role(Role.FINANCE, at=self.at)}


class IncomeSearch(ListFilter):
    """The reference, who pays, or what for."""

    q = SearchFilter("reference", "payer__full_name", "startup__name", "label_fr", "label_en")


class IncomeList(DeskList):
    """What the centre asks people to pay, and what the card provider told of it."""

    name, title, roles = "income", _("Income"), PAYERS
    tabs = {
        "confirm": Tab(_("To confirm"), lambda listing: Charge.objects.to_confirm()),
        "open": Tab(_("Waiting for payment"), lambda listing: Charge.objects.unpaid()),
        "paid": Tab(
            pgettext_lazy("money in", "Received"), Q(state__in=(ChargeState.SUCCEEDED, ChargeState.REFUNDED))
        ),
        "all": ALL,
    }
    filter_class, ordering = IncomeSearch, ("-created_at",)
    columns = (
        Column("reference", _("Reference"), lambda row: Link(row.reference, reverse("funding:charge", args=[row.public_id])),
               sort="reference"),
        Column("payer", _("Who pays"), lambda row: row.startup.name if row.startup else str(row.payer)),
        Column("what", _("What for"), lambda row: f"{row.get_what_for_display()} – {row.label}"),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.currency), sort="amount", numeric=True),
        Column("rail", _("Means of payment"), lambda row: row.get_rail_display() if row.rail else ""),
        Column("state", _("State"), _state),
        CURRENCY,
    )  # fmt: skip
    search_label = _("Search a payer or a reference")
    nothing = _("Nothing in this view. What the centre asks people to pay is listed here.")
    template_name = "funding/desk/income.html"

    def rows(self) -> QuerySet[Charge]:
        return Charge.objects.visible_to(self.person).select_related("payer", "startup")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the provider told and nobody closed, the oldest first, each with its charge when it is ours."""
        waiting = ProviderEvent.objects.to_look_at(provider_events.TOLD)
        shown = list(waiting[:MOST_TOLD])
        wanted = [(one.payload.get("metadata") or {}).get("charge", "") for one in shown]
        ours = {charge.public_id: charge for charge in Charge.objects.filter(public_id__in=wanted)}
        return {
            "told": [
                {"event": one, "words": provider_events.TOLD[one.outcome], "charge": ours.get(public_id)}
                for one, public_id in zip(shown, wanted, strict=True)
            ],
            "told_count": waiting.count() if len(shown) == MOST_TOLD else len(shown),
            "may_create": self.person.has_role(Role.FINANCE, at=self.at),
        }


class AccountFilter(ListFilter):
    """The entries of one account."""

    account = django_filters.ChoiceFilter(label=_("Account"), choices=Account.choices, method="of_account")

    def of_account(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.of_account(value)


class LedgerList(DeskList):
    """The entries, newest first, under the balance of each account."""

    name, title, roles = "ledger", _("Ledger"), BOOKS
    filter_class, ordering, row_key = AccountFilter, ("-at",), "pk"
    columns = (
        Column("date", _("Date"), lambda row: day_of(row.at), sort="at"),
        Column("act", _("Act"), lambda row: row.words),
        Column("about", _("Reference"), lambda row: row.about, is_usual=False),
        Column("startup", _("Start-up"), lambda row: row.startup.name if row.startup else "", sort="startup__name"),
        Column("debit", _("Debit"), lambda row: row.get_debit_display(), sort="debit"),
        Column("credit", _("Credit"), lambda row: row.get_credit_display(), sort="credit"),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.currency), sort="amount", numeric=True),
        CURRENCY,
    )  # fmt: skip
    nothing = _(
        "No entry yet. Signing and paying a tranche, and receiving a payment, write here by themselves."
    )
    template_name = "funding/desk/ledger.html"

    def rows(self) -> QuerySet[LedgerEntry]:
        return LedgerEntry.objects.select_related("startup", *LedgerEntry.JOINS)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        balances = LedgerEntry.objects.balances()
        return {
            "account": self.filters.asked.get("account", "") if self.filters else "",
            "balances": [
                {"name": Account(code).label, "code": code, "balance": balance}
                for code, balance in balances.items()
            ],
            "sum": sum(balances.values()),
        }
