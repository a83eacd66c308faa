"""Kind: what is done is not what was signed. After the approval the account is changed, and the money goes elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from funding.models import Payee, Payout, Tranche
from funding.payees import proposing, signing
from funding.tranches import disbursement, requesting
from incubator.notifications.models import Message
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.startups import membership
from incubator.workflow.proposals import AlreadyProposed
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.conftest import LONG_AGO
from tests.world import funding as money

pytestmark = pytest.mark.django_db
THIEF = "TG53 6666 6666"
CLOSED = "TG5366666666"
LATER = money.APPROVED + timedelta(hours=48)
MONEY = "/desk/money/"


def bank_file(client: Client) -> str:
    return client.get(f"{MONEY}payments/bank-file.csv").getvalue().decode()


def changed(award, office, at=money.APPROVED) -> Payee:
    return money.confirmed_payee(award.startup, office, account=THIEF, at=at)


def test_one_finance_officer_alone_cannot_turn_a_signed_payment(client_for, award, founder, office, rib):
    tranche = money.approved_tranche(award, founder, office)
    finance = client_for(office.finance)
    # The door of before, and the present one with both acts of it.
    finance.post(f"{MONEY}awards/{award.reference}/payee/", {"name": "Tiers", "account": THIEF})
    door = f"{MONEY}payees/{award.startup.slug}/"
    finance.post(f"{door}propose/", {"rail": "bank", "holder": "Tiers", "account": THIEF, "proof": rib()})
    finance.post(f"{door}2/confirm/")
    finance.post(f"{MONEY}tranches/{tranche.public_id}/order/", {"order-rail": "bank"})

    written = bank_file(finance)
    assert (CLOSED in written, money.ACCOUNT.replace(" ", "") in written) == (False, True)


def test_a_payment_to_another_account_than_the_signed_one_is_refused(award, founder, office):
    tranche = money.approved_tranche(award, founder, office)
    changed(award, office)

    with pytest.raises(signing.NotWhatWasSigned) as refused:
        disbursement.order(tranche, by=office.finance, at=LATER)

    told = str(refused.value)
    assert ("•••• 6666" in told, "•••• 5678" in told, "signer de nouveau" in told) == (True, True, True)
    assert (Payout.objects.count(), Tranche.objects.get(pk=tranche.pk).state) == (0, "approved")


def test_another_amount_than_the_signed_one_is_refused(award, founder, office):
    tranche = money.approved_tranche(award, founder, office)
    Tranche.objects.filter(pk=tranche.pk).update(amount=tranche.amount + 1)

    with pytest.raises(signing.NotWhatWasSigned):
        disbursement.order(tranche, by=office.finance, at=LATER)

    assert Payout.objects.count() == 0


def test_without_the_look_at_the_fingerprint_the_attack_succeeds(award, founder, office, monkeypatch):
    """The test above can fail: this is what it guards against."""
    tranche = money.approved_tranche(award, founder, office)
    changed(award, office)
    monkeypatch.setattr(signing, "require_what_was_signed", lambda *_given: None)

    payout = disbursement.order(tranche, by=office.finance, at=LATER)

    assert payout.payee_account == CLOSED
    # The file for the bank looks again, at the frozen payment itself.
    with pytest.raises(signing.NotWhatWasSigned):
        signing.require_all_signed([payout])


def test_a_changed_account_is_signed_again_and_waits_two_days(award, founder, office):
    tranche = money.approved_tranche(award, founder, office)
    with pytest.raises(NotAllowed):
        requesting.sign_again(tranche, by=office.approver, at=money.APPROVED)
    changed(award, office)
    assert Tranche.objects.to_sign(office.approver).get() == tranche

    requesting.sign_again(tranche, by=office.approver, at=money.APPROVED)
    for early in (money.APPROVED, LATER - timedelta(seconds=1)):
        with pytest.raises(signing.PayeeWaits):
            disbursement.order(tranche, by=office.finance, at=early)
    payout = disbursement.order(tranche, by=office.finance, at=LATER)

    assert (payout.payee_account, payout.fingerprint) == (CLOSED, tranche.signatures.first().fingerprint)
    assert not Tranche.objects.to_sign(office.approver).exists()


def test_the_first_account_is_paid_at_once(award, founder, office):
    payout = money.ordered_payout(award, founder, office)

    assert (payout.payee.usable_from, payout.ordered_at) == (None, money.APPROVED)


def test_nobody_signs_before_an_account_is_confirmed(award, founder, office):
    award.startup.payees.all().delete()
    tranche = money.verified_tranche(award, founder, office)

    with pytest.raises(signing.PayeeMissing):
        requesting.approve(tranche, by=office.approver, at=money.APPROVED)


def test_a_change_is_written_to_the_team_and_to_the_approvers(award, founder, founder2, office):
    membership.join(award.startup, founder2, role="founder", by=founder, at=money.SIGNED)
    assert not Message.objects.filter(kind="funding/payee_changed").exists()

    changed(award, office)

    letters = Message.objects.filter(kind="funding/payee_changed")
    assert set(letters.values_list("recipient", flat=True)) == {founder.pk, founder2.pk, office.approver.pk}
    for letter in letters:
        assert ("•••• 6666" in letter.text, CLOSED in letter.text) == (True, False)


def test_who_proposes_an_account_never_confirms_it_nor_does_one_of_the_team(award, founder, office, finance2):
    proposed = money.proposed_payee(award.startup, office.finance, account=THIEF)
    Grant.objects.create(person=founder, role=Role.APPROVER, from_at=LONG_AGO)
    founder.forget_roles()

    for person in (office.finance, founder, office.officer, office.director):
        with pytest.raises(NotAllowed):
            proposing.confirm(proposed, by=person, at=money.SIGNED)
    with pytest.raises(AlreadyProposed):
        money.proposed_payee(award.startup, finance2, account="TG53 7777")
    assert award.startup.payees.confirmed().count() == 1

    proposing.confirm(proposed, by=finance2, at=money.SIGNED)
    with pytest.raises(IllegalMove):
        proposing.refuse(proposed, note="Trop tard.", by=office.approver, at=money.SIGNED)


def test_a_refused_account_is_never_paid(award, founder, office):
    proposed = money.proposed_payee(award.startup, office.finance, account=THIEF)
    proposing.refuse(proposed, note="Le nom n’est pas celui du relevé.", by=office.approver, at=money.SIGNED)

    payout = money.ordered_payout(award, founder, office)

    assert (payout.payee.version, proposed.state) == (1, "refused")


def test_the_file_for_the_bank_holds_only_what_was_signed(client_for, award, founder, office):
    payout = money.ordered_payout(award, founder, office)
    payout.payee_account = CLOSED
    payout.save(update_fields=["payee_account_sealed"])

    answer = client_for(office.finance).get(f"{MONEY}payments/bank-file.csv")

    assert (answer.status_code, f"{award.reference}/1" in answer.content.decode()) == (409, True)
    assert CLOSED not in answer.content.decode()


def test_the_approver_reads_what_is_signed(client_for, award, founder, office):
    tranche = money.verified_tranche(award, founder, office)
    client = client_for(office.approver)

    for page in (f"{MONEY}to-sign/", f"{MONEY}tranches/{tranche.public_id}/"):
        text = client.get(page).content.decode()
        assert all(part in text for part in (award.startup.name, "•••• 5678", "900")), page
