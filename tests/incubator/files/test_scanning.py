import shlex
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest

from incubator.files import scanning, serving, storing
from incubator.files.states import Scan
from tests.incubator.files import samples

pytestmark = pytest.mark.django_db


def keep(founder, at):
    return storing.store(
        SimpleUploadedFile("carte.pdf", samples.PDF), record="thing", record_id=1, purpose="", formats=["pdf"],
        max_bytes=2_000_000, by=founder, at=at,
    )  # fmt: skip


def answering(code):
    program = f"import sys; data = sys.stdin.buffer.read(); sys.exit({code} if data[:5] == b'%PDF-' else 9)"
    return shlex.join([sys.executable, "-c", program])


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("", Scan.NONE),
        (answering(0), Scan.CLEAN),
        (answering(2), Scan.WAITING),
        ("/no/such/command", Scan.WAITING),
    ],
)
def test_a_file_is_taken_with_the_scanners_word(private, founder, at, settings, command, verdict):
    settings.FILE_SCAN_COMMAND = command

    assert keep(founder, at).scan == verdict


def test_a_virus_is_refused_with_a_sentence(private, founder, at, settings):
    settings.FILE_SCAN_COMMAND = answering(1)

    with pytest.raises(storing.FileRefused) as refusal:
        keep(founder, at)

    assert "notre contrôle y a trouvé un virus" in str(refusal.value)


def silent(data):
    raise TimeoutError


def test_a_silent_scanner_is_asked_again(private, founder, at, settings):
    settings.FILE_SCANNER = "tests.incubator.files.test_scanning.silent"
    file = keep(founder, at)
    assert (file.scan, file.awaits_scan, scanning.ask_again()) == (Scan.WAITING, True, 0)

    settings.FILE_SCANNER, settings.FILE_SCAN_COMMAND = "", answering(1)
    assert scanning.ask_again() == 1
    file.refresh_from_db()
    with pytest.raises(serving.Withheld) as refusal:
        serving.response(HttpRequest(), file)

    assert (file.scan, refusal.value.status) == (Scan.FOUND, 403)
    assert str(refusal.value) == (
        "Ce fichier est retenu\u00a0: notre contrôle y a trouvé un virus. Demandez qu’on l’envoie à nouveau."
    )
