"""Payments, budget lines and the ledger."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funding import budget
from funding.forms import LineForm
from funding.models import BudgetLine, LedgerEntry, Payout
from funding.states import Account, PayoutRail, PayoutState
from funding.views.answering import done
from incubator.accounts.access import fresh_factor_required
from incubator.documents import tables
from incubator.people.states import Role
from incubator.ui.tables import Column, tell_unknown
from incubator.workflow import deciding
from incubator.workflow.doors import desk_required

BOOKS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)
PAYERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
PAYOUT_COLUMNS = [
    Column(gettext_lazy("Start-up")),
    Column(gettext_lazy("Tranche")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("Means of payment")),
    Column(gettext_lazy("Ordered on")),
    Column(gettext_lazy("Reference")),
    Column(gettext_lazy("State")),
]
LINE_COLUMNS = [
    Column(gettext_lazy("Budget line")),
    Column(gettext_lazy("Funder")),
    Column(gettext_lazy("Allocated"), numeric=True),
    Column(gettext_lazy("Committed"), numeric=True),
    Column(gettext_lazy("Paid"), numeric=True),
    Column(pgettext_lazy("money", "Justified"), numeric=True),
    Column(gettext_lazy("Still free"), numeric=True),
]
SUMS = ("amount", "committed", "paid", "justified")
ENTRY_COLUMNS = [
    Column(gettext_lazy("Date")),
    Column(gettext_lazy("Act")),
    Column(gettext_lazy("Start-up")),
    Column(gettext_lazy("Debit")),
    Column(gettext_lazy("Credit")),
    Column(gettext_lazy("Amount"), numeric=True),
]


@require_safe
@desk_required(*PAYERS)
def payments(request: HttpRequest) -> HttpResponse:
    rows = Payout.objects.select_related("tranche__award__startup", "proof")
    state = request.GET.get("state", "")
    tell_unknown(request, {"state": (*PayoutState.values, "all")})
    state = state if state in (*PayoutState.values, "all") else PayoutState.ORDERED
    tabs = [{"label": s.label, "url": f"?state={s.value}", "current": s == state} for s in PayoutState]
    tabs.append({"label": _("All"), "url": "?state=all", "current": state == "all"})
    if state != "all":
        rows = rows.filter(state=state)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    is_finance = request.user.has_role(Role.FINANCE, at=request.received_at)
    context = {"tabs": tabs, "columns": PAYOUT_COLUMNS, "page_obj": page, "takes_file": is_finance}
    return render(request, "funding/desk/payments.html", context)


@require_safe
@desk_required(Role.FINANCE)
@fresh_factor_required
def bank_file(request: HttpRequest) -> HttpResponseBase:
    deciding.require("payout.bank_file", request.user, None, request.received_at)
    ordered = Payout.objects.filter(state=PayoutState.ORDERED, rail=PayoutRail.BANK)
    rows = (
        (p.public_id, p.payee_name, p.payee_account, p.amount, p.currency,
         f"{p.tranche.award.reference}/{p.tranche.number}")
        for p in ordered.select_related("tranche__award").order_by("ordered_at", "pk")
    )  # fmt: skip
    headings = [
        _("Payment"),
        _("Holder of the account"),
        _("Account"),
        _("Amount"),
        _("Currency"),
        _("Reference"),
    ]
    return tables.machine_csv(rows, headings, _("bank-file"))


@require_safe
@desk_required(*BOOKS)
def lines(request: HttpRequest) -> HttpResponse:
    found = list(BudgetLine.objects.select_related("funder").with_sums())
    context = {
        "lines": [{"line": line, "left": line.amount - line.committed} for line in found],
        "columns": LINE_COLUMNS,
        "totals": [_totals(code, found) for code in sorted({line.currency for line in found})],
        "may_open": deciding.decide("line.open", request.user, None, request.received_at).allowed,
    }
    return render(request, "funding/desk/lines.html", context)


def _totals(currency: str, lines: list[BudgetLine]) -> dict[str, Any]:
    """Add up the lines kept in one currency."""
    own = [line for line in lines if line.currency == currency]
    sums = {name: sum(getattr(line, name) for line in own) for name in SUMS}
    return {**sums, "left": sums["amount"] - sums["committed"], "currency": currency}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.FINANCE, Role.DIRECTOR)
def new_line(request: HttpRequest) -> HttpResponse:
    form = LineForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        funder = slugify(typed["funder_name"])[:50] or "bailleur"
        budget.open_line(funder=funder, **typed, by=request.user, at=request.received_at)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The budget line is open."))
        return redirect("funding:lines")
    return render(request, "funding/desk/line_new.html", {"form": form}, status=422 if form.errors else 200)


def _entries(request: HttpRequest) -> tuple[QuerySet[LedgerEntry], str]:
    account = request.GET.get("account", "")
    rows = LedgerEntry.objects.select_related("startup").order_by("-at", "-id")
    tell_unknown(request, {"account": Account.values})
    if account in Account.values:
        return rows.of_account(account), account
    return rows, ""


@require_safe
@desk_required(*BOOKS)
def ledger(request: HttpRequest) -> HttpResponse:
    rows, account = _entries(request)
    balances = LedgerEntry.objects.balances()
    context: dict[str, Any] = {
        "page_obj": Paginator(rows, 50).get_page(request.GET.get("page")),
        "columns": ENTRY_COLUMNS,
        "account": account,
        "balances": [
            {"name": Account(code).label, "code": code, "balance": balance}
            for code, balance in balances.items()
        ],
        "sum": sum(balances.values()),
    }
    return render(request, "funding/desk/ledger.html", context)


@require_safe
@desk_required(*BOOKS)
@fresh_factor_required
def ledger_table(request: HttpRequest, form: str) -> HttpResponseBase:
    rows, _account = _entries(request)
    headings = [
        _("Date"),
        _("Act"),
        _("Reference"),
        _("Start-up"),
        _("Debit"),
        _("Credit"),
        _("Amount"),
        _("Currency"),
    ]
    return tables.response(
        _lines(rows.select_related("startup", *LedgerEntry.JOINS)), headings, _("ledger"), form
    )


def _lines(rows: QuerySet[LedgerEntry]) -> Iterator[tuple[Any, ...]]:
    for entry in rows.iterator(chunk_size=500):
        name = entry.startup.name if entry.startup else ""
        accounts = (entry.get_debit_display(), entry.get_credit_display())
        yield (entry.at, entry.words, entry.about, name, *accounts, entry.amount, entry.currency)
