"""Nobody adds a header, a reader or a part to our letters: what people type, followed to the octets that leave."""

from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template

from incubator.notifications import channels, rendering
from incubator.notifications.models import Message
from tests.security.ceilings import within
from tests.security.test_doors_of_letters import letters, typed_everywhere

__all__ = ["typed_everywhere"]
pytestmark = pytest.mark.django_db
TO = "reader@example.com"
# what stands for the end of a line somewhere, seconds of a processor, megabytes
BREAKS = {
    "CR LF": ("\r\n", 30, 60), "LF": ("\n", 30, 60), "CR": ("\r", 30, 60), "VT": ("\x0b", 30, 60), "FF": ("\x0c", 30, 60),
    "FS": ("\x1c", 30, 60), "GS": ("\x1d", 30, 60), "RS": ("\x1e", 30, 60), "NEL": ("\x85", 30, 60),
    "LS": ("\u2028", 30, 60), "PS": ("\u2029", 30, 60), "NUL": ("\x00", 30, 60),
    "encoded": ("=?utf-8?q?=0D=0A?=", 30, 60), "escaped": ("%0d%0a", 30, 60), "long": (" " * 2_000 + "\n", 30, 60),
}  # fmt: skip
OURS = {
    "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted", "content-language",
}  # fmt: skip


def typed(line_end: str) -> str:
    return line_end.join(
        ["Ama", "Bcc: all@example.com", "Cc: all@example.com", "Content-Type: text/html", "", "<h1>evil</h1>"]
    )


def leaves(message: Message) -> bytes:
    """Return the octets of a message as it is handed over to the mail server."""
    mail.outbox = []
    channels.send(message)
    return mail.outbox[0].message().as_bytes()


def wrong_with(octets: bytes) -> list[str]:
    """Tell what in a letter is none of ours: a header, another reader, a part."""
    found = []
    for way in (policy.default, policy.compat32):
        read = message_from_bytes(octets, policy=way)
        found += [name for name in read if name.lower() not in OURS]
        found += ["reader"] if read["To"] != TO else []
        found += ["parts"] if len(read.get_payload()) != 2 else []
        found += [part.get_content_type() for part in read.walk()][3:]
    head = octets.partition(b"\n\n")[0]
    found += [
        line.decode() for line in head.splitlines() if line.lower().startswith((b"bcc", b"cc:", b"<h1"))
    ]
    return found


def made_of(letter: str) -> Message:
    for loader in get_template(
        f"{letter.partition('/')[0]}/letters/{letter.partition('/')[2]}/body.txt"
    ).backend.engine.template_loaders:
        getattr(loader, "reset", lambda: None)()
    context = {"centre": None, "base_url": settings.BASE_URL}
    made = rendering.render(letter, context, language="fr", secret=False)
    return Message(
        address=TO, subject=made.subject, text=made.text, language="fr", channel="email", public_id="x"
    )


@pytest.mark.parametrize("name", BREAKS)
def test_no_letter_gains_a_header_from_what_is_typed(typed_everywhere, monkeypatch, name):
    line_end, seconds, megabytes = BREAKS[name]
    monkeypatch.setattr("tests.security.test_doors_of_letters.CANARY", typed(line_end))
    with within(seconds, megabytes):
        wrong = {letter: found for letter in letters() if (found := wrong_with(leaves(made_of(letter))))}
    assert wrong == {}


@pytest.mark.parametrize("name", BREAKS)
def test_a_row_whose_subject_was_written_before_leaves_as_one_line(name):
    """The demonstration of the fault: with a form feed in its subject a letter never left."""
    octets = leaves(
        Message(address=TO, subject=typed(BREAKS[name][0]), text="Bonjour", language="fr", public_id="x")
    )

    assert wrong_with(octets) == []
