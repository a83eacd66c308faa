"""Evidence kept, completed, sent, read."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from incubator.cohorts import graduation
from incubator.files.models import StoredFile
from incubator.files.storing import FileRefused
from incubator.milestones import signoff, wording
from incubator.milestones.models import Milestone
from incubator.notifications.models import Message
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world.applications import pdf
from tests.world.incubation import (
    DECIDED,
    SENT,
    STARTED,
    approved_milestone,
    fill_evidence,
    submitted_milestone,
)


def photo(name: str = "photo.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def milestone(place):
    return place.milestones.get(number=1)


def test_incomplete_evidence_is_not_sent_and_says_what_is_missing(milestone, founder):
    signoff.save_evidence(milestone, {"interviews_count": "0"}, by=founder, at=SENT)
    events = Event.objects.count()

    with pytest.raises(signoff.EvidenceIncomplete) as refusal:
        signoff.submit(milestone, by=founder, at=SENT)

    milestone.refresh_from_db()
    assert refusal.value.data["missing"] == [
        "Répondez à « Ce que vous avez appris et ce que vous avez changé ».",
        "Répondez à « Captures d’écran ou photos de la version d’essai ».",
        "Répondez à « Accord de la commune ou du client pour l’essai ».",
    ]
    assert (milestone.state, milestone.submitted_at, Event.objects.count()) == ("planned", None, events)
    assert milestone.evidence == {"interviews_count": 0}


def test_what_cannot_be_read_is_kept_as_typed(milestone, founder):
    signoff.save_evidence(milestone, {"interviews_count": "une douzaine"}, by=founder, at=SENT)

    milestone.refresh_from_db()
    assert milestone.evidence == {"interviews_count": {"raw": "une douzaine"}}


def test_a_key_that_is_not_asked_is_left_aside(milestone, founder):
    signoff.save_evidence(milestone, {"other": "x", "trial_photos": "y"}, by=founder, at=SENT)

    milestone.refresh_from_db()
    assert milestone.evidence == {}


def test_complete_evidence_is_sent(milestone, founder):
    fill_evidence(milestone, founder)

    signoff.submit(milestone, by=founder, at=SENT)

    assert (milestone.state, milestone.submitted_at, milestone.submitted_by) == ("submitted", SENT, founder)


def test_sent_evidence_is_read_only(place, founder):
    milestone = submitted_milestone(place, 1, founder)
    before = dict(milestone.evidence)

    for act in (
        lambda: signoff.save_evidence(milestone, {"interviews_count": "1"}, by=founder, at=SENT),
        lambda: signoff.attach(milestone, "trial_photos", [pdf()], by=founder, at=SENT),
        lambda: signoff.detach(
            milestone, StoredFile.objects.filter(record="milestone").first(), by=founder, at=SENT
        ),
    ):
        with pytest.raises(IllegalMove) as refusal:
            act()
        assert str(refusal.value) == (
            "Ces preuves ont déjà été envoyées. Elles ne changent que si le centre les renvoie."
        )

    milestone.refresh_from_db()
    assert (milestone.evidence, StoredFile.objects.of("milestone", milestone.pk).count()) == (before, 2)


def test_nobody_writes_during_a_pause(place, milestone, founder, officer):
    graduation.pause(place, note="Maladie.", by=officer, at=STARTED)

    with pytest.raises(NotAllowed) as refusal:
        signoff.save_evidence(milestone, {"interviews_count": "1"}, by=founder, at=SENT)

    assert str(refusal.value) == "L’incubation de cette start-up n’est pas en cours ; appelez le centre."


def test_several_photos_become_one_pdf(milestone, founder):
    files = signoff.attach(milestone, "trial_photos", [photo("a.jpg"), photo("b.jpg")], by=founder, at=SENT)

    assert [(f.name, f.content_type, f.purpose) for f in files] == [
        ("a.pdf", "application/pdf", "trial_photos")
    ]


def test_a_new_file_replaces_the_earlier_one(milestone, founder):
    (first,) = signoff.attach(milestone, "trial_photos", [pdf("un.pdf")], by=founder, at=SENT)
    signoff.attach(milestone, "trial_photos", [pdf("deux.pdf")], by=founder, at=SENT)

    first.refresh_from_db()
    assert first.replaced_at == SENT
    assert [f.name for f in signoff.files_of(milestone)["trial_photos"]] == ["deux.pdf"]


def test_a_refused_file_leaves_the_earlier_one(milestone, founder):
    signoff.attach(milestone, "trial_photos", [pdf("un.pdf")], by=founder, at=SENT)
    events = Event.objects.count()

    with pytest.raises(FileRefused):
        signoff.attach(
            milestone, "trial_photos", [SimpleUploadedFile("a.txt", b"texte")], by=founder, at=SENT
        )

    assert [f.name for f in signoff.files_of(milestone)["trial_photos"]] == ["un.pdf"]
    assert Event.objects.count() == events


def test_a_file_is_taken_away(milestone, founder):
    (file,) = signoff.attach(milestone, "trial_photos", [pdf()], by=founder, at=SENT)

    signoff.detach(milestone, file, by=founder, at=SENT)

    assert signoff.files_of(milestone) == {}


def test_returned_then_completed_then_approved(place, founder, officer):
    milestone = submitted_milestone(place, 1, founder)
    signoff.return_to_founder(milestone, note=" La photo est floue. ", by=officer, at=DECIDED)
    assert (milestone.state, milestone.office_note) == ("returned", "La photo est floue.")

    signoff.submit(milestone, by=founder, at=DECIDED)
    signoff.approve(milestone, by=officer, at=DECIDED)

    assert (milestone.state, milestone.office_note, milestone.decided_by) == ("approved", "", officer)
    letters = Message.objects.filter(kind__startswith="milestones/").order_by("id")
    assert [(m.recipient, m.subject.replace("\u00a0", " ")) for m in letters] == [
        (founder, "Jalon 1 : à compléter"),
        (founder, "Jalon 1 validé"),
    ]
    assert "La photo est floue." in letters[0].text


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("founder", True),
        ("officer", True),
        ("director", True),
        ("finance", True),
        ("approver", True),
        ("admin", True),
        ("founder2", False),
        ("donor", False),
        ("juror", False),
        ("outsider", False),
    ],
)
def test_who_reads_the_files(request, place, founder, officer, who, allowed):
    milestone = approved_milestone(place, 1, founder, officer)
    (file, *_rest) = signoff.files_of(milestone)["trial_photos"]

    assert (
        deciding.decide("milestone.read_file", request.getfixturevalue(who), file, DECIDED).allowed is allowed
    )


def test_late_is_computed(place, founder, officer):
    milestone = place.milestones.get(number=1)
    day = date(2027, 9, 8)

    assert list(Milestone.objects.overdue(day)) == [milestone]
    assert (milestone.days_late(day), wording.standing(milestone, day)) == (3, "En retard de 3 jours")
    assert wording.standing(milestone, milestone.due_on) == "À faire avant le 5 septembre 2027"

    submitted_milestone(place, 1, founder)
    milestone.refresh_from_db()
    assert (list(Milestone.objects.overdue(day)), milestone.days_late(day)) == ([], 0)
    assert wording.standing(milestone, day) == "Envoyé, lecture par le centre"


def test_what_waits_for_whom(place, founder, founder2, officer, finance):
    submitted_milestone(place, 1, founder)

    waiting = {
        user: [m.number for m in Milestone.objects.awaiting(user)]
        for user in (founder, founder2, officer, finance)
    }

    assert waiting == {founder: [2, 3], founder2: [], officer: [1], finance: []}
