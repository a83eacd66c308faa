"""Applications for the tests of every slice: a draft, a file that was sent. States are reached as people reach them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.applications.filling import drafting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.forms.completeness import DOCUMENTS
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.startups.models import Startup
from tests.world.kept import kept
from tests.world.programmes import sample_startup

DRAFTED = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
SENT = datetime(2027, 2, 20, 15, 30, tzinfo=UTC)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf(name: str = "piece.pdf") -> SimpleUploadedFile:
    """A small PDF to upload."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def sample_answers(slug: str = "su-01") -> dict[str, Any]:
    """The raw answers of one of the twelve start-ups of the sample file."""
    return sample_startup(slug)["answers"]


@kept
def draft(
    call: Call,
    founder: User,
    answers: Mapping[str, Any] | None = None,
    *,
    startup: Startup | None = None,
    at: datetime = DRAFTED,
) -> Application:
    """A draft of the founder, with the answers given (none by default)."""
    application = drafting.start(call, by=founder, at=at, startup=startup)
    if answers:
        drafting.save_answers(application, answers, by=founder, at=at)
    return application


@kept
def complete(
    call: Call,
    founder: User,
    startup_slug: str = "su-01",
    *,
    startup: Startup | None = None,
    at: datetime = DRAFTED,
) -> Application:
    """A draft with everything the sample start-up answered, and the documents that are required."""
    application = draft(call, founder, sample_answers(startup_slug), startup=startup, at=at)
    add_documents(application, founder, at=at)
    return application


def add_documents(application: Application, founder: User, *, at: datetime = DRAFTED) -> None:
    """Add a PDF for each document that the file still misses."""
    for item in Contents.read(application).missing():
        is_document = item.step == DOCUMENTS
        field = definition_of(application.form_version).fields_by_key.get(item.key)
        if is_document or (field is not None and field.type == "file"):
            drafting.attach(application, item.key, [pdf(f"{item.key}.pdf")], by=founder, at=at)


@kept
def submitted(
    call: Call,
    founder: User,
    startup_slug: str = "su-01",
    at: datetime = SENT,
    *,
    startup: Startup | None = None,
) -> Application:
    """A file that was sent, with the answers of one of the twelve start-ups."""
    application = complete(call, founder, startup_slug, startup=startup, at=min(at, DRAFTED))
    return sending.submit(application, by=founder, at=at)


def small_answers() -> dict[str, Any]:
    """Complete answers to the small call."""
    return {
        "shop": "Atelier Kpalimé",
        "headcount": 3,
        "idea": "Réparer les pompes à main avec des pièces faites sur place.",
        "tools": ["fer"],
        "agreed": True,
    }
