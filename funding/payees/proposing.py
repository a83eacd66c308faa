"""The account of a start-up: proposed by one person, confirmed by another; a change waits before it is paid."""

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from funding.models import Payee
from funding.payees import letters
from funding.states import PAYEE, PayoutRail
from incubator.core.holding import hold
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding, proposals, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused, once

RECORD = "payee"
LONGEST_ACCOUNT = 60
# An account that replaces another waits two days: the start-up and the approvers read the letter and can object before
# money leaves, a day off included. The first account of a start-up replaces nothing, and nobody could be robbed by it
# of an earlier one: it is paid at once.
WAITING = timedelta(hours=48)


class PayeeIncomplete(Refused):
    """Somebody is paid on some account, as a paper shows."""

    code = "payee_incomplete"
    status = 422
    default = _(
        "Write the name of the holder and the number of the account, and add the paper that shows them."
    )


class SameAccount(Refused):
    """Nothing would change."""

    code = "same_account"
    default = _("This is the account that is paid already: nothing to change.")


@an_act
def propose(
    startup: Startup,
    *,
    rail: str,
    holder: str,
    account: str,
    proof: StoredFile | None,
    by: User,
    at: datetime,
) -> Payee:
    """Propose the next version of the account of a start-up; another person confirms it. Audited without the account.

    Raises NotAllowed, PayeeIncomplete, SameAccount, AlreadyProposed, or BadValues for what no form offers.
    """
    startup = hold(startup)
    deciding.require("payee.propose", by, Payee(startup=startup), at)
    proposals.only_one(startup.payees.all())
    if not holder.strip() or not account.strip():
        raise PayeeIncomplete()
    if proof is None or (proof.record, proof.record_id) != (RECORD, startup.pk):
        raise PayeeIncomplete()
    payee = _next(startup, rail, holder, account, proof)
    _require_new(payee)
    payee.proposed_by, payee.proposed_at = by, at
    payee.save(force_insert=True)
    audit.record("payee.propose", payee, by=by, at=at, version=payee.version)
    return payee


def _next(startup: Startup, rail: str, holder: str, account: str, proof: StoredFile) -> Payee:
    last = startup.payees.order_by("-version").first()
    payee = Payee(
        startup=startup, version=last.version + 1 if last else 1, rail=rail, holder=holder.strip(), proof=proof
    )  # fmt: skip
    payee.account = "".join(values.check_text("account", account, longest=LONGEST_ACCOUNT).split())
    payee.salt = secrets.token_hex(16)
    values.check_choice("rail", rail, PayoutRail)
    values.check(payee, "holder")
    return payee


def _require_new(payee: Payee) -> None:
    now = payee.startup.payees.confirmed().first()
    if now and (now.rail, now.holder, now.account) == (payee.rail, payee.holder, payee.account):
        raise SameAccount()


@once
def confirm(payee: Payee, *, by: User, at: datetime) -> Payee:
    """Confirm a proposed account: from now on it is the one that is paid, after 48 hours where it replaces another.

    A change is written to the start-up and to the approvers. Raises NotAllowed or IllegalMove.
    """
    with proposals.confirming(PAYEE, payee, by=by, at=at) as confirmed:
        is_change = confirmed.startup.payees.confirmed().exists()
        if is_change:
            confirmed.usable_from = at + WAITING
            letters.payee_changed(confirmed, at=at)
    return confirmed


@once
def refuse(payee: Payee, *, note: str, by: User, at: datetime) -> Payee:
    """Refuse a proposed account, or take one's own back, with the reason. Raises as `proposals.refuse` and moves do."""
    return proposals.refuse(PAYEE, payee, note=note, by=by, at=at)
