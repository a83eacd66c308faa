"""Finance and the approvers treat the tranches."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from funding import conditions
from funding.forms import NoteForm, PaidForm
from funding.lists import READERS
from funding.models import Award, Expense, Payee, Payout, Tranche
from funding.states import TRANCHE, PayoutState, TrancheState
from funding.tranches import disbursement, requesting, spending, suspension
from funding.views.answering import MoneyAct, checklist, keep
from incubator.people.models import User
from incubator.people.states import Role
from incubator.workflow import deciding
from incubator.workflow.doors import Act, desk_required


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
        "payee": tranche.award.startup.payees.confirmed().first(),
        "signature": tranche.signatures.select_related("payee", "signed_by").first(),
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
            shape = ACTS[opening.move.name].form
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


def _alive(tranche: Tranche) -> Payout:
    payout = tranche.payouts.alive().first()
    if payout is None:
        raise Http404
    return payout


@transaction.atomic
def _pay(tranche: Tranche, *, reference: str, proof: list[UploadedFile], by: User, at: datetime) -> Payout:
    deciding.require("tranche.pay", by, tranche, at)
    payout, field = _alive(tranche), PaidForm.base_fields["proof"]
    kept = keep(proof, field, record="payout", record_id=payout.pk, purpose="proof", by=by, at=at)
    return disbursement.pay(payout, reference=reference, proof=kept, by=by, at=at)


def _on_payout(work: Callable[..., Payout], tranche: Tranche, **terms: Any) -> Payout:
    return work(_alive(tranche), **terms)


ACTS = {
    "verify": Act(requesting.verify),
    "approve": Act(requesting.approve),
    "sign_again": Act(requesting.sign_again),
    "order": Act(disbursement.order),
    "pay": Act(_pay, form=PaidForm),
    "account": Act(requesting.account),
    "fail_payment": Act(partial(_on_payout, disbursement.fail), form=NoteForm),
    "mark_unknown": Act(partial(_on_payout, disbursement.mark_unknown), form=NoteForm),
    "send_back": Act(requesting.send_back, form=NoteForm),
    "block": Act(suspension.block, form=NoteForm),
    "unblock": Act(suspension.unblock),
    "cancel": Act(suspension.cancel, form=NoteForm),
}
act = MoneyAct.as_view(
    roles=READERS,
    fetch=_tranche,
    page=_page,
    acts=ACTS,
    success_url=lambda tranche: reverse("funding:tranche", args=[tranche.public_id]),
)


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
    startups = {tranche.award.startup_id for tranche in waiting}
    payees = Payee.objects.current().filter(startup__in=startups).select_related("proposed_by", "decided_by")
    paid = {payee.startup_id: payee for payee in payees}
    proposed = Award.objects.to_approve(request.user)
    context = {
        "rows": [
            {
                "tranche": t,
                "conditions": checklist(checked[t.pk], desk=True),
                "payee": paid.get(t.award.startup_id),
            }
            for t in waiting
        ],
        "total": sum(t.amount for t in waiting),
        "awards": proposed.select_related("startup", "prepared_by", "line").order_by("created_at"),
    }
    return render(request, "funding/desk/to_sign.html", context)
