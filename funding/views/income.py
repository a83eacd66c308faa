"""Money in, at the desk: ask, declare for somebody, confirm by a second person, give back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding import charges, public_state, receipts
from funding.cards import checkout, gateway, provider_events
from funding.forms import ChargeForm, DeclareForm, NoteForm
from funding.lists import PAYERS
from funding.models import Charge, ProviderEvent
from funding.states import CHARGE, STARTS
from funding.views.answering import done, keep, posted
from incubator.accounts.access import fresh_factor_required
from incubator.people.states import Role
from incubator.workflow.doors import desk_required
from incubator.workflow.values import BadValues


@require_POST
@desk_required(Role.FINANCE)
def close_told(request: HttpRequest, event: int) -> HttpResponse:
    told = get_object_or_404(ProviderEvent, pk=event)
    try:
        provider_events.close(
            told, note=request.POST.get("note", ""), by=request.user, at=request.received_at
        )
    except BadValues as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The line is closed."))
    return redirect("funding:income")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.FINANCE)
def new_charge(request: HttpRequest) -> HttpResponse:
    form = ChargeForm(request.POST or None)
    made: list[Charge] = []

    def act() -> None:
        made.append(charges.create(**form.cleaned_data, by=request.user, at=request.received_at))

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The payment is asked for; the payer is written to."))
        if sentence := gateway.why_not_by_card(made[0].amount, made[0].currency):
            messages.warning(request, sentence)
        return redirect("funding:charge", public_id=made[0].public_id)
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
        if word not in SHAPES or not opening.allowed:
            continue
        shape = SHAPES[word]
        blank = shape(prefix=word) if shape else None
        shown = form if word == name and form else blank
        acts.append({"name": word, "label": opening.move.label, "form": shown})
    context = {
        "charge": charge,
        "told": public_state.of_charge(charge),
        "acts": acts,
        "has_receipt": receipts.has_receipt(charge),
        "not_by_card": gateway.why_not_by_card(charge.amount, charge.currency)
        if charge.state in STARTS
        else "",
    }
    return render(request, "funding/desk/charge.html", context, status=422 if form else 200)


SHAPES: dict[str, type[forms.Form] | None] = {
    "succeed": None,
    "declare_payment": DeclareForm,
    "fail": NoteForm,
    "cancel": NoteForm,
    "refund": NoteForm,
}


@require_POST
@desk_required(*PAYERS)
@fresh_factor_required
def act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    if name not in SHAPES:
        raise Http404
    charge = _charge(request, public_id)
    shape = SHAPES[name]
    if shape is None:
        charges.confirm(charge, by=request.user, at=request.received_at)
    else:
        form = posted(request, shape, charge, prefix=name)
        if not done(form, lambda: _work(request, charge, name, form)):
            return _page(request, charge, name, form)
    messages.success(request, _("Done."))
    return redirect("funding:charge", public_id=public_id)


def _work(request: HttpRequest, charge: Charge, name: str, form: forms.Form) -> None:
    typed = form.cleaned_data
    who: dict[str, Any] = {"by": request.user, "at": request.received_at}
    if name == "declare_payment":
        with transaction.atomic():
            proof = keep(request, form, "proof", record=charges.RECORD, record_id=charge.pk, purpose="proof")
            charges.declare_payment(
                charge, rail=typed["rail"], reference=typed["reference"], proof=proof, **who
            )
    else:
        work = {"fail": charges.fail, "cancel": checkout.cancel, "refund": checkout.refund}[name]
        work(charge, note=typed["note"], **who)
