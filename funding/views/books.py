"""Payments, budget lines and the ledger."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funding import budget
from funding.book_lists import BOOKS
from funding.forms import LineForm
from funding.models import BudgetLine, Payout
from funding.payees import signing
from funding.states import PayoutRail, PayoutState
from incubator.documents import tables
from incubator.people.states import Role
from incubator.ui.tables import Column
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required

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


@require_safe
@desk_required(Role.FINANCE)
def bank_file(request: HttpRequest) -> HttpResponseBase:
    deciding.require("payout.bank_file", request.user, None, request.received_at)
    ordered = Payout.objects.visible_to(request.user).filter(state=PayoutState.ORDERED, rail=PayoutRail.BANK)
    payouts = list(
        ordered.select_related("tranche__award", "payee", "signature").order_by("ordered_at", "pk")
    )
    signing.require_all_signed(payouts)
    rows = (
        (p.public_id, p.payee_name, p.payee_account, p.amount, p.currency,
         f"{p.tranche.award.reference}/{p.tranche.number}")
        for p in payouts
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
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with Attempt(form):
            funder = slugify(typed["funder_name"])[:50] or "bailleur"
            budget.open_line(funder=funder, **typed, by=request.user, at=request.received_at)
            messages.success(request, _("The budget line is open."))
            return redirect("funding:lines")
    return render(request, "funding/desk/line_new.html", {"form": form}, status=422 if form.errors else 200)
