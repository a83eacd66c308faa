"""What the payment provider would send: signed events about a charge."""

import json

import stripe

from funding import charges
from funding.cards import gateway
from funding.models import Charge
from funding.states import ChargeFor
from incubator.core import clock
from incubator.people.models import User
from tests.conftest import AT

SECRET = "whsec_races"


def charge_on_its_way(number: int, payer: User, finance: User) -> Charge:
    """A charge whose payment page is open at the provider."""
    charge = charges.create(
        payer=payer,
        what_for=ChargeFor.DESK,
        label_fr=f"Poste {number}",
        amount=5000 + number,
        by=finance,
        at=AT,
    )
    charge = charges.open_checkout(charge, by=payer, at=AT)
    charges.reached_provider(charge, f"cs_test_{number}", at=AT)
    return charge


def paid_event(charge: Charge, number: int) -> tuple[bytes, str, str]:
    """Return the body, the signature and the identity of the event that tells that the charge was paid."""
    session = {
        "id": charge.provider_session,
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": gateway.provider_amount(charge.amount, charge.currency),
        "currency": charge.currency.lower(),
        "payment_intent": f"pi_test_{number}",
        "metadata": {"charge": charge.public_id},
    }
    identity = f"evt_test_{number}"
    body = json.dumps({"id": identity, "type": "checkout.session.completed", "data": {"object": session}})
    stamp = int(clock.now().timestamp())  # the provider's library reads the machine's clock
    signature = stripe.WebhookSignature.generate_signature_header(body, SECRET, timestamp=stamp)
    return body.encode(), signature, identity
