import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import storages

from incubator.files import orphans, storing, uploading
from incubator.files.models import UploadPart, UploadSession

pytestmark = pytest.mark.django_db
PIECE = uploading.CHUNK
DATA = b"%PDF-1.7\n" + bytes(600_000) + b"\n%%EOF\n"
SHA = hashlib.sha256(DATA).hexdigest()
TO = {"record": "application", "record_id": 7, "purpose": "plan"}


@pytest.fixture(autouse=True)
def _kept(private):
    return private


def begin(by, at, data=DATA, sha256=SHA, **other):
    terms = {**TO, "name": "plan.pdf", "formats": ("pdf",), "max_bytes": 2_000_000, **other}
    return uploading.begin(size=terms.pop("size", len(data)), sha256=sha256, by=by, at=at, **terms)


def send(session, at, data=DATA, start=0):
    for offset in range(start, len(data), PIECE):
        uploading.receive(session, offset, data[offset : offset + PIECE], at=at)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_pieces_become_the_file_that_left(founder, at, private, django_capture_on_commit_callbacks):
    session = begin(founder, at)
    send(session, at)
    assert len(files_in(private)) == 3

    with (
        django_capture_on_commit_callbacks(execute=True),
        uploading.arrived([session.public_id], **TO, by=founder, at=at) as files,
    ):
        stored = storing.store(files[0], **TO, formats=("pdf",), max_bytes=2_000_000, by=founder, at=at)

    assert (stored.name, stored.size, stored.sha256) == ("plan.pdf", len(DATA), SHA)
    assert (UploadSession.objects.count(), UploadPart.objects.count(), len(files_in(private))) == (0, 0, 1)


def test_a_file_begun_before_goes_on_where_it_stopped(founder, at):
    first = begin(founder, at)
    uploading.receive(first, 0, DATA[:PIECE], at=at)

    again = begin(founder, at + timedelta(hours=20))

    assert (again.pk, again.received) == (first.pk, PIECE)


def test_without_a_fingerprint_each_file_is_another(founder, at):
    assert begin(founder, at, sha256="").pk != begin(founder, at, sha256="").pk


def test_somebody_else_does_not_go_on_with_it(founder, outsider, at):
    assert begin(founder, at).pk != begin(outsider, at).pk


def test_the_same_piece_twice_counts_once(founder, at, private):
    session = begin(founder, at)
    uploading.receive(session, 0, DATA[:PIECE], at=at)

    assert uploading.receive(session, 0, DATA[:PIECE], at=at) == PIECE
    assert (UploadPart.objects.count(), len(files_in(private))) == (1, 1)


def test_the_same_piece_at_the_same_time_counts_once(founder, at, private):
    session = begin(founder, at)
    other = UploadSession.objects.get(pk=session.pk)  # read before the first piece came
    uploading.receive(session, 0, DATA[:PIECE], at=at)

    assert uploading.receive(other, 0, DATA[:PIECE], at=at) == PIECE
    assert (UploadPart.objects.count(), len(files_in(private))) == (1, 1)


@pytest.mark.parametrize(
    ("offset", "piece"),
    [
        (PIECE, DATA[PIECE : 2 * PIECE]),
        (0, b""),
        (0, DATA[: PIECE - 1]),
        (0, DATA[: PIECE + 1]),
        (10, DATA[:PIECE]),
    ],
    ids=["a hole", "nothing", "short", "long", "elsewhere"],
)
def test_a_piece_out_of_place_is_told_where_to_go_on(founder, at, private, offset, piece):
    session = begin(founder, at)

    with pytest.raises(uploading.WrongPiece) as refusal:
        uploading.receive(session, offset, piece, at=at)

    assert (refusal.value.status, refusal.value.data) == (409, {"received": 0})
    assert (session.received, files_in(private)) == (0, [])


def test_what_will_be_refused_is_refused_at_the_first_piece(founder, at):
    video = b"\x00\x00\x00\x20ftypmp42\x00\x00\x00\x00mp42isom" + b"hdlr\x00vide" + bytes(600_000)
    session = begin(founder, at, video, sha256="")

    with pytest.raises(storing.FileRefused) as refusal:
        uploading.receive(session, 0, video[:PIECE], at=at)

    assert str(refusal.value).startswith("«\u00a0plan.pdf\u00a0» n’a pas été ajouté\u00a0: c’est une vidéo.")
    assert UploadSession.objects.count() == 0


def test_a_heavy_document_is_refused_at_the_first_piece(founder, at):
    heavy = DATA + bytes(3_000_000)
    session = begin(founder, at, heavy, sha256="")

    with pytest.raises(storing.FileRefused) as refusal:
        uploading.receive(session, 0, heavy[:PIECE], at=at)

    assert "il pèse 3,6\u00a0Mo" in str(refusal.value)


@pytest.mark.parametrize(("size", "why"), [(0, "il est vide"), (10_000_001, "il pèse 10\u00a0Mo")])
def test_a_size_that_cannot_do_is_refused_before_it_leaves(founder, at, size, why):
    with pytest.raises(storing.FileRefused) as refusal:
        begin(founder, at, size=size)

    assert why in str(refusal.value)
    assert UploadSession.objects.count() == 0


def test_what_is_not_whole_is_not_taken(founder, at):
    session = begin(founder, at)
    uploading.receive(session, 0, DATA[:PIECE], at=at)

    with pytest.raises(uploading.Gone), uploading.arrived([session.public_id], **TO, by=founder, at=at):
        pass

    assert UploadSession.objects.count() == 1


def test_what_arrived_damaged_is_to_be_sent_again(founder, at):
    session = begin(founder, at, sha256="0" * 64)
    send(session, at)

    with (
        pytest.raises(uploading.Gone) as refusal,
        uploading.arrived([session.public_id], **TO, by=founder, at=at),
    ):
        pass

    assert str(refusal.value) == "«\u00a0plan.pdf\u00a0» est arrivé abîmé. Choisissez-le à nouveau."
    assert UploadSession.objects.count() == 0


@pytest.mark.parametrize("other", [{"record_id": 8}, {"purpose": "identite"}])
def test_pieces_of_one_document_do_not_become_another(founder, at, other):
    session = begin(founder, at)
    send(session, at)

    with (
        pytest.raises(uploading.Gone),
        uploading.arrived([session.public_id], **{**TO, **other}, by=founder, at=at),
    ):
        pass


def test_too_many_on_their_way(founder, at):
    for _n in range(uploading.MOST_OPEN):
        begin(founder, at, sha256="")

    with pytest.raises(uploading.TooManyUploads):
        begin(founder, at, sha256="")


def test_too_heavy_on_their_way(founder, at):
    for _n in range(6):
        begin(founder, at, sha256="", size=10_000_000)

    with pytest.raises(uploading.TooManyUploads):
        begin(founder, at, sha256="", size=10)


def test_a_full_disk_keeps_what_arrived(founder, at, monkeypatch):
    session = begin(founder, at)
    uploading.receive(session, 0, DATA[:PIECE], at=at)

    def full(self, name, content, max_length=None):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storages["private"]), "save", full)
    with pytest.raises(storing.FileRefused) as refusal:
        uploading.receive(session, PIECE, DATA[PIECE : 2 * PIECE], at=at)

    assert "notre espace de stockage n’a plus de place" in str(refusal.value)
    session.refresh_from_db()
    assert session.received == PIECE


def test_nobody_continued_it_for_a_day(founder, at, private, django_capture_on_commit_callbacks):
    session = begin(founder, at)
    uploading.receive(session, 0, DATA[:PIECE], at=at)
    with django_capture_on_commit_callbacks(execute=True):
        early = uploading.expire(at=at + timedelta(hours=23))
        late = uploading.expire(at=at + timedelta(hours=25))

    assert (early, late, UploadSession.objects.count(), files_in(private)) == (0, 1, 0, [])


def test_pieces_on_their_way_are_no_orphans(founder, at, private):
    session = begin(founder, at)
    uploading.receive(session, 0, DATA[:PIECE], at=at)

    assert orphans.remove(at=at + timedelta(days=40_000)) == 0
    UploadPart.objects.all().delete()
    assert orphans.remove(at=at + timedelta(days=40_000)) == 1


def test_over_http_piece_by_piece(founder, outsider, client_for, at, monkeypatch):
    monkeypatch.setattr("incubator.core.clock.now", lambda: at)
    address = f"/files/arriving/{begin(founder, at).public_id}/"
    browser = client_for(founder)

    def put(offset, data):
        answer = browser.put(f"{address}?offset={offset}", data, content_type="application/octet-stream")
        return answer.status_code, answer.json()["received"]

    assert put(0, DATA[:PIECE]) == (200, PIECE)
    assert put(0, DATA[:PIECE]) == (200, PIECE)
    assert put(2 * PIECE, DATA[2 * PIECE :]) == (409, PIECE)
    assert put("x", DATA[:PIECE]) == (409, PIECE)
    assert put(PIECE, bytes(PIECE + 1)) == (409, PIECE)
    assert browser.get(address).json() == {"received": PIECE, "size": len(DATA)}
    assert client_for(outsider).get(address).status_code == 404
    assert browser.delete(address).json() == {"received": 0}
    assert browser.get(address).status_code == 404
