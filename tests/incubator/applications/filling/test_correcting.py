from datetime import timedelta

import pytest

from incubator.applications.casework import screening
from incubator.applications.filling import answers, drafting
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.workflow.refusals import NotAllowed
from tests.incubator.applications.submission.test_sending import CLOSING
from tests.world import applications as world

ASKED = CLOSING + timedelta(days=5)
DUE = ASKED + timedelta(days=7)


@pytest.fixture
def returned(call, founder, officer):
    application = world.submitted(call, founder)
    items = [
        {"key": "problem", "reason": "Dites pour combien de personnes."},
        {"key": "identite", "reason": "Photo floue."},
    ]
    screening.return_for_correction(application, items=items, due_at=DUE, by=officer, at=ASKED)
    return Application.objects.for_the_team(founder).get(pk=application.pk)


def test_only_the_named_answers_change(returned, founder):
    before = answers.sent(returned)
    typed = {"problem": "Pour 62 femmes.", "pitch": "Une autre phrase"}

    saved = drafting.save_answers(returned, typed, by=founder, at=ASKED)
    sending.resubmit(returned, by=founder, at=DUE - timedelta(microseconds=1))

    assert saved.saved == {"problem": 2}
    assert (returned.state, returned.reference, returned.submitted_at) == (
        "submitted",
        "AC-2027-01-0001",
        world.SENT,
    )
    assert answers.sent(returned) == before | {"problem": "Pour 62 femmes."}
    first, second = returned.revisions.all()
    assert ((first.number, second.number), first.sha256 != second.sha256) == ((1, 2), True)
    assert returned.corrections.get().answered_at == DUE - timedelta(microseconds=1)


def test_sent_twice_gives_the_same_receipt(returned, founder):
    sending.resubmit(Application.objects.get(pk=returned.pk), by=founder, at=ASKED)

    again = sending.resubmit(Application.objects.get(pk=returned.pk), by=founder, at=ASKED)

    assert again.receipt_code == returned.receipt_code
    assert returned.revisions.count() == 2


def test_the_date_of_the_correction_is_kept_to_the_instant(returned, founder):
    for act in (
        lambda: sending.resubmit(returned, by=founder, at=DUE),
        lambda: drafting.save_answers(returned, {"problem": "x"}, by=founder, at=DUE),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert str(refusal.value) == (
            "Les corrections étaient attendues avant le mercredi 17 mars 2027 à 17\u00a0h\u00a000, heure de Lomé (UTC+0). Appelez le centre."
        )
    assert Application.objects.get(pk=returned.pk).state == "returned"


def test_a_document_named_is_replaced_and_another_is_refused(returned, founder):
    from incubator.applications.filling.documents import NotAsked

    [file] = drafting.attach(returned, "identite", [world.pdf("nette.pdf")], by=founder, at=ASKED)
    with pytest.raises(NotAsked):
        drafting.attach(returned, "presentation", [world.pdf()], by=founder, at=ASKED)

    sending.resubmit(returned, by=founder, at=ASKED)

    assert returned.revisions.last().files["identite"] == [file.public_id]


def test_what_a_correction_makes_necessary_opens_too(call, founder, officer):
    application = world.draft(
        call, founder, world.sample_answers("su-01") | {"collects_personal_data": False, "data_measures": ""}
    )
    world.add_documents(application, founder)
    sending.submit(application, by=founder, at=world.SENT)
    items = [{"key": "collects_personal_data", "reason": "Vous gardez des numéros."}]
    screening.return_for_correction(application, items=items, due_at=DUE, by=officer, at=ASKED)
    application = Application.objects.for_the_team(founder).get(pk=application.pk)

    drafting.save_answers(application, {"collects_personal_data": True}, by=founder, at=ASKED)
    with pytest.raises(sending.Incomplete) as refusal:
        sending.resubmit(application, by=founder, at=ASKED)
    assert [item.key for item in refusal.value.missing] == ["data_measures"]
    drafting.save_answers(application, {"data_measures": "Au Togo.", "pitch": "x"}, by=founder, at=ASKED)
    sending.resubmit(application, by=founder, at=ASKED)

    assert answers.sent(application)["data_measures"] == "Au Togo."


def test_the_page_of_corrections(returned, founder, client_for, now):
    now(ASKED)
    client, base = client_for(founder), f"/portal/applications/{returned.ref}/"

    page = client.get(f"{base}corrections/").content.decode()
    names = [part.split('"')[0] for part in page.split('name="')]
    answer = client.post(f"{base}corrections/", {"problem": "Pour 62 femmes.", "v-problem": "1:x"})

    assert [name for name in names if name in ("problem", "pitch", "file-identite", "file-presentation")] == [
        "problem",
        "file-identite",
    ]
    assert answer.url == f"{base}receipt/"
    assert answers.sent(Application.objects.get(pk=returned.pk))["problem"] == "Pour 62 femmes."
    assert "Vos corrections sont bien reçues" in client.get(answer.url).content.decode()
    assert client.get(f"{base}corrections/").url == base
