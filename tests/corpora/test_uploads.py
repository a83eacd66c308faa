"""Every file of the corpus, sent whole by the plain form and in pieces: both answer as the verdict says, and what was
kept leaves as an attachment that no browser runs.
"""

import hashlib
import re
from html import unescape
from typing import Any

import pytest

from incubator.files.models import StoredFile, UploadSession
from incubator.files.uploading import CHUNK
from tests.corpora.uploads import CASES, Case, Kept, sentence

pytestmark = pytest.mark.django_db
EDGE = b"----edge-of-the-corpus"


def plainly(browser: Any, address: str, case: Case, data: bytes) -> tuple[int, str]:
    """Post the form as a browser without scripts does, the name written as it is."""
    head = f'Content-Disposition: form-data; name="file"; filename="{case.name}"\r\nContent-Type: {case.sent_as}\r\n\r\n'
    slug = f'Content-Disposition: form-data; name="slug"\r\n\r\n{case.slug}\r\n'
    edge = b"--" + EDGE
    body = edge + b"\r\n" + slug.encode() + edge + b"\r\n" + head.encode() + data + b"\r\n" + edge + b"--\r\n"
    answer = browser.post(address, body, content_type=f"multipart/form-data; boundary={EDGE.decode()}")
    return answer.status_code, text_of(answer)


def in_pieces(browser: Any, address: str, case: Case, data: bytes) -> tuple[int, str]:
    """Announce the file, send its pieces, then the form that takes it; stop where it is refused."""
    about = {
        "slug": case.slug,
        "name": case.name,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    begun = browser.post(f"{address}begin/", about)
    if begun.status_code != 201:
        return begun.status_code, begun.json()["sentence"]
    for start in range(0, len(data), CHUNK):
        piece = data[start : start + CHUNK]
        told = browser.put(f"{begun.json()['address']}?offset={start}", piece, content_type=case.sent_as)
        if told.status_code != 200:
            return told.status_code, told.json()["sentence"]
    answer = browser.post(address, {"slug": case.slug, "file:arrived": begun.json()["ref"]})
    return answer.status_code, text_of(answer)


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.mark.parametrize("send", [plainly, in_pieces], ids=["whole", "pieces"])
@pytest.mark.parametrize("key", CASES)
def test_the_verdict(draft, browser_of_founder, key, send):
    case = CASES[key]

    status, told = send(browser_of_founder, f"/portal/applications/{draft.ref}/documents/", case, case.make())

    stored = list(StoredFile.objects.of("application", draft.pk))
    assert UploadSession.objects.count() == 0
    if isinstance(case.verdict, str):
        assert (status, stored) == (400, [])
        assert sentence(case) in told
        return
    assert (status, len(stored)) == (302, 1)
    is_as_said(browser_of_founder, stored[0], case.verdict)


def is_as_said(browser: Any, file: StoredFile, verdict: Kept) -> None:
    assert (file.name, file.content_type) == (verdict.name, verdict.content_type)
    assert file.size == (verdict.size or file.size) <= 5_000_000
    answer = browser.get(f"/files/{file.public_id}/")
    assert hashlib.sha256(answer.getvalue()).hexdigest() == file.sha256
    assert (answer.status_code, answer["Content-Type"]) == (200, verdict.content_type)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_no_name_becomes_markup(draft, browser_of_founder):
    address = f"/portal/applications/{draft.ref}/documents/"
    plainly(browser_of_founder, address, CASES["name with markup"], CASES["name with markup"].make())

    page = browser_of_founder.get(address).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page
    assert "<img src=x" not in page
