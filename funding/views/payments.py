"""What somebody is asked to pay, and how: by card at the provider, or by another rail with its proof."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding import public_state
from funding.cards import checkout, gateway
from funding.forms import DeclareForm
from funding.models import Charge
from funding.states import CHARGE, STARTS, ChargeRail, ChargeState
from funding.tranches import receipts
from funding.views.answering import declare_payment, posted
from incubator.documents import typesetting
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, Said


def _charge(request: HttpRequest, public_id: str) -> Charge:
    visible = Charge.objects.visible_to(request.user).select_related("payer", "startup", "proof")
    return get_object_or_404(visible, public_id=public_id)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    own = Charge.objects.of(request.user)
    rows = [{"charge": c, "told": public_state.of_charge(c)} for c in own.order_by("-created_at")[:100]]
    return render(request, "funding/payments.html", {"rows": rows})


@require_safe
def payment(request: HttpRequest, public_id: str) -> HttpResponse:
    charge = _charge(request, public_id)
    if request.GET.get("back") == "cancelled" and charge.state == ChargeState.PENDING:
        messages.info(request, _("You came back without paying. Nothing was charged."))
    return _page(request, charge, DeclareForm())


def _page(request: HttpRequest, charge: Charge, form: DeclareForm, status: int = 200) -> HttpResponse:
    request.reference = charge.reference
    is_card = charge.state == ChargeState.PENDING and charge.rail == ChargeRail.CARD
    may_pay = deciding.decide("charge.open_checkout", request.user, charge, request.received_at).allowed
    is_open = is_card or charge.state in STARTS
    not_by_card = gateway.why_not_by_card(charge.amount, charge.currency) if charge.state in STARTS else ""
    may_declare = CHARGE.may(request.user, charge, "declare_payment", request.received_at)
    context = {
        "charge": charge,
        "told": public_state.of_charge(charge),
        "form": form if may_declare or form.errors else None,
        "takes_cards": gateway.is_configured(),
        "not_by_card": not_by_card,
        "may_pay_by_card": gateway.is_configured() and may_pay and (is_card or not_by_card == "") and is_open,
        "is_card": is_card,
        "is_open": is_open or charge.state == ChargeState.PENDING,
        "has_receipt": receipts.has_receipt(charge),
    }
    response = render(request, "funding/payment.html", context, status=status)
    if context["may_pay_by_card"]:
        # The button posts to us, and we lead on to the provider: the policy must name where the form ends.
        response["Content-Security-Policy"] = _policy_with(gateway.checkout_origin())
    return response


def _policy_with(origin: str) -> str:
    directives = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    directives["form-action"] = [*directives["form-action"], origin]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@require_POST
def by_card(request: HttpRequest, public_id: str) -> HttpResponse:
    charge = _charge(request, public_id)
    of_cards = gateway.ProviderSilent, gateway.ProviderRefused, gateway.NotConfigured, gateway.NotByCard
    with Said(request, of_cards):
        response = redirect(checkout.start(charge, by=request.user, at=request.received_at))
        response.status_code = 303
        return response
    return redirect("funding:payment", public_id=public_id)


@require_POST
def another_way(request: HttpRequest, public_id: str) -> HttpResponse:
    charge = _charge(request, public_id)
    with Said(request):
        checkout.give_up(charge, by=request.user, at=request.received_at)
        messages.info(request, _("The payment by card is closed. Choose another way to pay."))
    return redirect("funding:payment", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, public_id: str) -> HttpResponse:
    charge = _charge(request, public_id)
    if request.method != "POST":
        return redirect("funding:payment", public_id=public_id)
    deciding.require("charge.declare_payment", request.user, charge, request.received_at)
    form = posted(request, DeclareForm, charge)
    if form.is_valid():
        with Attempt(form):
            declare_payment(charge, **form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("Your payment is declared. The centre checks it and writes to you."))
            return redirect("funding:payment", public_id=public_id)
    return _page(request, charge, form, status=422)


@require_safe
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    charge = _charge(request, public_id)
    if not receipts.has_receipt(charge):
        raise Http404
    return typesetting.response(receipts.receipt(charge), receipts.number_of(charge))
