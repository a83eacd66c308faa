"""The payment of a tranche: ordered, paid with reference and proof, or returned by the bank."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from funding import ledger, letters
from funding.models import Award, Payout, Tranche
from funding.payees import signing
from funding.planning import DAYS_TO_PAY, expected_after
from funding.states import TRANCHE, Account, PayoutRail, PayoutState
from funding.tranches.requesting import OverTheAward
from funding.tranches.suspension import ReasonMissing
from incubator.core.clock import local_day
from incubator.core.holding import hold
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import AlreadyDone, Refused
from incubator.workflow.wording import name_verbs

name_verbs({"payout.mark_unknown": _("The bank does not know yet")})


class ProofMissing(Refused):
    """A payment needs its reference and its proof."""

    code = "proof_missing"
    status = 422
    default = _("Write the reference of the transfer and add its proof.")


class ReferenceTaken(Refused):
    """A transfer pays one tranche."""

    code = "reference_taken"
    default = _("This reference already stands on another payment. Check it; nothing was recorded.")


class AlreadySettled(Refused):
    """The end of a payment is recorded once."""

    code = "already_settled"
    default = _("This payment was already settled. Nothing was recorded.")


def order(tranche: Tranche, *, by: User, at: datetime) -> Payout:
    """Order what was signed: account and amount are frozen in a payout. One alive payout a tranche: the database says so.

    Raises NotAllowed, IllegalMove, PayeeMissing, PayeeWaits, or NotWhatWasSigned where account or amount are others.
    """
    try:
        with TRANCHE.move(tranche, "order", by=by, at=at) as ordered:
            payout = _payout_of(ordered, by, at)
            payout.save()
            ordered.office_note = ""
    except AlreadyDone as done:
        return done.thing.payouts.alive().get()
    return payout


def _payout_of(tranche: Tranche, by: User, at: datetime) -> Payout:
    # The start-up is held: its account changes before this, or after.
    payee = signing.paid_now(hold(tranche.award.startup))
    signature = signing.signature_for(tranche, payee, at)
    payout = Payout(
        tranche=tranche,
        signature=signature,
        payee=payee,
        rail=payee.rail,
        payee_name=payee.holder,
        amount=tranche.amount,
        currency=tranche.award.currency,
        ordered_by=by,
        ordered_at=at,
        created_at=at,
    )
    payout.payee_account = payee.account
    payout.fingerprint = signing.terms_of(payout).fingerprint
    values.check(payout, "rail", "payee_name", "amount")
    return payout


def pay(payout: Payout, *, reference: str, proof: StoredFile | None, by: User, at: datetime) -> Payout:
    """Record the transfer with its reference and proof; the ledger balances. Letter to the lead.

    Raises ProofMissing, ReferenceTaken, AlreadySettled, OverTheAward, NotAllowed or IllegalMove.
    """
    values.check_text("reference", reference, longest=80)
    if not reference.strip() or proof is None:
        raise ProofMissing()
    tranche = payout.tranche
    try:
        with TRANCHE.move(tranche, "pay", by=by, at=at, data={"amount": payout.amount}) as paid:
            _settle(payout, reference.strip(), proof, at)
            within = Award.objects.filter(
                pk=paid.award_id, requested_amount__gte=F("paid_amount") + paid.amount
            )
            if not within.update(paid_amount=F("paid_amount") + paid.amount):
                raise OverTheAward()
            paid.paid_at, paid.expected_on = at, None
            ledger.post(
                "tranche.pay",
                f"tranche.pay:{payout.public_id}",
                debit=Account.GRANTS_PAYABLE,
                credit=Account.CASH if payout.rail == PayoutRail.CASH else Account.BANK,
                amount=paid.amount,
                currency=payout.currency,
                startup=paid.award.startup,
                tranche=paid,
                by=by,
                at=at,
            )
            letters.tranche_paid(paid, payout, at=at)
    except AlreadyDone:
        payout.refresh_from_db()
    return payout


def _settle(payout: Payout, reference: str, proof: StoredFile, at: datetime) -> None:
    try:
        with transaction.atomic():
            settled = (
                Payout.objects.filter(pk=payout.pk)
                .unsettled()
                .update(state=PayoutState.PAID, reference=reference, proof=proof, settled_at=at)
            )
    except IntegrityError as error:
        raise ReferenceTaken() from error
    if not settled:
        raise AlreadySettled()
    payout.refresh_from_db()


def fail(payout: Payout, *, note: str, by: User, at: datetime) -> Payout:
    """Record that the bank returned the payment; the tranche can be ordered again. Letter to the lead.

    Raises ReasonMissing, AlreadySettled, NotAllowed or IllegalMove.
    """
    if not note.strip():
        raise ReasonMissing()
    values.check_text("note", note, longest=300)
    with TRANCHE.move(payout.tranche, "fail_payment", by=by, at=at) as back:
        unsettled = Payout.objects.filter(pk=payout.pk).unsettled()
        if not unsettled.update(state=PayoutState.FAILED, note=note, settled_at=at):
            raise AlreadySettled()
        back.office_note = note
        back.expected_on = expected_after(local_day(at), DAYS_TO_PAY)
        letters.payment_failed(back, at=at)
    payout.refresh_from_db()
    return payout


@an_act
def mark_unknown(payout: Payout, *, note: str, by: User, at: datetime) -> Payout:
    """Record that nobody knows yet whether the payment arrived: it is settled later, and never ordered again before.

    Raises ReasonMissing, AlreadySettled or NotAllowed.
    """
    if not note.strip():
        raise ReasonMissing()
    values.check_text("note", note, longest=300)
    locked = TRANCHE.locked(payout.tranche)
    deciding.require("payout.mark_unknown", by, payout, at)
    ordered = Payout.objects.filter(pk=payout.pk, tranche=locked, state=PayoutState.ORDERED)
    if not ordered.update(state=PayoutState.UNKNOWN, note=note):
        raise AlreadySettled()
    audit.record("payout.mark_unknown", payout, by=by, at=at)
    payout.refresh_from_db()
    return payout
