"""What the doors of money share: the act on a record, the papers kept on the way, the conditions shown."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from funding import charges
from funding.conditions import Condition
from funding.forms import DeclareForm
from funding.models import Charge
from incubator.files import held, several
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.workflow.doors import ActView


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


class MoneyAct(ActView):
    """An act of the desk on a record of money; the fields of its form are named after the act."""

    def get_form(self, form_class: type[forms.Form], record: Model, name: str) -> forms.Form:
        """Return the form that was sent, with whom its files are kept for."""
        return posted(self.request, form_class, record, prefix=name)


def keep(files: list[UploadedFile], field: forms.Field, **terms: Any) -> StoredFile:
    """Store the paper of a record, on the terms of its field: a PDF or a photo; several photos become one PDF.

    Raises storing.FileRefused.
    """
    sent = several.keep(files, most=1, formats=field.formats, max_bytes=field.max_bytes, **terms)
    sent.require_all()
    return sent.kept[0]


@transaction.atomic
def declare_payment(
    charge: Charge, *, rail: str, reference: str, proof: list[UploadedFile], by: User, at: datetime
) -> Charge:
    """Keep the proof of a payment made outside the card, and declare it."""
    field, who = DeclareForm.base_fields["proof"], {"by": by, "at": at}
    kept = keep(proof, field, record=charges.RECORD, record_id=charge.pk, purpose="proof", **who)
    return charges.declare_payment(charge, rail=rail, reference=reference, proof=kept, **who)
