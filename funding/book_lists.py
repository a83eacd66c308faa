"""The desk's lists of the books: payments, income, ledger."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.cards import provider_events
from funding.lists import ALL, CURRENCY, state_of, to_tranche
from funding.models import Charge, LedgerEntry, Payout, ProviderEvent, Refund
from funding.states import Account, ChargeState, PayoutState
from incubator.core.money import Money
from incubator.lists.cells import Link, day_of
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.lists.filters import ListFilter, SearchFilter
from incubator.people.states import Role

PAYERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
BOOKS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)
MOST_TOLD = 50


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
        Column("startup", _("Start-up"), lambda row: to_tranche(row.tranche), sort="tranche__award__startup__name"),
        Column("tranche", _("Tranche"), lambda row: row.tranche.number),
        Column("amount", _("Amount"), lambda row: Money(row.amount, row.currency), sort="amount", numeric=True),
        Column("rail", _("Means of payment"), lambda row: row.get_rail_display()),
        Column("ordered", _("Ordered on"), lambda row: day_of(row.ordered_at), sort="ordered_at"),
        Column("reference", _("Reference"), lambda row: row.reference),
        Column("state", _("State"), state_of),
        CURRENCY,
    )  # fmt: skip
    search_label = _("Search a start-up or a reference")
    nothing = _("No payment in this state. A payment appears here when finance orders it.")
    template_name = "funding/desk/payments.html"

    def rows(self) -> QuerySet[Payout]:
        return Payout.objects.visible_to(self.person).select_related("tranche__award__startup", "proof")

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
        "refunds": Tab(
            _("Refunds to confirm"),
            lambda listing: Charge.objects.filter(refunds__in=Refund.objects.to_confirm(listing.person)),
        ),
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
        Column("state", _("State"), state_of),
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
