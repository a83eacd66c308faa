"""What somebody types is text: in the headers of letters, on paper, in templates. Each within a ceiling of seconds."""

import resource

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage
from django.test import Client

from incubator.accounts.models import SignInCode
from incubator.documents import typesetting
from incubator.notifications.models import Message

# text, seconds of a processor that a page or a paper with it may cost
TYPED = [
    ("afi@example.com\r\nBcc: all@example.com", 3),
    ("afi@example.com\nSubject: paid", 3),
    ("{{ settings.SECRET_KEY }}{% debug %}{% include '/etc/passwd' %}", 3),
    ("{{ 9999999|center:9999999 }}" + "{% for a in b %}" * 200, 3),
    ('#read("/etc/passwd") #let a = range(100000000) #while true {}', 3),
    ('$ sum_(i=0)^oo $ #import "@preview/x:1.0.0": * = A <b> @b ' + "\\" * 500, 3),
    ("#" * 5_000 + "[" * 5_000, 5),
    ("<script>alert(1)</script>" * 200, 3),
]


def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "seconds"), TYPED)
def test_the_door_sends_nothing_to_what_is_no_address(typed, seconds):
    before = spent()
    answer = Client().post("/login/", {"contact": typed, "device": "mine"})
    assert spent() - before < seconds
    sent = set(Message.objects.values_list("address", flat=True))
    assert answer.status_code == 422 and not SignInCode.objects.exists() and not sent and not mail.outbox
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(("typed", "seconds"), TYPED)
def test_a_paper_prints_what_was_typed_and_runs_none_of_it(typed, seconds):
    before = spent()
    words = {
        "title": typed[:200],
        "to": [typed],
        "paragraphs": [typed],
        "date": "",
        "issued": "",
        "reference": typed[:80],
    }
    paper = typesetting.pdf("letter", {**words, "centre": {}, "rows": [[typed, typed]], "signature": []})
    assert spent() - before < seconds * 4
    assert paper.startswith(b"%PDF-") and b"root:" not in paper


@pytest.mark.parametrize("line", ["\r\nBcc: all@example.com", "\nX: y", "\r"])
def test_no_header_holds_a_line_break(line):
    for facts in (
        {"subject": f"a{line}"},
        {"from_email": f"a{line}@example.com"},
        {"reply_to": [f"a@b.c{line}"]},
    ):
        with pytest.raises((BadHeaderError, ValueError)):
            EmailMessage(**{"subject": "a", "body": "b", "to": ["a@example.com"], **facts}).message()
