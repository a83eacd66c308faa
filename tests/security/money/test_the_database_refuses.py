"""The database itself keeps what was signed and confirmed, whatever the code does: on SQLite and on PostgreSQL."""

from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from funding.models import Payee, Payout, Signature
from funding.payees import proposing, signing
from funding.payees.guarding import PAYEE, PAYOUT, SignedPayouts
from funding.tranches import disbursement
from incubator.core import sealing
from incubator.core.encryption import key_of
from incubator.startups.models import Registration
from incubator.workflow import append_only
from tests.security.money.test_what_was_signed import LATER, THIEF, changed
from tests.world import funding as money

# As its migration writes it.
FACTS = import_module(
    "incubator.startups.migrations.0002_registrations_verified_by_two"
).Migration.operations[-1]
GUARDS = (PAYEE, PAYOUT, SignedPayouts())


@pytest.fixture
def guarded(transactional_db):
    """The tables with their triggers, taken off again: the other tests share the database."""
    for guard in GUARDS:
        guard.create(connection)
    append_only.create(connection, "funding_signature")
    yield
    append_only.drop(connection, "funding_signature")
    for guard in GUARDS:
        guard.drop(connection)


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def test_a_payment_that_was_not_signed_is_refused(guarded, award, founder, office, monkeypatch):
    tranche = money.approved_tranche(award, founder, office)
    changed(award, office)
    monkeypatch.setattr(signing, "require_what_was_signed", lambda *_given: None)

    with pytest.raises(IntegrityError):
        disbursement.order(tranche, by=office.finance, at=LATER)

    assert Payout.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"amount": 1}, {"currency": "EUR"}, {"fingerprint": "0" * 64}, {"signature": None}, {"payee": None}]
)  # fmt: skip
def test_every_part_of_a_payment_is_that_of_its_signature(guarded, award, founder, office, wrong):
    tranche = money.approved_tranche(award, founder, office)
    signature = tranche.signatures.get()
    right = {
        "tranche": tranche, "signature": signature, "payee": signature.payee, "fingerprint": signature.fingerprint,
        "amount": tranche.amount, "currency": "XOF", "rail": "bank", "payee_name": "x", "ordered_by": office.finance,
        "ordered_at": LATER,
    }  # fmt: skip

    assert refused(lambda: Payout.objects.create(**{**right, **wrong}))
    assert not refused(lambda: Payout.objects.create(**right))


def test_an_earlier_signature_is_worth_nothing_once_it_was_signed_again(guarded, award, founder, office):
    tranche = money.approved_tranche(award, founder, office)
    first, payee = tranche.signatures.get(), changed(award, office)
    with transaction.atomic():
        signing.sign(tranche, by=office.approver, at=LATER)
    last = tranche.signatures.first()
    right = {
        "amount": tranche.amount,
        "rail": "bank",
        "payee_name": "x",
        "ordered_by": office.finance,
        "ordered_at": LATER,
    }

    def order(signature):
        return lambda: Payout.objects.create(
            tranche=tranche,
            signature=signature,
            payee=signature.payee,
            fingerprint=signature.fingerprint,
            **right,
        )

    assert (refused(order(first)), refused(order(last)), last.payee) == (True, False, payee)


def test_what_is_confirmed_signed_and_ordered_does_not_change(guarded, award, founder, office):
    payout = money.ordered_payout(award, founder, office)
    payee, signature = (
        Payee.objects.filter(pk=payout.payee_id),
        Signature.objects.filter(pk=payout.signature_id),
    )
    ordered = Payout.objects.filter(pk=payout.pk)
    acts = [
        lambda: payee.update(holder="Tiers"), lambda: payee.update(decided_by=office.director), lambda: payee.delete(),
        lambda: payee.update(state="proposed"), lambda: payee.update(usable_from=money.PROPOSED),
        lambda: signature.update(fingerprint="0" * 64), lambda: signature.delete(), lambda: ordered.delete(),
        lambda: ordered.update(payee_name="Tiers"), lambda: ordered.update(amount=1), lambda: ordered.update(rail="cash"),
    ]  # fmt: skip

    assert [refused(act) for act in acts] == [True] * len(acts)
    money.paid(payout, office.finance)
    assert Payout.objects.get().state == "paid"


def test_a_proposal_says_what_it_said_and_may_still_be_settled(guarded, award, office):
    proposed = money.proposed_payee(award.startup, office.finance, account=THIEF)

    assert refused(lambda: Payee.objects.filter(pk=proposed.pk).update(proposed_by=office.approver))
    assert refused(
        lambda: Payee.objects.filter(pk=proposed.pk).update(state="confirmed", decided_by=office.finance)
    )
    assert proposing.confirm(proposed, by=office.approver, at=LATER).state == "confirmed"


def test_the_key_of_sealed_columns_may_still_be_changed(guarded, award, founder, office, settings):
    payout = money.ordered_payout(award, founder, office)
    settings.FIELD_KEYS = {"new": b"n" * 32, **settings.FIELD_KEYS}

    sealing.rotate_all(to_key="new")

    payee = Payee.objects.get(pk=payout.payee_id)
    again = Payout.objects.select_related("payee", "signature").get()
    assert (key_of(payee.account_sealed), signing.is_what_was_signed(again)) == ("new", True)


def test_a_verified_registration_does_not_change(transactional_db, award, office):
    verified = Registration.objects.filter(startup=award.startup)
    FACTS.create(connection)
    try:
        acts = [
            lambda: verified.update(rccm="autre"), lambda: verified.update(decided_by=office.finance),
            lambda: verified.update(state="refused"), lambda: verified.delete(),
        ]  # fmt: skip
        assert [refused(act) for act in acts] == [True] * len(acts)
    finally:
        FACTS.drop(connection)
    assert refused(lambda: verified.update(decided_by=verified.get().proposed_by))


def test_without_the_triggers_each_of_these_passes(award, founder, office):
    """The tests above can fail."""
    payout = money.ordered_payout(award, founder, office)

    assert Payee.objects.filter(pk=payout.payee_id).update(holder="Tiers") == 1
    assert Payout.objects.filter(pk=payout.pk).update(amount=1) == 1


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_both_databases_have_their_words(vendor):
    for guard in GUARDS:
        assert all(guard.create_sql(vendor)) and guard.drop_sql(vendor)
        assert all(line.startswith("DROP") for line in guard.drop_sql(vendor))
