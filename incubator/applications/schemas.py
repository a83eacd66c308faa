"""What the API says of a person's own application, and what it takes."""

from datetime import datetime
from typing import Any

from ninja import Schema

from incubator.applications.filling.public_state import PublicState
from incubator.applications.filling.saving import Saved
from incubator.applications.models import Application


class ApplicationLine(Schema):
    """An application in a list. `state` is what its team may read, never the office's own step."""

    id: str
    reference: str | None
    call: str
    startup: str
    state: str
    sentence: str
    submitted_at: datetime | None
    receipt_code: str


class ApplicationDetail(ApplicationLine):
    """An application with its answers, their versions, and what is missing."""

    form_version: int
    form_sha256: str
    answers: dict[str, Any]
    versions: dict[str, int]
    documents: dict[str, list[dict[str, Any]]]
    missing: list[dict[str, str]]


class AnswersIn(Schema):
    """Answers by key of field, as typed or as JSON; `versions` are those that were read."""

    answers: dict[str, Any]
    versions: dict[str, int] | None = None


class WithdrawalIn(Schema):
    """Why it is withdrawn, if the person wants to say it."""

    reason: str = ""


class SavedOut(Schema):
    """The new versions, the answers somebody else saved meanwhile, and the remarks."""

    saved: dict[str, int]
    conflicts: list[dict[str, Any]]
    issues: list[dict[str, str]]


def line(application: Application, state: PublicState) -> dict[str, Any]:
    """Return what a list says of an application."""
    return {
        "id": application.public_id,
        "reference": application.reference,
        "call": application.call.reference,
        "startup": application.startup_name or application.startup.name,
        "state": str(state.code),
        "sentence": state.sentence,
        "submitted_at": application.submitted_at,
        "receipt_code": application.receipt_code,
    }


def saved(result: Saved) -> dict[str, Any]:
    """Return what a saving did."""
    return {
        "saved": result.saved,
        "conflicts": [
            {
                "key": c.key,
                "mine": c.mine,
                "theirs": c.theirs,
                "version": c.version,
                "saved_at": c.saved_at.isoformat(),
            }
            for c in result.conflicts
        ],
        "issues": [
            {"key": i.key, "code": i.code, "level": i.level, "sentence": i.sentence} for i in result.issues
        ],
    }
