"""A tranche's way: asked, verified, signed by another person, ordered, paid with proof, accounted for."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding import conditions, ledger, letters
from funding.models import Award, Payout, Tranche
from funding.planning import DAYS_TO_PAY, DAYS_TO_SIGN, DAYS_TO_VERIFY, expected_after
from funding.states import TRANCHE, Account, AwardState, PayoutRail, PayoutState
from funding.suspension import ReasonMissing, block, cancel, unblock
from incubator.core.clock import local_day
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import AlreadyDone, Refused
from incubator.workflow.wording import name_verbs

__all__ = [
    "ReasonMissing", "account", "approve", "block", "cancel", "confirm_reception", "fail", "mark_unknown", "order",
    "pay", "request", "send_back", "unblock", "verify",
]  # fmt: skip

name_verbs(
    {
        "tranche.confirm_reception": _("Confirm the reception"),
        "payout.mark_unknown": _("The bank does not know yet"),
    }
)


class ConditionsNotMet(Refused):
    """Something the tranche waits for is missing; `data["missing"]` lists it."""

    code = "conditions_not_met"
    default = _("Some conditions of this tranche are not met yet.")


class OverTheAward(Refused):
    """The award's ceiling would be passed."""

    code = "over_the_award"
    default = _("This would pass the ceiling of the award. Nothing was recorded.")


class AwardNotSigned(Refused):
    """Money leaves only on a signed award."""

    code = "award_not_signed"
    default = _("The award is not signed yet. It will be after the signature of the agreement.")


class PayeeMissing(Refused):
    """Nobody to pay."""

    code = "payee_missing"
    default = _("The account of the start-up is not recorded yet. Record it, then order the payment.")


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


def request(tranche: Tranche, *, spending_note: str, by: User, at: datetime) -> Tranche:
    """Ask for a tranche whose conditions are met; its amount counts against the award's ceiling from now on.

    Raises NotAllowed, IllegalMove, AwardNotSigned, ConditionsNotMet or OverTheAward. Letter to finance.
    """
    try:
        with TRANCHE.move(tranche, "request", by=by, at=at, data={"amount": tranche.amount}) as asked:
            if asked.award.state != AwardState.SIGNED:
                raise AwardNotSigned()
            _require_conditions(asked)
            _count_requested(asked)
            asked.requested_by, asked.requested_at, asked.spending_note = by, at, spending_note
            asked.office_note = ""
            asked.expected_on = expected_after(local_day(at), DAYS_TO_VERIFY)
            letters.tranche_requested(asked, at=at)
    except AlreadyDone as done:
        return done.thing
    return asked


def _require_conditions(tranche: Tranche) -> None:
    lacking = [str(c.text) for c in conditions.check(tranche) if not c.met]
    if lacking:
        raise ConditionsNotMet(_missing_sentence(lacking), data={"missing": lacking})


def _missing_sentence(lacking: list[str]) -> str:
    return gettext("Not met yet: %(missing)s.") % {"missing": "; ".join(lacking)}


def _count_requested(tranche: Tranche) -> None:
    room = Award.objects.filter(
        pk=tranche.award_id, ceiling_amount__gte=F("requested_amount") + tranche.amount
    )
    if not room.update(requested_amount=F("requested_amount") + tranche.amount):
        raise OverTheAward()


def send_back(tranche: Tranche, *, note: str, by: User, at: datetime) -> Tranche:
    """Send a request back with its reason; it can be made again. Letter to the lead."""
    if not note.strip():
        raise ReasonMissing()
    with TRANCHE.move(tranche, "send_back", by=by, at=at) as returned:
        Award.objects.filter(pk=returned.award_id).update(
            requested_amount=F("requested_amount") - returned.amount
        )
        returned.requested_by = returned.verified_by = None
        returned.requested_at = returned.verified_at = returned.expected_on = None
        returned.office_note = note
        letters.tranche_sent_back(returned, at=at)
    return returned


def verify(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Confirm that the request is in order; the conditions are checked again."""
    try:
        with TRANCHE.move(tranche, "verify", by=by, at=at) as verified:
            _require_conditions(verified)
            verified.verified_by, verified.verified_at = by, at
            verified.expected_on = expected_after(local_day(at), DAYS_TO_SIGN)
    except AlreadyDone as done:
        return done.thing
    return verified


def approve(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Sign the payment: an approver who neither asked, prepared nor verified. The debt enters the ledger."""
    try:
        with TRANCHE.move(tranche, "approve", by=by, at=at, data={"amount": tranche.amount}) as approved:
            approved.approved_by, approved.approved_at = by, at
            approved.expected_on = expected_after(local_day(at), DAYS_TO_PAY)
            ledger.post(
                "tranche.approve",
                f"tranche.approve:{approved.public_id}",
                debit=Account.GRANTS_EXPENSE,
                credit=Account.GRANTS_PAYABLE,
                amount=approved.amount,
                currency=approved.award.currency,
                startup=approved.award.startup,
                tranche=approved,
                by=by,
                at=at,
            )
    except AlreadyDone as done:
        return done.thing
    return approved


def order(tranche: Tranche, *, rail: str = PayoutRail.BANK, by: User, at: datetime) -> Payout:
    """Order the payment: the payee is frozen in a payout. One alive payout a tranche: the database says so.

    Raises NotAllowed, IllegalMove or PayeeMissing.
    """
    try:
        with TRANCHE.move(tranche, "order", by=by, at=at, data={"rail": str(rail)}) as ordered:
            payout = _payout_of(ordered, rail, by, at)
            payout.save()
            ordered.office_note = ""
    except AlreadyDone as done:
        return done.thing.payouts.alive().get()
    return payout


def _payout_of(tranche: Tranche, rail: str, by: User, at: datetime) -> Payout:
    award = tranche.award
    if not award.payee_account:
        raise PayeeMissing()
    payout = Payout(
        tranche=tranche,
        rail=rail,
        payee_name=award.payee_name,
        amount=tranche.amount,
        currency=award.currency,
        ordered_by=by,
        ordered_at=at,
        created_at=at,
    )
    payout.payee_account = award.payee_account
    return payout


def pay(payout: Payout, *, reference: str, proof: StoredFile | None, by: User, at: datetime) -> Payout:
    """Record the transfer with its reference and proof; the ledger balances. Letter to the lead.

    Raises ProofMissing, ReferenceTaken, AlreadySettled, OverTheAward, NotAllowed or IllegalMove.
    """
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
    with TRANCHE.move(payout.tranche, "fail_payment", by=by, at=at) as back:
        unsettled = Payout.objects.filter(pk=payout.pk).unsettled()
        if not unsettled.update(state=PayoutState.FAILED, note=note[:300], settled_at=at):
            raise AlreadySettled()
        back.office_note = note
        back.expected_on = expected_after(local_day(at), DAYS_TO_PAY)
        letters.payment_failed(back, at=at)
    payout.refresh_from_db()
    return payout


@transaction.atomic
def mark_unknown(payout: Payout, *, note: str, by: User, at: datetime) -> Payout:
    """Record that nobody knows yet whether the payment arrived: it is settled later, and never ordered again before.

    Raises ReasonMissing, AlreadySettled or NotAllowed.
    """
    if not note.strip():
        raise ReasonMissing()
    locked = TRANCHE.locked(payout.tranche)
    deciding.require("payout.mark_unknown", by, payout, at)
    ordered = Payout.objects.filter(pk=payout.pk, tranche=locked, state=PayoutState.ORDERED)
    if not ordered.update(state=PayoutState.UNKNOWN, note=note[:300]):
        raise AlreadySettled()
    audit.record("payout.mark_unknown", payout, by=by, at=at)
    payout.refresh_from_db()
    return payout


@transaction.atomic
def confirm_reception(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """The founder confirms that the money arrived; a second time changes nothing."""
    locked = TRANCHE.locked(tranche)
    deciding.require("tranche.confirm_reception", by, locked, at)
    if locked.paid_at is not None and locked.received_at is None:
        locked.received_at = at
        locked.save(update_fields=["received_at"])
        audit.record("tranche.confirm_reception", locked, by=by, at=at)
    return locked


def account(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Accept the accounts of a paid tranche: all of it is justified. Raise ConditionsNotMet otherwise."""
    with TRANCHE.move(tranche, "account", by=by, at=at) as accounted:
        if conditions.justified_percent(accounted) < 100:
            raise ConditionsNotMet(_("The whole tranche must be justified by accepted expenses."))
    return accounted
