"""What is typed stays what was typed: from the forms to pages, papers, tables and letters, none of which runs any of it."""

import csv
import html
import io
import re
import subprocess

import pytest
from django.conf import settings
from openpyxl import load_workbook

from incubator.applications.filling import drafting
from incubator.applications.models import Answer, Application
from incubator.applications.submission import sending
from incubator.core import clock
from incubator.documents import formulas
from incubator.notifications.models import Message
from tests.incubator.applications.conftest import call
from tests.security.ceilings import within
from tests.security.test_corpus_of_mail import leaves
from tests.world import applications as filled
from tests.world import reviews as world

__all__ = ["call"]
# step of the form, key → what is typed there
SHORT = {
    (1, "lead_last_name"): "=1+2 {{ 7*7 }} {référence}",
    (1, "lead_first_names"): '@SUM(A1) ${7*7} #{7*7} <%= 7*7 %> {% load x %}',
    (2, "project_name"): '#read("/etc/passwd") {{7*7}} {nom} %(nom)s',
    (3, "pitch"): '+cmd|\' /C calc\'!A0 #import "@preview/x:1.0.0": * #eval("7*7") ] } \\ `raw` $x$',
}  # fmt: skip
LONG = {
    (3, "problem"): "=HYPERLINK(\"http://evil.example\";\"a\")\n{{ settings.SECRET_KEY }} {% debug %}\n```typ #panic() ``` ]]]",
    (3, "solution"): "-2+3+cmd|' /C calc'!A0\n#while true {} #let a = range(100000000) *gras* _x_ = titre",
    (3, "alternatives"): "\t=1+1\n{% include '/etc/passwd' %} {# a #} {{ 9999999|center:9999999 }}",
    (4, "business_model"): "$ sum_(i=0)^oo $ @label <label> // fin /* rien */ \\u{41} --- ~ " + "\\" * 60,
    (5, "impact"): "\u202e\u2066txet\u2069 \u202dvu\u202c <script>alert(1)</script> <img src=x onerror=alert(1)>",
    (5, "inclusion"): "m" * 900 + " " + "#[" * 200,
}  # fmt: skip
TYPED = {key: text for (_step, key), text in (SHORT | LONG).items()}
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f]")
# Seconds of a processor and megabytes that each door may cost with all of the above in one file.
DOORS = {
    "page": (6, 80),
    "paper": (8, 150),
    "csv": (6, 80),
    "xlsx": (6, 80),
    "letter": (6, 80),
    "own copy": (8, 150),
}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: filled.DRAFTED)


def type_into(browser, file: Application, step: int, key: str, text: str):
    """Type one answer as its page does, which saves by itself."""
    return browser.post(f"/portal/applications/{file.ref}/form/{step}/field/{key}/", {key: text})


@pytest.fixture
def file(call, founder, client_for, monkeypatch) -> Application:
    """A file whose words were typed by an attacker, through the forms, and sent."""
    browser = client_for(founder)
    browser.post("/account/", {"full_name": SHORT[1, "lead_last_name"], "language": "fr"})
    browser.post(f"/portal/applications/start/{call.slug}/", {"name": SHORT[2, "project_name"]})
    made = Application.objects.get()
    others = {key: value for key, value in filled.sample_answers().items() if key not in TYPED}
    drafting.save_answers(made, others, by=founder, at=filled.DRAFTED)
    for (step, key), text in (SHORT | LONG).items():
        answer = type_into(browser, made, step, key, text)
        assert (answer.status_code, answer.json()["saved"]) == (200, True), (key, answer.json())
    filled.add_documents(made, founder)
    sending.submit(made, by=founder, at=filled.SENT)
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)
    made.refresh_from_db()
    return made


def kept(file: Application) -> dict[str, str]:
    """Return the answers as they were kept, and see that they are those that were typed."""
    given = file.revisions.last().answers
    assert {key: UNSEEN.sub("", given[key]) for key in TYPED} == {
        key: UNSEEN.sub("", text) for key, text in TYPED.items()
    }
    return {key: given[key] for key in TYPED}


def on_paper(pdf: bytes) -> str:
    """Return what somebody who copies from a PDF gets, without blanks and without signs that nobody sees."""
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return UNSEEN.sub("", told.stdout.decode())


def nothing_ran(text: str) -> None:
    assert "root:" not in text and settings.SECRET_KEY not in text and "mama49" not in text


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_pages_show_it(file, founder, officer, client_for):
    desk, own = client_for(officer), client_for(founder)
    with within(*DOORS["page"]):
        page = desk.get(f"/desk/applications/{file.public_id}/").content.decode()
        more = [
            own.get(f"/portal/applications/{file.ref}/{end}").content.decode() for end in ("", "receipt/")
        ]
        listed = desk.get("/desk/applications/?view=all").content.decode()
    shown = UNSEEN.sub("", html.unescape(re.sub(r"<[^>]*>", "", page)))
    assert [key for key, text in kept(file).items() if UNSEEN.sub("", text) not in shown] == []
    for text in (page, listed, *more):
        nothing_ran(text)
        assert "<script>alert" not in text and "<img src=x" not in text
    assert html.escape(TYPED["project_name"]) in listed


def test_the_paper_prints_it(file, officer, client_for):
    with within(*DOORS["paper"]):
        answer = client_for(officer).get(f"/desk/applications/{file.public_id}/pdf/")
    printed = on_paper(answer.content)
    nothing_ran(printed)
    missing = [key for key, text in kept(file).items() if UNSEEN.sub("", text) not in printed]
    assert (answer.status_code, missing) == (200, [])


def test_tables_hold_it_as_text(file, officer, client_for):
    desk, texts = client_for(officer), kept(file)
    for kind in ("csv", "xlsx"):
        with within(*DOORS[kind]):
            content = body(desk.post("/desk/applications/export/?view=all", {"form": kind, "personal": "on"}))
        if kind == "csv":
            cells = next(
                csv.reader([*io.StringIO(content.decode("utf-8-sig"), newline="")][1:], delimiter=";")
            )
            assert [cell for cell in cells if formulas.would_run(cell)] == []
            assert [key for key, text in texts.items() if text not in cells and f"'{text}" not in cells] == []
        else:
            row = list(load_workbook(io.BytesIO(content)).active.iter_rows())[1]
            assert [key for key, text in texts.items() if text not in [cell.value for cell in row]] == []
            assert {cell.data_type for cell in row} <= {"s", "n", "d", "inlineStr", "b"}, (
                "and none is a formula"
            )


def test_a_letter_to_many_fills_it_in_once(file, officer, client_for):
    desk = client_for(officer)
    chosen = {"act": "write", "ref": [file.public_id], "back": "/desk/applications/"}
    words = {
        "subject_fr": "Pour {nom}\r\nBcc: all@example.com",
        "text_fr": "#eval %(a)s pour {nom}, {référence}.",
    }
    with within(*DOORS["letter"]):
        place = desk.post("/desk/applications/bulk/", chosen).url
        for then in ("preview", "send"):
            page = desk.post(place, {**words, "subject_en": "", "text_en": "", "then": then}, follow=True)
            assert page.status_code == 200
    message = Message.objects.get(kind="applications/group_letter")
    assert "#eval %(a)s pour #read(" in message.text and "{{7*7}} {nom} %(nom)s" in message.text
    octets = leaves(message)
    assert b"\nBcc" not in octets
    nothing_ran(octets.decode())


@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "{% now 'Y' %}", "{nom.__class__}", "{0}", "${nom!r:>9999999}"]
)
def test_a_letter_to_many_fills_in_nothing_else(file, officer, client_for, text):
    desk = client_for(officer)
    place = desk.post(
        "/desk/applications/bulk/", {"act": "write", "ref": [file.public_id], "back": "/desk/applications/"}
    ).url
    with within(*DOORS["letter"]):
        answer = desk.post(
            place, {"subject_fr": "a", "text_fr": text, "subject_en": "", "text_en": "", "then": "send"}
        )
    assert answer.status_code == 422 and not Message.objects.filter(kind="applications/group_letter").exists()


def test_the_own_copy_holds_it(file, founder, client_for):
    with within(*DOORS["own copy"]):
        archive = body(client_for(founder).post(f"/portal/applications/{file.ref}/copy.zip"))
    assert archive.startswith(b"PK")


@pytest.mark.parametrize(("typed", "kept_as"), [("a\x00b", "ab"), ("\x00", None), ("\x00\u202e", None)])
def test_signs_that_no_text_holds_are_taken_out(call, founder, client_for, typed, kept_as):
    file = filled.draft(call, founder)
    assert type_into(client_for(founder), file, 3, "problem", typed).json()["saved"]
    assert Answer.objects.get(application=file, key="problem").value == kept_as


def test_an_answer_that_nobody_types_is_not_kept_and_is_shown_again(call, founder, client_for):
    """Of three megabytes, a draft of thirty questions and each of its pages would be made."""
    file, browser, typed = filled.draft(call, founder), client_for(founder), "m" * 3_000_000
    with within(6, 120):
        answer = type_into(browser, file, 3, "problem", typed)
        page = browser.post(f"/portal/applications/{file.ref}/form/3/", {"problem": typed})
    assert (answer.status_code, answer.json()["saved"], page.status_code) == (422, False, 422)
    assert "trop long pour être gardé" in answer.json()["sentence"] and typed in page.content.decode()
    assert Answer.objects.get(application=file, key="problem").value is None
    assert type_into(browser, file, 3, "problem", "m" * 30_000).json()["saved"], "kept, to be shortened"
