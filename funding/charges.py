"""Money asked of people and start-ups: created, paid by card or by a rail with proof, confirmed, refunded."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from funding import ledger, letters
from funding.models import Charge, LedgerEntry
from funding.states import CHARGE, Account, ChargeRail, ChargeState
from incubator.core.clock import local_day
from incubator.core.money import EXPONENTS
from incubator.files.models import StoredFile
from incubator.people.models import SYSTEM, Actor, User, person_or_none
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import IllegalMove, ReasonMissing, Refused, once
from incubator.workflow.wording import name_verbs

RECORD = "charge"
TRIES = 5
# Where the money stands once it is received, by rail.
RECEIVED_ON = {
    ChargeRail.CARD: Account.PROVIDER,
    ChargeRail.MOBILE: Account.BANK,
    ChargeRail.TRANSFER: Account.BANK,
    ChargeRail.CASH: Account.CASH,
}

THE_PAYER_READS = _("Write the reason: the payer reads it.")
name_verbs({"charge.create": _("Create the charge"), "charge.reach_provider": _("Open the payment page")})


class WrongAmount(Refused):
    """Nothing, or less, is asked of nobody."""

    code = "wrong_amount"
    status = 422
    default = _("The amount must be more than zero.")


class ProofMissing(Refused):
    """A payment outside the card needs its reference and its proof."""

    code = "proof_missing"
    status = 422
    default = _("Write the reference of the payment and add its proof (a photo will do).")


class WrongRail(Refused):
    """A card payment is declared by the provider alone."""

    code = "wrong_rail"
    status = 422
    default = _("Choose mobile money, a bank transfer or cash.")


@an_act
def create(
    *,
    payer: User | None,
    what_for: str,
    label_fr: str,
    amount: int,
    label_en: str = "",
    startup: Startup | None = None,
    currency: str = "XOF",
    by: Actor,
    at: datetime,
) -> Charge:
    """Ask somebody for an amount in whole francs; the payer is written to.

    Raises NotAllowed, WrongAmount, or BadValues for what no form offers.
    """
    if amount <= 0:
        raise WrongAmount()
    charge = Charge(
        payer=payer, startup=startup, what_for=what_for, label_fr=label_fr, label_en=label_en, amount=amount,
        currency=currency, created_by=person_or_none(by), created_at=at,
    )  # fmt: skip
    deciding.require("charge.create", by, charge, at)
    values.check(charge, "what_for", "label_fr", "label_en", "amount")
    values.check_choice("currency", currency, tuple(EXPONENTS))
    _number(charge, at)
    audit.record("charge.create", charge, by=by, at=at, amount=amount)
    letters.charge_asked(charge, at=at)
    return charge


def _number(charge: Charge, at: datetime) -> None:
    """Save the charge under the next reference of the year; the unique column settles a race."""
    prefix = f"EN-{local_day(at).year}-"
    for _try in range(TRIES):
        last = Charge.objects.filter(reference__startswith=prefix).order_by("-reference").first()
        number = int(last.reference.removeprefix(prefix)) + 1 if last else 1
        charge.reference = f"{prefix}{number:05d}"
        try:
            with transaction.atomic():
                charge.save(force_insert=True)
            return
        except IntegrityError:
            charge.pk = None
    raise Refused()


def open_checkout(charge: Charge, *, by: Actor, at: datetime) -> Charge:
    """Begin a payment by card: a new attempt, with its own key at the provider. Raise NotAllowed or IllegalMove."""
    with CHARGE.move(charge, "open_checkout", by=by, at=at) as opened:
        opened.rail, opened.attempt = ChargeRail.CARD, opened.attempt + 1
        opened.provider_session = opened.provider_payment = opened.office_note = ""
        opened.card_language = _language_of(opened, by)
        opened.declared_by, opened.provider_seen_at = None, at
    return opened


def _language_of(charge: Charge, by: Actor) -> str:
    """Return the language of who pays; it stays that of the attempt, whose key may be asked again."""
    person = person_or_none(by) or charge.payer
    return person.language if person else "fr"


def reached_provider(charge: Charge, session: str, *, at: datetime) -> None:
    """Keep the provider's session of the present attempt, once."""
    fresh = Charge.objects.filter(pk=charge.pk, attempt=charge.attempt, provider_session="")
    with transaction.atomic():
        if fresh.update(provider_session=session, provider_seen_at=at):
            audit.record("charge.reach_provider", charge, by=SYSTEM, at=at)
    charge.refresh_from_db(fields=["provider_session", "provider_seen_at"])


@once
def declare_payment(
    charge: Charge, *, rail: str, reference: str, proof: StoredFile | None, by: User, at: datetime
) -> Charge:
    """Say that a payment was made outside the card, with its reference and proof; a second person confirms it.

    Raises ProofMissing, WrongRail, NotAllowed or IllegalMove.
    """
    if rail not in (ChargeRail.MOBILE, ChargeRail.TRANSFER, ChargeRail.CASH):
        raise WrongRail()
    if not reference.strip() or proof is None or (proof.record, proof.record_id) != (RECORD, charge.pk):
        raise ProofMissing()
    with CHARGE.move(charge, "declare_payment", by=by, at=at, data={"rail": str(rail)}) as declared:
        declared.rail, declared.payment_reference, declared.proof = rail, reference.strip(), proof
        declared.declared_by, declared.office_note = by, ""
        values.check(declared, "rail", "payment_reference")
    return declared


@once
def confirm(charge: Charge, *, by: User, at: datetime) -> Charge:
    """Confirm a declared payment: somebody else than who declared it or who pays. Ledger and receipt follow.

    Raises NotAllowed or IllegalMove; the provider alone confirms a card.
    """
    if charge.state == ChargeState.SUCCEEDED:
        charge.refresh_from_db()
    elif charge.rail == ChargeRail.CARD or charge.state != ChargeState.PENDING:
        raise IllegalMove()
    with CHARGE.move(charge, "succeed", by=by, at=at, data={"amount": charge.amount}) as paid:
        paid.confirmed_by, paid.paid_at = by, at
        _receive(paid, by=by, at=at)
    return paid


def succeed(charge: Charge, *, session: str, payment: str, at: datetime) -> Charge:
    """Record that the provider received the payment by card; late is never too late. Ledger and receipt follow.

    Raises AlreadyDone or IllegalMove.
    """
    with CHARGE.move(charge, "succeed", by=SYSTEM, at=at, data={"amount": charge.amount}) as paid:
        paid.rail, paid.paid_at, paid.office_note = ChargeRail.CARD, at, ""
        paid.provider_session, paid.provider_payment = session or paid.provider_session, payment
        _receive(paid, by=SYSTEM, at=at)
    return paid


def _receive(charge: Charge, *, by: Actor, at: datetime) -> None:
    ledger.post(
        "charge.succeed",
        f"charge.succeed:{charge.public_id}",
        debit=RECEIVED_ON[ChargeRail(charge.rail)],
        credit=Account.INCOME,
        amount=charge.amount,
        currency=charge.currency,
        startup=charge.startup,
        charge=charge,
        by=by,
        at=at,
    )
    letters.charge_paid(charge, at=at)


def fail(charge: Charge, *, note: str = "", by: Actor, at: datetime) -> Charge:
    """Record that the payment did not arrive, with the reason; it can be tried again. Raise ReasonMissing."""
    if not note.strip() and not by.is_system:
        raise ReasonMissing(THE_PAYER_READS)
    with CHARGE.move(charge, "fail", by=by, at=at) as failed:
        failed.office_note, failed.declared_by = note, None
        values.check(failed, "office_note")
    return failed


def expire(charge: Charge, *, by: Actor = SYSTEM, at: datetime) -> Charge:
    """End an attempt that nobody paid; the charge can be paid again."""
    with CHARGE.move(charge, "expire", by=by, at=at) as expired:
        expired.declared_by = None
    return expired


def cancel(charge: Charge, *, note: str, by: Actor, at: datetime) -> Charge:
    """Cancel a charge that was not paid, with the reason."""
    if not note.strip():
        raise ReasonMissing(THE_PAYER_READS)
    with CHARGE.move(charge, "cancel", by=by, at=at) as cancelled:
        cancelled.office_note = note
        values.check(cancelled, "office_note")
    return cancelled


def refund(charge: Charge, *, note: str = "", by: Actor, at: datetime) -> Charge:
    """Record that what was left of a payment was given back; ledger and payer are told.

    Raises ReasonMissing, NotAllowed or IllegalMove.
    """
    if not note.strip() and not by.is_system:
        raise ReasonMissing(THE_PAYER_READS)
    with CHARGE.move(charge, "refund", by=by, at=at, data={"amount": charge.amount}) as refunded:
        give_back(refunded, refunded.amount - refunded.refunded_amount, by=by, at=at)
        refunded.office_note = note
        values.check(refunded, "office_note")
        letters.charge_news(refunded, "refunded", at=at)
    return refunded


def give_back(charge: Charge, amount: int, *, by: Actor, at: datetime) -> None:
    """Enter `amount` francs more as given back, on a charge under lock: the whole at once reverses its entry."""
    booked = LedgerEntry.objects.filter(charge=charge, verb="charge.refund").count()
    if amount == charge.amount and not booked:
        entry = LedgerEntry.objects.get(key=f"charge.succeed:{charge.public_id}")
        ledger.reverse(entry, verb="charge.refund", by=by, at=at)
    else:
        ledger.post(
            "charge.refund",
            f"charge.refund:{charge.public_id}:{booked + 1}",
            debit=Account.INCOME,
            credit=RECEIVED_ON[ChargeRail(charge.rail)],
            amount=amount,
            currency=charge.currency,
            startup=charge.startup,
            charge=charge,
            by=by,
            at=at,
        )
    charge.refunded_amount += amount
    charge.refund_failed_at = None
