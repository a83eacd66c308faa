"""Kind: one person alone moves money. A refund needed one finance officer."""

import pytest
from django.db import IntegrityError, transaction

from funding import charges
from funding.cards import gateway, refunding
from funding.models import Charge, LedgerEntry, Refund
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.workflow.proposals import AlreadyProposed
from incubator.workflow.refusals import IllegalMove, NotAllowed, ReasonMissing
from tests.conftest import LONG_AGO
from tests.world import funding as money

pytestmark = pytest.mark.django_db
MONEY = "/desk/money/"


@pytest.fixture
def paid(centre, founder, office) -> Charge:
    charge = money.declared_charge(founder, office.finance)
    return charges.confirm(charge, by=office.approver, at=money.SPENT)


def given_back() -> int:
    return LedgerEntry.objects.filter(verb="charge.refund").count()


def ask(charge: Charge, by) -> Refund:
    return refunding.ask(charge, note="Séance annulée.", by=by, at=money.SPENT)


def test_one_finance_officer_gives_nothing_back(client_for, paid, office):
    finance, url = client_for(office.finance), f"{MONEY}income/{paid.public_id}/"
    # The door of before, then both acts of the present one.
    for name in ("refund", "ask_refund", "confirm_refund"):
        finance.post(f"{url}{name}/", {f"{name}-note": "Séance annulée."})
    with pytest.raises(NotAllowed):
        charges.refund(paid, note="Séance annulée.", by=office.finance, at=money.SPENT)
    assert (given_back(), Charge.objects.get().state) == (0, "succeeded")

    assert client_for(office.approver).post(f"{url}confirm_refund/").status_code == 302
    assert (given_back(), Charge.objects.get().state, Refund.objects.get().decided_by) == (
        1,
        "refunded",
        office.approver,
    )


def test_who_asked_or_paid_never_confirms(paid, founder, office, finance2):
    refund = ask(paid, office.finance)
    Grant.objects.create(person=founder, role=Role.FINANCE, from_at=LONG_AGO)
    founder.forget_roles()

    for person in (office.finance, founder, office.officer, office.director):
        with pytest.raises(NotAllowed):
            refunding.confirm(refund, by=person, at=money.SPENT)
    with pytest.raises(AlreadyProposed):
        ask(paid, finance2)
    assert set(Refund.objects.to_confirm(finance2)) == {refund}
    assert (
        not Refund.objects.to_confirm(office.finance).exists()
        and not Refund.objects.to_confirm(founder).exists()
    )
    assert given_back() == 0


def test_a_refused_refund_gives_nothing_back_and_can_be_asked_anew(paid, office):
    refund = ask(paid, office.finance)
    with pytest.raises(ReasonMissing):
        refunding.refuse(refund, note=" ", by=office.approver, at=money.SPENT)
    refunding.refuse(refund, note="La séance a eu lieu.", by=office.approver, at=money.SPENT)
    with pytest.raises(IllegalMove):
        refunding.confirm(refund, by=office.approver, at=money.SPENT)
    assert given_back() == 0

    refunding.confirm(ask(paid, office.finance), by=office.approver, at=money.SPENT)
    with pytest.raises(IllegalMove):
        ask(paid, office.finance)
    assert given_back() == 1


def test_the_provider_gives_nothing_back_before_the_second_person(paid, office, monkeypatch):
    sent = []
    monkeypatch.setattr(gateway, "refund", lambda charge, **more: sent.append(charge))
    Charge.objects.update(rail="card")
    paid.refresh_from_db()
    refund = ask(paid, office.finance)
    with pytest.raises(NotAllowed):
        refunding.confirm(refund, by=office.finance, at=money.SPENT)
    assert sent == []

    refunding.confirm(refund, by=office.approver, at=money.SPENT)
    assert (sent, given_back()) == ([paid], 1)


def test_only_the_amount_that_was_asked_goes_back(paid, office):
    refund = ask(paid, office.finance)
    Charge.objects.update(refunded_amount=1_000)

    with pytest.raises(refunding.AnotherAmount):
        refunding.confirm(Refund.objects.get(pk=refund.pk), by=office.approver, at=money.SPENT)
    assert given_back() == 0


def test_a_person_never_stands_on_both_sides_in_the_database(paid, office):
    refund = ask(paid, office.finance)

    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state="confirmed", decided_by=office.finance)
