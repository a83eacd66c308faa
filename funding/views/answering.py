"""What the doors of money share: an act with its refusal shown on the form, a file kept on the way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from funding.conditions import Condition
from incubator.files import storing
from incubator.files.models import StoredFile
from incubator.workflow.refusals import IllegalMove, NotAllowed, Refused

RECEIPT_FORMATS = ("pdf", "jpg", "png")
MEGABYTE = 1_000_000


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do the act of a form that is complete; a refusal is written on the form, where the typed text still stands."""
    if not form.is_valid():
        return False
    try:
        act()
    except storing.FileRefused as refusal:
        name = next(name for name, field in form.fields.items() if isinstance(field, forms.FileField))
        form.add_error(name, refusal.sentence)
    except (NotAllowed, IllegalMove):
        raise  # nothing to correct on this form: the page of refusals says it
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return not form.errors


def checklist(lines: list[Condition], *, desk: bool = False) -> list[dict[str, Any]]:
    """Return conditions as the checklist component shows them, each with the page where it is met or proved."""
    return [
        {
            "label": line.text,
            "state": "done" if line.met else "todo",
            "word": _("met") if line.met else _("not met yet"),
            "url": line.desk_url if desk else line.url,
        }
        for line in lines
    ]


def keep(
    request: HttpRequest, name: str, *, record: str, record_id: int, purpose: str, megabytes: int = 2
) -> StoredFile:
    """Store an uploaded paper of a record: a photo or a PDF. Raise storing.FileRefused."""
    return storing.store(
        request.FILES[name],
        record=record,
        record_id=record_id,
        purpose=purpose,
        formats=RECEIPT_FORMATS,
        max_bytes=megabytes * MEGABYTE,
        by=request.user,
        at=request.received_at,
    )
