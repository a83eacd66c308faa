"""Finance and the approvers treat the tranches."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from funding import conditions, disbursement, spending, suspension, tranche_requests
from funding.forms import NoteForm, OrderForm, PaidForm
from funding.models import Award, Expense, Payout, Tranche
from funding.states import TRANCHE, PayoutState, TrancheState
from funding.views.answering import checklist, done, keep, posted
from incubator.accounts.access import fresh_factor_required
from incubator.core import reading
from incubator.people.states import Role
from incubator.ui.tables import Column, tell_unknown
from incubator.workflow import deciding
from incubator.workflow.doors import desk_required

READERS = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.OFFICER)
VIEWS = {
    "check": (TrancheState.REQUESTED, gettext_lazy("To check")),
    "sign": (TrancheState.VERIFIED, gettext_lazy("To sign")),
    "order": (TrancheState.APPROVED, gettext_lazy("To order")),
    "prove": (TrancheState.ORDERED, gettext_lazy("Proof missing")),
    "account": (TrancheState.PAID, gettext_lazy("To account for")),
    "blocked": (TrancheState.BLOCKED, gettext_lazy("Suspended")),
}
COLUMNS = [
    Column(gettext_lazy("Start-up")),
    Column(gettext_lazy("Tranche")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Requested on")),
    Column(gettext_lazy("Expected on")),
]


@require_safe
@desk_required(*READERS)
def tranches(request: HttpRequest) -> HttpResponse:
    visible = Tranche.objects.visible_to(request.user)
    counted = visible.order_by().values_list("state").annotate(count=Count("pk"), total=Sum("amount"))
    sums = {state: (count, total) for state, count, total in counted}
    view = request.GET.get("view", "check")
    tell_unknown(request, {"view": (*VIEWS, "all"), "q": None})
    rows = visible if view == "all" else visible.filter(state=VIEWS.get(view, VIEWS["check"])[0])
    text = reading.one_line(request.GET.get("q", ""))
    if text:
        rows = rows.filter(award__startup__name__icontains=text)
    rows = rows.select_related("award__startup").order_by("requested_at", "award", "number")
    context = {
        "tabs": _tabs(view, sums),
        "columns": COLUMNS,
        "page_obj": Paginator(rows, 50).get_page(request.GET.get("page")),
        "total": sum(
            total for state, (_count, total) in sums.items() if view == "all" or state == _state(view)
        ),
        "at": request.received_at,
    }
    return render(request, "funding/desk/tranches.html", context)


def _state(view: str) -> str:
    return VIEWS.get(view, VIEWS["check"])[0]


def _tabs(view: str, sums: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    known = view if view in VIEWS or view == "all" else "check"
    tabs = [
        {
            "label": label,
            "url": f"?view={name}",
            "current": name == known,
            "count": sums.get(state, (0, 0))[0],
        }
        for name, (state, label) in VIEWS.items()
    ]
    every = sum(count for count, _total in sums.values())
    return [
        *tabs,
        {"label": pgettext("feminine", "All"), "url": "?view=all", "current": known == "all", "count": every},
    ]


def _tranche(request: HttpRequest, public_id: str) -> Tranche:
    visible = Tranche.objects.visible_to(request.user).select_related(
        "award__startup", "award__line", "award__place__cohort", "requested_by", "verified_by", "approved_by"
    )
    return get_object_or_404(visible, public_id=public_id)


@require_safe
@desk_required(*READERS)
def tranche(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _tranche(request, public_id))


def _page(
    request: HttpRequest, tranche: Tranche, name: str = "", form: forms.Form | None = None
) -> HttpResponse:
    request.reference = f"{tranche.award.reference}/{tranche.number}"
    payouts = list(tranche.payouts.select_related("proof", "ordered_by"))
    alive = next((payout for payout in payouts if payout.state != PayoutState.FAILED), None)
    acts = _acts(request, tranche, alive, name, form)
    reads = deciding.decide(
        "expense.accept", request.user, Expense(tranche=tranche), request.received_at
    ).allowed
    context = {
        "tranche": tranche,
        "award": tranche.award,
        "conditions": checklist(conditions.check(tranche), desk=True),
        "acts": acts,
        "payouts": payouts,
        "expenses": tranche.expenses.select_related("receipt"),
        "percent": conditions.justified_percent(tranche),
        "reads_expenses": reads and tranche.state == TrancheState.PAID,
        "note": NoteForm(prefix="expense"),
    }
    return render(request, "funding/desk/tranche.html", context, status=422 if form else 200)


def _acts(
    request: HttpRequest, tranche: Tranche, payout: Payout | None, name: str, form: forms.Form | None
) -> list[dict[str, Any]]:
    """Every move open from this state, with its form; those the person may not make say why."""
    acts = []
    for opening in TRANCHE.open_to(request.user, tranche, request.received_at):
        if opening.move.name in ACTS:
            shape = ACTS[opening.move.name][0]
            blank = shape(prefix=opening.move.name) if shape else None
            shown = form if opening.move.name == name and form else blank
            acts.append(
                {"name": opening.move.name, "label": opening.move.label, "form": shown, "opening": opening}
            )
    if payout and payout.state == PayoutState.ORDERED and any(act["opening"].allowed for act in acts):
        shown = form if name == "mark_unknown" and form else NoteForm(prefix="mark_unknown")
        words = _("The bank does not know yet")
        acts.append({"name": "mark_unknown", "label": words, "form": shown, "opening": {"allowed": True}})
    return acts


@require_POST
@desk_required(*READERS)
@fresh_factor_required
def act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    tranche = _tranche(request, public_id)
    shape, work = ACTS[name]
    if shape is None:
        work(request, tranche, None)
    else:
        form = posted(request, shape, tranche, prefix=name)
        if not done(form, lambda: work(request, tranche, form)):
            return _page(request, tranche, name, form)
    messages.success(request, _("Done."))
    return redirect("funding:tranche", public_id=public_id)


def _alive(tranche: Tranche) -> Payout:
    payout = tranche.payouts.alive().first()
    if payout is None:
        raise Http404
    return payout


def _pay(request: HttpRequest, tranche: Tranche, form: PaidForm) -> None:
    payout = _alive(tranche)
    with transaction.atomic():
        deciding.require("tranche.pay", request.user, tranche, request.received_at)
        proof = keep(request, form, "proof", record="payout", record_id=payout.pk, purpose="proof")
        reference = form.cleaned_data["reference"]
        disbursement.pay(payout, reference=reference, proof=proof, by=request.user, at=request.received_at)


Act = Callable[[HttpRequest, Tranche, Any], Any]  # an act of a tranche; its form, or None where it has none


def _plain(work: Callable[..., Any]) -> Act:
    """Pass what was typed to a work function as it is."""
    return lambda request, tranche, form: work(
        tranche, **(form.cleaned_data if form else {}), by=request.user, at=request.received_at
    )


def _on_payout(work: Callable[..., Any]) -> Act:
    return lambda request, tranche, form: _plain(work)(request, _alive(tranche), form)


ACTS: dict[str, tuple[type[forms.Form] | None, Act]] = {
    "verify": (None, _plain(tranche_requests.verify)),
    "approve": (None, _plain(tranche_requests.approve)),
    "order": (OrderForm, _plain(disbursement.order)),
    "pay": (PaidForm, _pay),
    "account": (None, _plain(tranche_requests.account)),
    "fail_payment": (NoteForm, _on_payout(disbursement.fail)),
    "mark_unknown": (NoteForm, _on_payout(disbursement.mark_unknown)),
    "send_back": (NoteForm, _plain(tranche_requests.send_back)),
    "block": (NoteForm, _plain(suspension.block)),
    "unblock": (None, _plain(suspension.unblock)),
    "cancel": (NoteForm, _plain(suspension.cancel)),
}


@require_POST
@desk_required(*READERS)
def decide_expense(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    visible = Tranche.objects.visible_to(request.user)
    expense = get_object_or_404(Expense, public_id=public_id, tranche__in=visible)
    if name == "accept":
        spending.accept(expense, by=request.user, at=request.received_at)
    else:
        note = request.POST.get("expense-note", "")
        spending.refuse(expense, note=note, by=request.user, at=request.received_at)
    messages.success(request, _("Done."))
    return redirect("funding:tranche", public_id=expense.tranche.public_id)


@require_safe
@desk_required(Role.APPROVER)
def to_sign(request: HttpRequest) -> HttpResponse:
    waiting = list(
        Tranche.objects.to_sign(request.user).select_related("award__startup", "verified_by", "requested_by")
    )
    checked = conditions.check_all(waiting)
    proposed = Award.objects.to_approve(request.user)
    context = {
        "rows": [{"tranche": t, "conditions": checklist(checked[t.pk], desk=True)} for t in waiting],
        "total": sum(t.amount for t in waiting),
        "awards": proposed.select_related("startup", "prepared_by", "line").order_by("created_at"),
    }
    return render(request, "funding/desk/to_sign.html", context)


@require_safe
@desk_required(Role.APPROVER)
def signed(request: HttpRequest) -> HttpResponse:
    rows = (
        Tranche.objects.filter(approved_by=request.user)
        .select_related("award__startup")
        .order_by("-approved_at")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "funding/desk/signed.html", {"page_obj": page, "columns": COLUMNS})
