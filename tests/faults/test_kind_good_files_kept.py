"""A good file is not lost because something beside it was wrong: it is kept, said, and leaves when the form is sent again."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funding.models import Expense
from incubator.applications.assistance import assisting
from incubator.applications.filling import drafting
from incubator.applications.models import Assistance
from incubator.core import clock
from incubator.files.models import StoredFile, UploadPart, UploadSession
from tests.funding.conftest import _private_storage, award, office, place
from tests.incubator.files import samples
from tests.world import applications as files_world
from tests.world import funding as world
from tests.world.incubation import confirmed_place, planned_cohort

__all__ = ["_private_storage", "award", "office", "place"]
pytestmark = pytest.mark.django_db


@dataclass
class Door:
    """A page that takes a file beside other fields: what is right, what makes it refuse, whose file it then is."""

    browser: Client
    address: str
    field: str
    right: dict[str, Any]
    wrong: dict[str, Any]
    record: str

    def post(self, typed, *files, **more):
        return self.browser.post(
            self.address, {**typed, **({self.field: list(files)} if files else {}), **more}
        )


def photo(name="photo.jpg", size=(60, 40)):
    return SimpleUploadedFile(name, samples.image(size=size), content_type="image/jpeg")


def expense_door(client_for, founder, office, award):
    tranche = world.paid_tranche(award, founder, office)
    right = {"tranche": tranche.pk, "category": "travel", "label": "Car pour Kara", "spent_on": "2026-01-15", "amount": "1500"}  # fmt: skip
    address = f"/portal/startups/{award.startup.slug}/grant/expenses/new/"
    return Door(client_for(founder), address, "receipt", right, {**right, "amount": "trois"}, "tranche")


def declare_door(client_for, founder, office, award):
    charge = world.charge(founder, office.finance)
    right, address = (
        {"rail": "mobile", "reference": "TM-1"},
        reverse("funding:declare", args=[charge.public_id]),
    )
    return Door(client_for(founder), address, "proof", right, {**right, "reference": ""}, "charge")


def desk_declare_door(client_for, founder, office, award):
    charge = world.charge(founder, office.finance)
    right = {"declare_payment-rail": "cash", "declare_payment-reference": "C-1"}
    address = reverse("funding:charge_act", args=[charge.public_id, "declare_payment"])
    wrong = {**right, "declare_payment-rail": "pigeon"}
    return Door(client_for(office.finance), address, "declare_payment-proof", right, wrong, "charge")


def pay_door(client_for, founder, office, award):
    payout = world.ordered_payout(award, founder, office)
    address = reverse("funding:tranche_act", args=[payout.tranche.public_id, "pay"])
    right = {"pay-reference": "VIR-1"}
    return Door(client_for(office.finance), address, "pay-proof", right, {"pay-reference": ""}, "payout")


DOORS = {
    "expense": expense_door,
    "declared": declare_door,
    "declared at the desk": desk_declare_door,
    "paid": pay_door,
}


@pytest.fixture(params=DOORS)
def door(request, client_for, founder, office, award):
    return DOORS[request.param](client_for, founder, office, award)


def tokens(page, field):
    return re.findall(rf'name="held-{field}" value="(\w+)"', page)


def papers(door):
    return list(StoredFile.objects.filter(record=door.record).order_by("pk").values_list("name", flat=True))


def said(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ")


def test_a_good_photo_beside_a_wrong_answer_is_kept_and_leaves_the_next_time(door):
    before = papers(door)

    refused = door.post(door.wrong, photo())

    page = refused.content.decode()
    assert refused.status_code == 422
    assert re.search(r"photo\.jpg \(.*?\) – gardé, il part avec le formulaire", said(refused))
    [token] = tokens(page, door.field)
    assert papers(door) == before

    done = door.post(door.right, **{f"held-{door.field}": token})

    assert done.status_code == 302
    assert papers(door) == [*before, "photo.jpg"]
    assert (UploadSession.objects.count(), UploadPart.objects.count()) == (0, 0)


def test_of_three_files_the_bad_one_is_named_and_two_are_kept(door):
    bad = SimpleUploadedFile("note.jpg", b"bonjour", content_type="image/jpeg")

    refused = door.post(door.right, photo("un.jpg"), bad, photo("deux.jpg", (50, 40)))

    kept = [each.name for each in UploadSession.objects.order_by("pk")]
    assert (refused.status_code, kept) == (422, ["un.jpg", "deux.jpg"])
    assert "« note.jpg » n’a pas été ajouté" in said(refused)
    assert len(tokens(refused.content.decode(), door.field)) == 2
    assert door.post(
        door.right, **{f"held-{door.field}": tokens(refused.content.decode(), door.field)}
    ).status_code == 302  # fmt: skip
    assert papers(door)[-1] == "un.pdf"


def test_a_bad_file_beside_a_wrong_answer_is_named_at_once(door):
    refused = door.post(door.wrong, SimpleUploadedFile("note.jpg", b"bonjour"))

    assert "« note.jpg » n’a pas été ajouté" in said(refused)
    assert UploadSession.objects.count() == 0


def test_what_is_kept_can_be_taken_away(door):
    [token] = tokens(door.post(door.wrong, photo()).content.decode(), door.field)

    answer = door.post(door.right, **{f"held-{door.field}": token, f"held-drop-{door.field}": token})

    assert (answer.status_code, UploadSession.objects.count()) == (422, 0)


def test_a_pdf_chosen_now_comes_instead_of_the_photo(door):
    [token] = tokens(door.post(door.wrong, photo()).content.decode(), door.field)

    done = door.post(door.right, SimpleUploadedFile("recu.pdf", samples.PDF), **{f"held-{door.field}": token})

    assert (done.status_code, papers(door)[-1]) == (302, "recu.pdf")


def test_the_token_is_nothing_in_other_hands(door, client_for, founder, founder2, office):
    [token] = tokens(door.post(door.wrong, photo()).content.decode(), door.field)
    UploadSession.objects.update(owner=founder2)

    answer = door.post(door.right, **{f"held-{door.field}": token})

    assert (answer.status_code, UploadSession.objects.count()) == (422, 1)


def test_nor_in_another_form(client_for, founder, office, award):
    first = expense_door(client_for, founder, office, award)
    [token] = tokens(first.post(first.wrong, photo()).content.decode(), "receipt")
    second = declare_door(client_for, founder, office, award)

    assert second.post(second.right, **{"held-proof": token}).status_code == 422
    assert Expense.objects.count() == 0


def test_kept_a_day_and_not_longer(client_for, founder, office, award, monkeypatch):
    door = expense_door(client_for, founder, office, award)
    [token] = tokens(door.post(door.wrong, photo()).content.decode(), "receipt")
    UploadSession.objects.update(expires_at=clock.now())

    assert door.post(door.right, **{"held-receipt": token}).status_code == 422


def test_the_signed_agreement(client_for, founder, officer, call):
    cohort = planned_cohort(call, officer)
    confirmed = confirmed_place(cohort, founder)
    address = reverse("cohorts:record_scan", args=[cohort.slug, confirmed.public_id])
    door = Door(
        client_for(officer),
        address,
        "scan",
        {"signed_by": founder.public_id},
        {"signed_by": "personne"},
        "place",
    )

    [token] = tokens(door.post(door.wrong, photo()).content.decode(), "scan")

    assert door.post(door.right, **{"held-scan": token}).status_code == 302
    assert papers(door) == ["photo.jpg"]


def test_the_signature_beside_the_person(client_for, agent, call, now):
    application = assisting.open_file(call, name="Abla Kossi", phone="+22890112233", by=agent, at=clock.now())
    drafting.save_answers(application, files_world.sample_answers(), by=agent, at=clock.now())
    files_world.add_documents(application, agent)
    address = reverse("applications:assist_sign", args=[application.ref])
    door = Door(client_for(agent), address, "file", {}, {}, "assistance")
    bad = SimpleUploadedFile("note.jpg", b"bonjour", content_type="image/jpeg")

    nothing = said(door.post({}))
    refused = door.post({}, photo("un.jpg"), bad)

    assert nothing.count("Prenez d’abord une photo du résumé signé.") == 2  # above the form, and at its field
    assert "facultatif" not in nothing.partition("Photo du résumé signé")[2][:40]

    assert (refused.status_code, papers(door)) == (400, [])
    assert "« note.jpg » n’a pas été ajouté" in said(refused)
    [token] = tokens(refused.content.decode(), "file")
    assert door.post({}, **{"held-file": token}).status_code == 302
    assert papers(door) == ["un.jpg"]
    assert Assistance.objects.get().method == "signature"
