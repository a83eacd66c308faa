"""The start-up's money page: where the money is, and what the team has to do."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding import conditions, public_state
from funding.forms import ExpenseForm, RequestForm
from funding.models import Award, Expense, Tranche
from funding.states import TRANCHE, AwardState, ExpenseCategory, ExpenseState, TrancheState
from funding.tranches import requesting, spending
from funding.views.answering import checklist, keep, posted
from incubator.core.clock import local_day
from incubator.people.models import User
from incubator.startups.models import Startup
from incubator.workflow.doors import Attempt

OF_A_TRANCHE = "tranche"


def _startup(request: HttpRequest, slug: str) -> Startup:
    # These pages are the team's; the desk reads the same money at its own addresses.
    startup = get_object_or_404(Startup.objects.of(request.user), slug=slug)
    request.space = "founder"
    request.space_kwargs = {"slug": slug}
    return startup


def _award(request: HttpRequest, startup: Startup) -> Award | None:
    shown = Award.objects.visible_to(request.user).filter(startup=startup, signed_at__isnull=False)
    return shown.select_related("place", "startup").first()


def _tranche(request: HttpRequest, slug: str, n: int) -> Tranche:
    award = _award(request, _startup(request, slug))
    if award is None:
        raise Http404
    tranche = get_object_or_404(award.tranches.all(), number=n)
    tranche.award = award
    return tranche


def _cards(award: Award, request: HttpRequest) -> list[dict[str, Any]]:
    """One card a tranche: what is said of it, its conditions, and the one thing the founder can do."""
    tranches = list(award.tranches.all())
    for tranche in tranches:
        tranche.award = award
    checked = conditions.check_all(tranches)
    spent = _spent(award)
    cards = []
    for tranche in tranches:
        met = all(condition.met for condition in checked[tranche.pk])
        releasable = met and award.state == AwardState.SIGNED
        accepted = spent.get(tranche.pk, 0)
        told = public_state.of_tranche(
            tranche,
            releasable=releasable,
            justified=min(100, accepted * 100 // tranche.amount),
            at=request.received_at,
        )
        lines = checked[tranche.pk] if tranche.state == TrancheState.PLANNED else []
        cards.append({
            "tranche": tranche, "told": told, "conditions": checklist(lines), "accepted": accepted,
            "act": _what_to_do(told.state, tranche, accepted),
        })  # fmt: skip
    return cards


def _what_to_do(state: str, tranche: Tranche, accepted: int) -> str:
    """Return the founder's act on a tranche: confirm, request, spend, or nothing."""
    if state == public_state.RELEASABLE:
        return "request"
    if tranche.state != TrancheState.PAID:
        return ""
    if tranche.received_at is None:
        return "confirm"
    return "spend" if accepted < tranche.amount else ""


def _first_to_do(cards: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the card whose act comes first: a reception to confirm, a request to make, then expenses."""
    waiting = (card for act in ("confirm", "request", "spend") for card in cards if card["act"] == act)
    return next(waiting, None)


def _spent(award: Award) -> dict[int, int]:
    accepted = Expense.objects.justified().filter(tranche__award=award).order_by()
    return dict(accepted.values_list("tranche").annotate(total=Sum("amount")))


@require_safe
def grant(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    award = _award(request, startup)
    if award is None:
        return render(request, "funding/grant_empty.html", {"startup": startup})
    cards = _cards(award, request)
    return render(
        request,
        "funding/grant.html",
        {
            "startup": startup,
            "payee": startup.payees.confirmed().first(),
            "award": award,
            "cards": cards,
            "waiting": _first_to_do(cards),
            "justified": sum(card["accepted"] for card in cards),
            "may_spend": any(card["tranche"].state == TrancheState.PAID for card in cards),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def request_tranche(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    tranche = _tranche(request, slug, n)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            note = form.cleaned_data["spending_note"]
            requesting.request(tranche, spending_note=note, by=request.user, at=request.received_at)
            return redirect("funding:requested", slug=slug, n=n)
    lines = conditions.check(tranche)
    context = {
        "startup": tranche.award.startup,
        "tranche": tranche,
        "form": form,
        "conditions": checklist(lines),
        "met": all(line.met for line in lines),
        "is_open": tranche.state in TRANCHE.moves["request"].sources,
        "earlier": _spending_rows(tranche),
    }
    return render(request, "funding/request.html", context, status=422 if form.errors else 200)


def _spending_rows(tranche: Tranche) -> list[tuple[str, int, int]]:
    """Return category, declared and accepted of the earlier tranches: the spending so far."""
    earlier = Expense.objects.filter(tranche__award=tranche.award_id, tranche__number__lt=tranche.number)
    declared = _by_category(earlier.exclude(state=ExpenseState.REFUSED))
    accepted = _by_category(earlier.justified())
    return [(category.label, total, accepted[category]) for category, total in sorted(declared.items())]


def _by_category(expenses: Any) -> Counter[ExpenseCategory]:
    totals: Counter[ExpenseCategory] = Counter()
    for code, total in expenses.order_by().values_list("category").annotate(total=Sum("amount")):
        totals[ExpenseCategory.read(code)] += total
    return totals


@require_safe
def requested(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    tranche = _tranche(request, slug, n)
    if tranche.requested_at is None:
        return redirect("funding:grant", slug=slug)
    return render(request, "funding/requested.html", {"startup": tranche.award.startup, "tranche": tranche})


@require_POST
def confirm_reception(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    tranche = _tranche(request, slug, n)
    requesting.confirm_reception(tranche, by=request.user, at=request.received_at)
    messages.success(request, _("The reception is confirmed. Add each expense with its receipt."))
    return redirect("funding:grant", slug=slug)


@require_safe
def expenses(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    award = _award(request, startup)
    if award is None:
        return render(request, "funding/grant_empty.html", {"startup": startup})
    rows = (
        Expense.objects.filter(tranche__award=award)
        .select_related("tranche", "receipt")
        .order_by("-spent_on", "-id")
    )
    found = list(rows)
    counted = [e for e in found if e.state != ExpenseState.REFUSED]
    categories: Counter[ExpenseCategory] = Counter()
    for expense in counted:
        categories[ExpenseCategory.read(expense.category)] += expense.amount
    context = {
        "startup": startup,
        "award": award,
        "expenses": found,
        "declared": sum(e.amount for e in counted),
        "accepted": sum(e.amount for e in counted if e.state == ExpenseState.ACCEPTED),
        "categories": [(category.label, total) for category, total in sorted(categories.items())],
        "may_spend": award.tranches.filter(state=TrancheState.PAID).exists(),
    }
    return render(request, "funding/expenses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_expense(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    award = _award(request, startup)
    paid = award.tranches.filter(state=TrancheState.PAID) if award else Tranche.objects.none()
    if not paid:
        messages.info(request, _("Expenses are declared on a tranche that was paid."))
        return redirect("funding:grant", slug=slug)
    initial = {"spent_on": local_day(request.received_at), "tranche": paid[0]}
    options = {"tranches": paid, "initial": initial}
    is_sent = request.method == "POST"
    form = posted(request, ExpenseForm, award, **options) if is_sent else ExpenseForm(**options)
    if is_sent and form.is_valid():
        with Attempt(form):
            _declare(**form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("The expense is saved with its receipt. The centre reads it."))
            if spending.is_above(form.cleaned_data["tranche"]):
                messages.warning(
                    request,
                    _("More is declared than this tranche: it is accepted, and the centre will ask why."),
                )
            return redirect("funding:expenses", slug=slug)
    return render(request, "funding/expense_new.html", {"startup": startup, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@transaction.atomic
def _declare(
    *, tranche: Tranche, receipt: list[UploadedFile], by: User, at: datetime, **typed: Any
) -> Expense:
    field, who = ExpenseForm.base_fields["receipt"], {"by": by, "at": at}
    kept = keep(receipt, field, record=OF_A_TRANCHE, record_id=tranche.pk, purpose="receipt", **who)
    return spending.declare(tranche, **typed, receipt=kept, **who)
