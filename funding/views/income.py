"""Money in, at the desk: ask, declare for somebody, confirm by a second person, give back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding import charges, public_state
from funding.book_lists import PAYERS
from funding.cards import checkout, gateway, provider_events, refunding
from funding.forms import ChargeForm, DeclareForm, NoteForm
from funding.models import Charge, ProviderEvent, Refund
from funding.states import CHARGE, REFUND, STARTS
from funding.tranches import receipts
from funding.views.answering import MoneyAct, declare_payment
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow import deciding
from incubator.workflow.doors import Act, Attempt, Said, desk_required
from incubator.workflow.refusals import IllegalMove


@require_POST
@desk_required(Role.FINANCE)
def close_told(request: HttpRequest, event: int) -> HttpResponse:
    told = get_object_or_404(ProviderEvent, pk=event)
    with Said(request):
        provider_events.close(
            told, note=request.POST.get("note", ""), by=request.user, at=request.received_at
        )
        messages.success(request, _("The line is closed."))
    return redirect("funding:income")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.FINANCE)
def new_charge(request: HttpRequest) -> HttpResponse:
    form = ChargeForm(request.POST or None, startups=Startup.objects.visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            made = charges.create(**form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("The payment is asked for; the payer is written to."))
            if sentence := gateway.why_not_by_card(made.amount, made.currency):
                messages.warning(request, sentence)
            return redirect("funding:charge", public_id=made.public_id)
    return render(request, "funding/desk/charge_new.html", {"form": form}, status=422 if form.errors else 200)


def _charge(request: HttpRequest, public_id: str) -> Charge:
    visible = Charge.objects.visible_to(request.user).select_related(
        "payer", "startup", "proof", "declared_by", "confirmed_by", "created_by"
    )
    return get_object_or_404(visible, public_id=public_id)


@require_safe
@desk_required(*PAYERS)
def charge(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _charge(request, public_id))


def _page(
    request: HttpRequest, charge: Charge, name: str = "", form: forms.Form | None = None
) -> HttpResponse:
    request.reference = charge.reference
    acts = []
    for opening in CHARGE.open_to(request.user, charge, request.received_at):
        word = opening.move.name
        if word not in ACTS or not opening.allowed:
            continue
        shape = ACTS[word].form
        blank = shape(prefix=word) if shape else None
        shown = form if word == name and form else blank
        acts.append({"name": word, "label": opening.move.label, "form": shown})
    acts += _refund_acts(request, charge, name, form)
    context = {
        "charge": charge,
        "refund": charge.refunds.waiting().select_related("proposed_by").first(),
        "told": public_state.of_charge(charge),
        "acts": acts,
        "has_receipt": receipts.has_receipt(charge),
        "not_by_card": gateway.why_not_by_card(charge.amount, charge.currency)
        if charge.state in STARTS
        else "",
    }
    return render(request, "funding/desk/charge.html", context, status=422 if form else 200)


def _refund_acts(
    request: HttpRequest, charge: Charge, name: str, form: forms.Form | None
) -> list[dict[str, Any]]:
    """What this person may do about giving the payment back: ask, or confirm and refuse what another one asked."""
    at, waiting = request.received_at, charge.refunds.waiting().first()
    if waiting is None:
        new = Refund(charge=charge)
        may_ask = CHARGE.is_legal(charge, "refund") and deciding.decide(
            "refund.propose", request.user, new, at
        )
        words = {"ask_refund": _("Ask for the refund")} if may_ask else {}
    else:
        openings = [one.move.name for one in REFUND.open_to(request.user, waiting, at) if one.allowed]
        labels = {"confirm": _("Give the payment back"), "refuse": _("Refuse the refund")}
        words = {f"{move}_refund": labels[move] for move in openings}
    acts = []
    for word, label in words.items():
        blank = None if word == "confirm_refund" else NoteForm(prefix=word)
        acts.append({"name": word, "label": label, "form": form if word == name and form else blank})
    return acts


def _on_refund(work: Callable[..., Refund], charge: Charge, **terms: Any) -> Refund:
    refund = charge.refunds.waiting().select_related("charge__startup").first()
    if refund is None:
        raise IllegalMove()
    return work(refund, **terms)


ACTS = {
    "succeed": Act(charges.confirm),
    "declare_payment": Act(declare_payment, form=DeclareForm),
    "fail": Act(charges.fail, form=NoteForm),
    "cancel": Act(checkout.cancel, form=NoteForm),
    "ask_refund": Act(
        refunding.ask, gettext_lazy("The refund is asked for. Another person confirms it."), form=NoteForm
    ),
    "confirm_refund": Act(partial(_on_refund, refunding.confirm)),
    "refuse_refund": Act(partial(_on_refund, refunding.refuse), form=NoteForm),
}
act = MoneyAct.as_view(
    roles=PAYERS,
    fetch=_charge,
    page=_page,
    acts=ACTS,
    success_url=lambda charge: reverse("funding:charge", args=[charge.public_id]),
)
