"""A tranche's way to money: asked, verified, signed by another person; and, once paid, accounted for."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding import conditions, ledger, letters
from funding.models import Award, Tranche
from funding.payees import signing
from funding.planning import DAYS_TO_PAY, DAYS_TO_SIGN, DAYS_TO_VERIFY, expected_after
from funding.states import TRANCHE, Account, AwardState
from funding.tranches.suspension import ReasonMissing
from incubator.core.clock import local_day
from incubator.people.models import User
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused, once
from incubator.workflow.wording import name_verbs

name_verbs({"tranche.confirm_reception": _("Confirm the reception")})


WHAT_WAS_DONE = _("Write in two or three sentences what this tranche will pay.")


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


@once
def request(tranche: Tranche, *, spending_note: str, by: User, at: datetime) -> Tranche:
    """Ask for a tranche whose conditions are met; its amount counts against the award's ceiling from now on.

    Raises NotAllowed, IllegalMove, AwardNotSigned, ConditionsNotMet or OverTheAward. Letter to finance.
    """
    with TRANCHE.move(tranche, "request", by=by, at=at, data={"amount": tranche.amount}) as asked:
        if asked.award.state != AwardState.SIGNED:
            raise AwardNotSigned()
        _require_conditions(asked)
        _count_requested(asked)
        asked.requested_by, asked.requested_at = by, at
        asked.spending_note = values.check_text(
            "spending_note", spending_note, longest=2000, missing=WHAT_WAS_DONE
        )
        asked.office_note = ""
        asked.expected_on = expected_after(local_day(at), DAYS_TO_VERIFY)
        letters.tranche_requested(asked, at=at)
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
        returned.office_note = values.check_text("note", note, longest=300)
        letters.tranche_sent_back(returned, at=at)
    return returned


@once
def verify(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Confirm that the request is in order; the conditions are checked again."""
    with TRANCHE.move(tranche, "verify", by=by, at=at) as verified:
        _require_conditions(verified)
        verified.verified_by, verified.verified_at = by, at
        verified.expected_on = expected_after(local_day(at), DAYS_TO_SIGN)
    return verified


@once
def approve(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Sign the payment, to the account that is paid now: an approver who neither asked, prepared nor verified.

    The debt enters the ledger. Raises NotAllowed, IllegalMove or signing.PayeeMissing.
    """
    with TRANCHE.move(tranche, "approve", by=by, at=at, data={"amount": tranche.amount}) as approved:
        signing.sign(approved, by=by, at=at)
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
    return approved


def sign_again(tranche: Tranche, *, by: User, at: datetime) -> Tranche:
    """Sign an approved payment to the account that is paid since it changed; the debt stands in the ledger already."""
    with TRANCHE.move(tranche, "sign_again", by=by, at=at, data={"amount": tranche.amount}) as approved:
        signing.sign(approved, by=by, at=at)
        approved.approved_by, approved.approved_at = by, at
    return approved


@an_act
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
