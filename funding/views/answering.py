"""What the doors of money share: an act with its refusal shown on the form, files kept on the way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from funding.conditions import Condition
from incubator.files import held, several
from incubator.files.models import StoredFile
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import IllegalMove


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do the act of a form that is complete; a refusal is written on the form, where the typed text still stands."""
    if form.is_valid():
        with Attempt(form) as tried:
            act()
        if isinstance(tried.refusal, IllegalMove):
            raise tried.refusal  # nothing to correct on this form: the page of refusals says it
    is_done = form.is_valid()
    if isinstance(form, held.HoldsFiles):
        form.release() if is_done else form.hold()
    return is_done


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


def posted(request: HttpRequest, shape: type[forms.Form], record: Model, **options: Any) -> forms.Form:
    """Return the form that was sent about a record; one with files remembers for whom they are kept."""
    if issubclass(shape, held.HoldsFiles):
        options["keeper"] = held.Keeper(record.pk, by=request.user, at=request.received_at)
    return shape(request.POST, request.FILES, **options)


def keep(
    request: HttpRequest, form: held.HoldsFiles, name: str, *, record: str, record_id: int, purpose: str
) -> StoredFile:
    """Store the paper of a record: a PDF or a photo; several photos become one PDF. Raise storing.FileRefused."""
    field = form.fields[name]
    sent = several.keep(
        form.cleaned_data[name],
        most=1,
        record=record,
        record_id=record_id,
        purpose=purpose,
        formats=field.formats,
        max_bytes=field.max_bytes,
        by=request.user,
        at=request.received_at,
    )
    sent.require_all()
    return sent.kept[0]
