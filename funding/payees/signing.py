"""What an approver signs, as one fingerprint: which tranche, how much, to which version of which account."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.models import Payee, Payout, Signature, Tranche
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.startups.models import Startup
from incubator.ui.typography import moment, money
from incubator.workflow.refusals import Refused


class PayeeMissing(Refused):
    """Nobody to pay."""

    code = "payee_missing"
    default = _(
        "The account of the start-up is not confirmed yet. One person proposes it, another confirms it, on the page"
        " of its account."
    )


class PayeeWaits(Refused):
    """An account that replaced another is not paid at once."""

    code = "payee_waits"


class NotWhatWasSigned(Refused):
    """The payment is not the one that the approver signed."""

    code = "not_what_was_signed"


@dataclass(frozen=True)
class Terms:
    """Everything that a signature stands for; the salt keeps a short account from being guessed."""

    tranche: str
    payee: str
    version: int
    rail: str
    holder: str
    account: str
    amount: int
    currency: str
    salt: str

    @property
    def fingerprint(self) -> str:
        """Return the sha256 of the terms, written in one way."""
        written = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def paid_now(startup: Startup) -> Payee:
    """Return the account that is paid: the last version confirmed. Raise PayeeMissing."""
    payee = startup.payees.confirmed().first()
    if payee is None:
        raise PayeeMissing()
    return payee


def terms(tranche: Tranche, payee: Payee) -> Terms:
    """Return what is signed when a tranche is to be paid to an account."""
    return Terms(
        tranche=tranche.public_id, payee=payee.public_id, version=payee.version, rail=payee.rail,
        holder=payee.holder, account=payee.account, amount=tranche.amount, currency=tranche.award.currency,
        salt=payee.salt,
    )  # fmt: skip


def terms_of(payout: Payout) -> Terms:
    """Return what a payment does, read from its own frozen columns."""
    payee = payout.payee
    return Terms(
        tranche=payout.tranche.public_id, payee=payee.public_id, version=payee.version, rail=payout.rail,
        holder=payout.payee_name, account=payout.payee_account, amount=payout.amount, currency=payout.currency,
        salt=payee.salt,
    )  # fmt: skip


def sign(tranche: Tranche, *, by: User, at: datetime) -> Signature:
    """Keep what the approver signs, on a tranche under lock; the account does not change meanwhile."""
    payee = paid_now(hold(tranche.award.startup))
    signed = terms(tranche, payee)
    return Signature.objects.create(
        tranche=tranche, payee=payee, amount=signed.amount, currency=signed.currency,
        fingerprint=signed.fingerprint, signed_by=by, signed_at=at,
    )  # fmt: skip


def signature_for(tranche: Tranche, payee: Payee, at: datetime) -> Signature | None:
    """Return the signature under which a tranche is ordered now. Raise NotWhatWasSigned or PayeeWaits."""
    signature = tranche.signatures.first()
    require_what_was_signed(signature, terms(tranche, payee), payee)
    require_waited(payee, at)
    return signature


def require_what_was_signed(signature: Signature | None, ordered: Terms, payee: Payee) -> None:
    """Refuse a payment whose fingerprint is not the one that was signed last."""
    if signature is not None and signature.fingerprint == ordered.fingerprint:
        return
    what = {
        "account": payee.masked_account, "holder": payee.holder, "amount": money(ordered.amount, ordered.currency),
        "signed": _signed_for(signature),
    }  # fmt: skip
    sentence = gettext(
        "This payment – %(amount)s to the account %(account)s of %(holder)s – is not what the approver signed"
        " (%(signed)s). Nothing was ordered. Ask an approver to sign it again, on the page “To sign”."
    )
    raise NotWhatWasSigned(sentence % what)


def _signed_for(signature: Signature | None) -> str:
    if signature is None:
        return gettext("no account")
    told = {"amount": money(signature.amount, signature.currency), "account": signature.payee.masked_account}
    return gettext("%(amount)s to the account %(account)s") % told


def require_waited(payee: Payee, at: datetime) -> None:
    """Refuse an account that replaced another less than 48 hours ago."""
    if payee.usable_from is not None and at < payee.usable_from:
        sentence = gettext(
            "The account of the start-up has changed: nothing is paid to it before %(moment)s, so that the start-up"
            " and the approvers can object. Order the payment then."
        )
        raise PayeeWaits(sentence % {"moment": moment(payee.usable_from)})


def is_what_was_signed(payout: Payout) -> bool:
    """Tell whether a payment still says what was signed; one ordered before signatures were kept does not."""
    if payout.payee is None or payout.signature is None:
        return False
    return terms_of(payout).fingerprint == payout.fingerprint == payout.signature.fingerprint


def require_all_signed(payouts: Iterable[Payout]) -> None:
    """Refuse a file for the bank that holds a payment nobody signed as it stands. Raise NotWhatWasSigned."""
    others = [payout.tranche for payout in payouts if not is_what_was_signed(payout)]
    if others:
        sentence = gettext(
            "These payments are not what an approver signed: %(payments)s. No file is made. Record them as failed on"
            " the page of their tranche, then have them signed again and order them."
        )
        told = ", ".join(f"{tranche.award.reference}/{tranche.number}" for tranche in others)
        raise NotWhatWasSigned(sentence % {"payments": told})
