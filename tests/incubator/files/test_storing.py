import hashlib
import io

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from incubator.files import orphans, several, storing
from incubator.files.models import StoredFile
from tests.incubator.files import samples

pytestmark = pytest.mark.django_db
MB = 1_000_000
SCANS = ("pdf", "jpg", "png")
DECKS = ("pdf", "odp", "pptx")
PHOTO_OR_PDF = "Prenez une photo, ou envoyez un PDF de 2\u00a0Mo au plus."
DECK = "Envoyez un fichier PDF, ODP ou PPTX de 5\u00a0Mo au plus."


def keep(data, name="carte.pdf", formats=SCANS, max_bytes=2 * MB, *, by, at):
    upload = SimpleUploadedFile("x", data)
    upload._name = name  # past Django's own cleaning, as another door could hand it over
    return storing.store(
        upload,
        record="application",
        record_id=7,
        purpose="identite",
        formats=formats,
        max_bytes=max_bytes,
        by=by,
        at=at,
    )


def bytes_of(file):
    with storages["private"].open(file.key) as stream:
        return stream.read()


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


ACCEPTED = [
    ("carte.pdf", lambda: samples.PDF, SCANS, "carte.pdf", "application/pdf"),
    ("carte.docx", lambda: samples.PDF, SCANS, "carte.pdf", "application/pdf"),
    ("photo.jpeg", lambda: samples.image(), SCANS, "photo.jpeg", "image/jpeg"),
    ("photo.png", lambda: samples.image("PNG"), SCANS, "photo.png", "image/png"),
    ("photo.png", lambda: samples.image("PNG"), ("pdf", "jpg"), "photo.jpg", "image/jpeg"),
    ("IMG_1.HEIC", lambda: samples.heic(), SCANS, "IMG_1.jpg", "image/jpeg"),
    ("photo.webp", lambda: samples.image("WEBP"), SCANS, "photo.jpg", "image/jpeg"),
    ("deck.odp", lambda: samples.odp(), DECKS, "deck.odp", "application/vnd.oasis.opendocument.presentation"),
    ("deck.zip", lambda: samples.pptx(), DECKS, "deck.pptx",
     "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("voix.m4a", lambda: samples.M4A, ("m4a", "mp3"), "voix.m4a", "audio/mp4"),
    ("voix", lambda: samples.VOICE, ("m4a", "mp3"), "voix.m4a", "audio/mp4"),
    ("voix.mp3", lambda: b"ID3\x03" + bytes(200), ("m4a", "mp3"), "voix.mp3", "audio/mpeg"),
    ("../../etc/passwd.pdf", lambda: samples.PDF, SCANS, "passwd.pdf", "application/pdf"),
    ("C:\\dossiers\\carte.pdf", lambda: samples.PDF, SCANS, "carte.pdf", "application/pdf"),
    ("car\x00te.pdf", lambda: samples.PDF, SCANS, "carte.pdf", "application/pdf"),
    ("carte\u202efdp.exe", lambda: samples.PDF, SCANS, "cartefdp.pdf", "application/pdf"),
    ("", lambda: samples.PDF, SCANS, "fichier.pdf", "application/pdf"),
    ("..", lambda: samples.PDF, SCANS, "fichier.pdf", "application/pdf"),
    ("a" * 300 + ".pdf", lambda: samples.PDF, SCANS, "a" * 116 + ".pdf", "application/pdf"),
    ("pièce d’identité 😀.pdf", lambda: samples.PDF, SCANS, "pièce d’identité 😀.pdf", "application/pdf"),
]  # fmt: skip
REFUSED = [
    ("carte.docx", lambda: samples.docx(), SCANS, "c’est un document Word"),
    ("carte.pdf", lambda: samples.docx(), SCANS, "c’est un document Word"),
    ("carte.pdf", lambda: b"", SCANS, "il est vide"),
    ("carte.pdf", lambda: samples.PDF + bytes(2 * MB) + b"%%EOF", SCANS, "il pèse 2\u00a0Mo"),
    ("carte.pdf", lambda: samples.PDF + bytes(30 * MB), SCANS, "il pèse 30\u00a0Mo"),
    ("photo.jpg", lambda: b"\xff\xd8\xff" + bytes(11 * MB), SCANS, "il pèse 11\u00a0Mo"),
    ("photo.jpg", lambda: samples.image()[:200], SCANS, "cette image ne s’ouvre pas"),
    ("carte.pdf", lambda: samples.PDF[:20], SCANS, "la fin du fichier manque"),
    ("carte.pdf", lambda: b"<svg xmlns='x'><script>alert(1)</script></svg>", SCANS, "c’est un dessin SVG"),
    ("carte.jpg", lambda: b"<!DOCTYPE html><html></html>", SCANS, "c’est une page web"),
    ("carte.pdf", lambda: samples.polyglot(), SCANS, "il contient deux fichiers en un"),
    ("photo.jpg", lambda: samples.image() + samples.packed({"a": "b"}), SCANS, "il contient deux fichiers en un"),
    ("carte.pdf", lambda: b"%PDF-1.7 <script>alert(1)</script>\n%%EOF", SCANS, "il contient deux fichiers en un"),
    ("carte.pdf", lambda: b"MZ" + bytes(500), SCANS, "c’est un programme"),
    ("carte.pdf", lambda: b"bonjour", SCANS, "c’est un texte brut"),
    ("carte.pdf", lambda: b"\x01\x02\x03\xff", SCANS, "son type n’est pas reconnu"),
    ("carte.gif", lambda: b"GIF89a" + bytes(50), SCANS, "c’est une image d’un autre type"),
    ("film.mp4", lambda: samples.MP4, SCANS, "c’est une vidéo"),
    ("lot.zip", lambda: samples.packed({"a.pdf": samples.PDF}), SCANS, "c’est un dossier compressé"),
    ("vieux.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SCANS,
     "c’est un document d’une ancienne version d’Office"),
    ("macro.docx", lambda: samples.docm(), SCANS, "c’est un document qui contient un programme (macros)"),
    ("deck.odp", lambda: samples.bomb(), DECKS, "une fois ouvert, il pèserait beaucoup trop"),
    ("deck.odp", lambda: samples.odp()[:80], DECKS, "la fin du fichier manque"),
    ("photo.jpg", lambda: samples.image(), DECKS, "c’est une photo"),
    ("deck.docx", lambda: samples.docx(), DECKS, "c’est un document Word"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "formats", "kept", "content_type"), ACCEPTED)
def test_store_keeps(private, founder, at, name, make, formats, kept, content_type):
    file = keep(make(), name, formats, by=founder, at=at)

    data = bytes_of(file)
    assert (file.name, file.content_type, file.size) == (kept, content_type, len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert (file.record, file.record_id, file.purpose) == ("application", 7, "identite")
    assert (file.uploaded_by, file.created_at) == (founder, at)


@pytest.mark.parametrize(("name", "make", "formats", "why"), REFUSED)
def test_store_refuses(private, founder, at, name, make, formats, why):
    limit, way_out = (5, DECK) if formats == DECKS else (2, PHOTO_OR_PDF)

    with pytest.raises(storing.FileRefused) as refusal:
        keep(make(), name, formats, limit * MB, by=founder, at=at)

    assert str(refusal.value) == (
        f"«\u00a0{name}\u00a0» n’a pas été ajouté\u00a0: {why}. {way_out} Vos autres fichiers sont bien enregistrés."
    )
    assert (StoredFile.objects.count(), files_in(private)) == (0, [])


def test_a_photo_is_reduced_turned_and_stripped(private, founder, at):
    photo = samples.image(size=(3200, 2400), orientation=6, noise=True)
    assert 2 * MB < len(photo) < 10 * MB

    file = keep(photo, "photo.jpg", by=founder, at=at)

    kept = Image.open(io.BytesIO(bytes_of(file)))
    assert file.size <= 2 * MB
    assert kept.height > kept.width
    assert dict(kept.getexif()) == {}
    assert b"Kossi" not in bytes_of(file)


def test_a_transparent_image_gets_white_paper(private, founder, at):
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    file = keep(out.getvalue(), "cachet.png", by=founder, at=at)

    assert Image.open(io.BytesIO(bytes_of(file))).getpixel((5, 5)) == (255, 255, 255)


def test_several_photos_become_one_pdf(private, founder, at):
    uploads = [SimpleUploadedFile(f"page{n}.jpg", samples.image(size=(300, 400))) for n in range(3)]

    (file,) = several.keep(
        uploads, most=1, record="application", record_id=7, purpose="identite", formats=SCANS, max_bytes=2 * MB,
        by=founder, at=at,
    ).kept  # fmt: skip

    data = bytes_of(file)
    assert (file.name, file.content_type) == ("page0.pdf", "application/pdf")
    assert (data[:5], data.count(b"/Type /Page\n"), file.size <= 2 * MB) == (b"%PDF-", 3, True)


def test_photos_are_not_joined_with_another_file(private, founder, at):
    uploads = [SimpleUploadedFile("a.jpg", samples.image()), SimpleUploadedFile("b.pdf", samples.PDF)]

    sent = several.keep(
        uploads, most=1, record="application", record_id=7, purpose="", formats=SCANS, max_bytes=2 * MB,
        by=founder, at=at,
    )  # fmt: skip
    (refusal,) = sent.refused

    assert [file.name for file in sent.kept] == ["a.jpg"]
    assert str(refusal) == (
        "«\u00a0b.pdf\u00a0» n’a pas été ajouté\u00a0: plusieurs fichiers ne sont réunis que si tous sont des photos. "
        f"{PHOTO_OR_PDF} Vos autres fichiers sont bien enregistrés."
    )
    assert len(files_in(private)) == 1


def test_a_scanner_may_refuse(private, founder, at, settings):
    settings.FILE_SCANNER = "tests.incubator.files.test_storing.virus_everywhere"

    with pytest.raises(storing.FileRefused) as refusal:
        keep(samples.PDF, by=founder, at=at)

    assert str(refusal.value) == (
        "«\u00a0carte.pdf\u00a0» n’a pas été ajouté\u00a0: notre contrôle y a trouvé un virus. "
        f"{PHOTO_OR_PDF} Vos autres fichiers sont bien enregistrés."
    )


def virus_everywhere(data):
    return False


def test_a_full_disk_says_so_and_leaves_nothing(private, founder, at, monkeypatch):
    def full(self, name, content, max_length=None):
        (private / "half").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    removed = []
    monkeypatch.setattr(type(storages["private"]), "save", full)
    monkeypatch.setattr(type(storages["private"]), "delete", lambda self, key: removed.append(key))

    with pytest.raises(storing.FileRefused) as refusal:
        keep(samples.PDF, by=founder, at=at)

    assert "notre espace de stockage n’a plus de place pour l’instant" in str(refusal.value)
    assert (StoredFile.objects.count(), len(removed)) == (0, 1)


def test_a_row_refused_takes_its_file_away(private, founder, at, monkeypatch):
    def broken(**fields):
        raise ZeroDivisionError

    monkeypatch.setattr(StoredFile.objects, "create", broken)

    with pytest.raises(ZeroDivisionError):
        keep(samples.PDF, by=founder, at=at)

    assert files_in(private) == []


def test_an_act_undone_leaves_a_file_that_the_sweep_removes(private, founder, at, monkeypatch):
    kept = keep(samples.PDF, by=founder, at=at)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        keep(samples.PDF, by=founder, at=at)
        raise ZeroDivisionError
    storage = type(storages["private"])

    monkeypatch.setattr(storage, "get_modified_time", lambda self, key: at)
    assert orphans.remove(at=at) == 0
    monkeypatch.setattr(storage, "get_modified_time", lambda self, key: at - orphans.AGE * 2)
    assert orphans.remove(at=at) == 1
    assert [path.relative_to(private).as_posix() for path in files_in(private)] == [kept.key]


def test_discard_keeps_the_row_and_the_first_instant(private, founder, at):
    file = keep(samples.PDF, by=founder, at=at)

    storing.discard(file, by=founder, at=at)
    storing.discard(file, by=founder, at=at + orphans.AGE)

    assert file.replaced_at == at
    assert list(StoredFile.objects.of("application", 7)) == []
