"""Kind: an outcome of the other side that has no place in our papers – a receipt says what was given back since."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from funding import charges
from funding.cards import gateway
from funding.models import Charge
from funding.states import Account, DisputeState
from funding.tranches import receipts, returning
from tests.faults.test_kind_pdf_text import texts_of
from tests.world import funding as world

pytestmark = pytest.mark.django_db
AT = world.SPENT
LATER = AT + timedelta(days=2)


@pytest.fixture
def paid(founder, finance) -> Charge:
    charge = world.charge(founder, finance, amount=15_000)
    charges.open_checkout(charge, by=founder, at=AT)
    charges.reached_provider(charge, "cs_1", at=AT)
    return charges.succeed(charge, session="cs_1", payment="pi_1", at=AT)


def printed(charge: Charge) -> str:
    text = texts_of(receipts.receipt(Charge.objects.get(pk=charge.pk)))
    return "".join(text.split())


def test_a_payment_that_nothing_followed_says_only_what_was_paid(paid):
    assert "15000FCFA" in printed(paid)
    assert "Remboursé" not in printed(paid)


def test_a_refund_in_part_stands_on_the_receipt(paid):
    returning.refund_part(paid, 4_000, at=LATER)
    returning.refund_part(paid, 6_500, at=LATER)

    text = printed(paid)
    assert [amount for amount in (15_000, 4_000, 2_500, 8_500) if f"{amount}FCFA" not in text] == []
    assert text.count("Remboursé") == 2


def test_a_refund_that_did_not_arrive_stands_on_it_too(paid):
    returning.refund_part(paid, 4_000, at=LATER)
    returning.refund_failed(paid, "re_1", 4_000, at=LATER)

    text = printed(paid)
    assert "Remboursementnonparvenu" in text
    assert "Payéaufinal15000FCFA" in text


def test_a_dispute_stands_on_it(paid):
    returning.open_dispute(paid, "dp_1", 15_000, at=LATER)
    assert f"banque{DisputeState.OPEN.label}" in printed(paid)


def test_a_payment_given_back_whole_keeps_its_receipt(
    paid, finance, approver, founder, client_for, monkeypatch
):
    monkeypatch.setattr(gateway, "refund", lambda charge, **more: None)
    world.refunded(paid, finance, approver, note="Atelier annulé", at=LATER)

    assert "Payéaufinal0FCFA" in printed(paid)
    address = reverse("funding:receipt", args=[paid.public_id])
    assert client_for(founder).get(address)["Content-Type"] == "application/pdf"
    for page in (
        reverse("funding:payment", args=[paid.public_id]),
        reverse("funding:charge", args=[paid.public_id]),
    ):
        reader = founder if "portal" in page else finance
        assert address in client_for(reader).get(page).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_ledger_leaves_in_words(paid, finance, client_for, form):
    returning.refund_part(paid, 4_000, at=LATER)
    sent = {"back": reverse("funding:ledger"), "form": form}
    answer = client_for(finance).post(reverse("lists:export"), sent)

    rows = table_of(answer, form)
    last = ["Rembourser", paid.reference, Account.INCOME.label, Account.PROVIDER.label, 4_000, "XOF"]
    assert [rows[1][at] for at in (1, 2, 4, 5, 6, 7)] == last
    assert len(rows) == 3


def table_of(answer, form) -> list[list]:
    body = b"".join(answer.streaming_content)
    if form == "xlsx":
        return [list(row) for row in load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)]
    return list(
        csv.reader(
            io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";", quoting=csv.QUOTE_NONNUMERIC
        )
    )
