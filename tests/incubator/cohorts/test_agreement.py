"""The agreement: on screen by the lead, by hand through the centre, once."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.cohorts import agreement
from incubator.cohorts.models import Agreement
from incubator.files.models import StoredFile
from incubator.files.storing import FileRefused
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world.applications import pdf
from tests.world.incubation import ENROLLED


def accept(place, by, signed_by=None):
    return agreement.record(place, method="on_screen", signed_by=signed_by or by, by=by, at=ENROLLED)


def test_the_lead_accepts_on_screen_and_the_words_are_kept(place, founder):
    words = agreement.text_of(place)

    signed = accept(place, founder)

    assert words.startswith("Convention d’incubation\n\nEntre le centre et la start-up « Tikpa Hors-Ligne ».")
    assert (signed.words, signed.wording) == (words, hashlib.sha256(words.encode()).hexdigest())
    assert (signed.method, signed.signed_by, signed.recorded_by, signed.scan) == (
        "on_screen",
        founder,
        founder,
        None,
    )
    assert [e.verb for e in Event.objects.of(place)][-1] == "agreement.record"


def test_the_words_signed_do_not_follow_a_later_change(place, founder):
    words = agreement.text_of(place)
    accept(place, founder)

    place.startup.name = "Autre nom"
    place.startup.save()
    place.refresh_from_db()

    assert agreement.text_of(place) == words


def test_accepting_twice_returns_the_first(place, founder):
    first = accept(place, founder)
    events = Event.objects.count()

    assert (accept(place, founder), Event.objects.count()) == (first, events)


@pytest.mark.parametrize("who", ["officer", "director", "outsider", "founder2"])
def test_nobody_accepts_for_the_lead(request, place, founder, who):
    somebody = request.getfixturevalue(who)

    with pytest.raises(NotAllowed) as refusal:
        accept(place, somebody, signed_by=founder)

    assert str(refusal.value) == "Seule la personne qui porte le projet accepte la convention."
    assert Agreement.objects.count() == 0


def test_the_lead_accepts_for_nobody_else(place, founder, founder2):
    place.startup.memberships.create(person=founder2, role="founder")

    with pytest.raises(agreement.NotTheSigner):
        accept(place, founder, signed_by=founder2)

    assert Agreement.objects.count() == 0


def test_the_office_records_a_scan(place, officer, founder):
    signed = agreement.record_scan(place, [pdf("convention.pdf")], signed_by=founder, by=officer, at=ENROLLED)

    assert (signed.method, signed.signed_by, signed.recorded_by) == ("scanned", founder, officer)
    assert (signed.scan.record, signed.scan.record_id, signed.scan.name) == (
        "place",
        place.pk,
        "convention.pdf",
    )


def test_a_hand_signed_copy_needs_its_scan(place, officer, founder):
    with pytest.raises(agreement.ScanMissing) as refusal:
        agreement.record_scan(place, [], signed_by=founder, by=officer, at=ENROLLED)

    assert str(refusal.value) == "Ajoutez la copie numérisée ou une photo de la convention signée."
    assert (Agreement.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_refused_scan_leaves_nothing(place, officer, founder):
    with pytest.raises(FileRefused):
        agreement.record_scan(
            place, [SimpleUploadedFile("note.txt", b"bonjour")], signed_by=founder, by=officer, at=ENROLLED
        )

    assert (Agreement.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_stranger_signs_nothing(place, officer, outsider):
    with pytest.raises(agreement.NotTheSigner):
        agreement.record_scan(place, [pdf()], signed_by=outsider, by=officer, at=ENROLLED)

    assert (Agreement.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("officer", True),
        ("finance", True),
        ("admin", True),
        ("founder", True),
        ("founder2", False),
        ("donor", False),
        ("juror", False),
    ],
)
def test_who_reads_the_scan(request, place, officer, founder, who, allowed):
    signed = agreement.record_scan(place, [pdf()], signed_by=founder, by=officer, at=ENROLLED)

    verdict = deciding.decide("place.read_file", request.getfixturevalue(who), signed.scan, ENROLLED)

    assert verdict.allowed is allowed
