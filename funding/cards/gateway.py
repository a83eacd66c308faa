"""Talks to the payment provider (Stripe Checkout) through its own library. Never called inside a move.

An answer is kept, a refusal, or unknown: whatever is unknown is asked again with the same key, never repeated.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import stripe
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.models import Charge
from incubator.core.bilingual import pick
from incubator.core.money import EXPONENTS
from incubator.ui.typography import money
from incubator.workflow.refusals import Refused

log = logging.getLogger(__name__)
PROVIDER = "stripe"
CHECKOUT_ORIGIN = "https://checkout.stripe.com"
# A page answers before people give up; the background may wait longer.
PAGE_TIMEOUT, TASK_TIMEOUT = 4, 8
# How many decimals the provider counts in an amount. It belongs to the provider and the currency together.
PROVIDER_EXPONENTS = {(PROVIDER, "XOF"): 0, (PROVIDER, "XAF"): 0, (PROVIDER, "EUR"): 2, (PROVIDER, "USD"): 2}

# The least and the most the provider takes by card, in our units: half a dollar, and eight digits of its own units.
LIMITS = {
    (PROVIDER, "XOF"): (350, 99_999_999),
    (PROVIDER, "XAF"): (350, 99_999_999),
    (PROVIDER, "EUR"): (50, 99_999_999),
    (PROVIDER, "USD"): (50, 99_999_999),
}


class NotConfigured(Refused):
    """No key: cards are not taken."""

    code = "no_provider"
    default = gettext_lazy(
        "Payment by card is not open at this centre. Pay by mobile money, bank transfer or cash."
    )


class ProviderSilent(Refused):
    """No answer, or one that says nothing: the same question is asked again later."""

    code = "provider_silent"
    status = 503
    default = gettext_lazy(
        "The payment provider does not answer. Nothing was charged; try again in a minute, or pay another way."
    )


class ProviderRefused(Refused):
    """The provider said no."""

    code = "provider_refused"
    default = gettext_lazy(
        "The payment provider refused to open the page. Nothing was charged; pay another way, or call the centre."
    )


class NotByCard(Refused):
    """The provider takes no such amount by card."""

    code = "not_by_card"
    status = 422


@dataclass(frozen=True, slots=True)
class Session:
    """What the provider says of one payment page."""

    id: str
    status: str
    payment_status: str
    amount: int
    currency: str
    payment: str = ""
    url: str = ""
    charge: str = ""


def is_configured() -> bool:
    """Tell whether the centre takes cards."""
    return bool(settings.STRIPE_KEY)


def checkout_origin() -> str:
    """Return the only other place a form of ours may lead to."""
    base = urlsplit(settings.STRIPE_API_BASE)
    return f"{base.scheme}://{base.netloc}" if settings.STRIPE_API_BASE else CHECKOUT_ORIGIN


def provider_amount(amount: int, currency: str) -> int:
    """Return an amount as the provider counts it."""
    return amount * 10 ** PROVIDER_EXPONENTS[PROVIDER, currency] // 10 ** EXPONENTS[currency]


def own_amount(amount: int, currency: str) -> int:
    """Return an amount of the provider as we count it."""
    return amount * 10 ** EXPONENTS[currency] // 10 ** PROVIDER_EXPONENTS[PROVIDER, currency]


def why_not_by_card(amount: int, currency: str) -> str:
    """Return the sentence that says why an amount cannot be paid by card, "" when it can."""
    least, most = LIMITS.get((PROVIDER, currency), (0, 0))
    if least <= amount <= most:
        return ""
    if not most:
        return _("This currency cannot be paid by card. Pay by mobile money, bank transfer or cash.")
    limits = {"least": money(least, currency), "most": money(most, currency)}
    return (
        _("An amount is paid by card from %(least)s to %(most)s. Pay by mobile money, bank transfer or cash.")
        % limits
    )


def limits_by_card(currency: str) -> str:
    """Return the sentence that says from what amount to what amount cards are taken, "" where they are not."""
    if not is_configured() or (PROVIDER, currency) not in LIMITS:
        return ""
    least, most = LIMITS[PROVIDER, currency]
    limits = {"least": money(least, currency), "most": money(most, currency)}
    return _("By card: from %(least)s to %(most)s.") % limits


def require_by_card(charge: Charge) -> None:
    """Raise NotByCard with its sentence when the provider would refuse the amount."""
    if sentence := why_not_by_card(charge.amount, charge.currency):
        raise NotByCard(sentence)


def key_of(charge: Charge) -> str:
    """Return the key of the present attempt: the charge's public id, numbered from the second attempt on."""
    return charge.public_id if charge.attempt <= 1 else f"{charge.public_id}-{charge.attempt}"


def open_session(charge: Charge, *, timeout: int = PAGE_TIMEOUT) -> Session:
    """Open the payment page of the present attempt, or find the one opened before with the same key."""
    with _client(timeout) as client:
        made = client.v1.checkout.sessions.create(_question(charge), {"idempotency_key": key_of(charge)})
    return session_of(made.to_dict())


def _question(charge: Charge) -> Any:
    page = settings.BASE_URL + reverse("funding:payment", args=[charge.public_id])
    language = charge.card_language or (charge.payer.language if charge.payer else "fr")
    named = {"charge": charge.public_id, "reference": charge.reference}
    price = {
        "currency": charge.currency.lower(),
        "unit_amount": provider_amount(charge.amount, charge.currency),
        "product_data": {"name": pick(charge.label_fr, charge.label_en, language).plain},
    }
    return {
        "mode": "payment",
        "client_reference_id": charge.public_id,
        "line_items": [{"quantity": 1, "price_data": price}],
        "metadata": named,
        "payment_intent_data": {"metadata": named},
        "locale": language,
        "success_url": f"{page}?back=paid",
        "cancel_url": f"{page}?back=cancelled",
    }


def read_session(session: str, *, timeout: int = PAGE_TIMEOUT) -> Session:
    """Ask where a payment page stands."""
    with _client(timeout) as client:
        return session_of(client.v1.checkout.sessions.retrieve(session).to_dict())


def expire_session(session: str, *, timeout: int = PAGE_TIMEOUT) -> Session:
    """Close a payment page; raise ProviderRefused when it was paid or closed already."""
    with _client(timeout) as client:
        return session_of(client.v1.checkout.sessions.expire(session).to_dict())


def refund(charge: Charge, *, failures: int = 0, timeout: int = PAGE_TIMEOUT) -> None:
    """Give back what is left of a payment, once: the key is the charge's own, another one after each refund that
    did not arrive. Raise ProviderRefused also when the provider says at once that it failed.
    """
    key = f"{charge.public_id}-refund" if not failures else f"{charge.public_id}-refund-{failures + 1}"
    with _client(timeout) as client:
        made = client.v1.refunds.create(
            {"payment_intent": charge.provider_payment, "metadata": {"charge": charge.public_id}},
            {"idempotency_key": key},
        )
    if made.status in ("failed", "canceled"):
        raise ProviderRefused(_("The provider could not give the money back. Give it back another way."))


def session_of(found: dict[str, Any]) -> Session:
    """Read a session as the provider writes it, in an answer or in an event."""
    named = found.get("metadata") or {}
    return Session(
        id=found.get("id") or "",
        status=found.get("status") or "",
        payment_status=found.get("payment_status") or "",
        amount=found.get("amount_total") or 0,
        currency=(found.get("currency") or "").upper(),
        payment=found.get("payment_intent") or "",
        url=found.get("url") or "",
        charge=named.get("charge") or found.get("client_reference_id") or "",
    )


@contextmanager
def _client(timeout: int) -> Iterator[stripe.StripeClient]:
    """Give the provider's client, and turn its errors into silence or refusal."""
    if not is_configured():
        raise NotConfigured()
    base: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    http = stripe.RequestsClient(timeout=timeout)
    try:
        yield stripe.StripeClient(
            settings.STRIPE_KEY, base_addresses=base, http_client=http, max_network_retries=0
        )
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("The payment provider does not answer (%s).", type(error).__name__)
        raise ProviderSilent() from error
    except stripe.StripeError as error:
        log.warning("The payment provider answered %s (%s).", error.http_status, error.code)
        silent = error.http_status is None or error.http_status >= 500 or error.http_status == 409
        raise (ProviderSilent() if silent else ProviderRefused()) from error
    finally:
        http.close()
