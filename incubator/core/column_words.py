"""What people read instead of the names of models and columns: said by each slice of itself, in its `privacy.py`.

The copy that a person takes away, and its pages, are drawn from it (`portal/readable.py`).
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

Words = Any  # a text in the code, translated when it is read
Spoken = type[models.TextChoices] | Callable[[Any], str]  # codes, or a reader of the row

TITLES: dict[str, Words] = {}  # by model
SPOKEN: dict[tuple[str, str], Spoken] = {}  # how a code is said, by model and column
COLUMNS: dict[tuple[str, str], Words] = {}  # by model and column; "" for the model: whichever has it
# What records of every kind have.
COMMON = {
    "public_id": _("Identifier"),
    "number": _("Its number"),
    "state": _("State"),
    "created_at": _("Written on"),
    "changed_at": _("Changed on"),
    "name": _("Name"),
    "title": _("Title"),
    "title_fr": _("Title in French"),
    "title_en": _("Title in English"),
    "label_fr": _("In French"),
    "label_en": _("In English"),
    "note": _("Note"),
    "reason": _("Reason"),
    "comment": _("Comment"),
    "kind": _("Kind"),
    "value": _("Value"),
    "text": _("Text"),
    "role": _("Role"),
    "gender": _("Gender"),
    "language": _("Language"),
    "email": _("Email address"),
    "phone": _("Telephone"),
    "contact": _("Contact"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "reference": _("Reference"),
    "size": _("Size, in octets"),
    "sha256": _("Fingerprint"),
    "wording": _("Fingerprint of the words"),
    "purpose": _("What it is for"),
    "method": _("Way"),
    "due_on": _("Due on"),
    "due_at": _("Due on"),
    "proposed_at": _("Proposed on"),
    "decided_at": _("Decided on"),
    "submitted_at": _("Sent on"),
    "requested_at": _("Asked for on"),
    "approved_at": _("Approved on"),
    "ordered_at": _("Ordered on"),
    "paid_at": _("Paid on"),
    "received_at": _("Received on"),
    "settled_at": _("Settled on"),
    "declared_at": _("Declared on"),
    "signed_at": _("Signed on"),
    "started_at": _("Begun on"),
    "finished_at": _("Finished on"),
    "ended_at": _("Ended on"),
    "ended_on": _("Ended on"),
    "closed_at": _("Closed on"),
    "cancelled_at": _("Cancelled on"),
    "withdrawn_at": _("Withdrawn on"),
    "confirmed_at": _("Confirmed on"),
    "verified_at": _("Verified on"),
    "expires_at": _("Ends on"),
    "used_at": _("Was used on"),
    "seen_at": _("Seen last on"),
    "from_at": _("Begins on"),
    "from_on": _("Begins on"),
    "until_at": _("Until"),
    "until_on": _("Until"),
    "office_note": _("What the centre wrote"),
    "decision_note": _("Why it was refused"),
    "is_shared": _("Shared"),
}


def name(model: str, title: Words, spoken: dict[str, Spoken] | None = None, **columns: Words) -> None:
    """Say what a model is called, and its columns that are not called as everywhere (`COMMON`, `everywhere`).

    `spoken` says how the codes of a column are read, where the column has no choices of its own.
    """
    TITLES[model] = title
    COLUMNS.update({(model, column): words for column, words in columns.items()})
    SPOKEN.update({(model, column): how for column, how in (spoken or {}).items()})


def everywhere(**columns: Words) -> None:
    """Say what columns are called in every model that has them."""
    COLUMNS.update({("", column): words for column, words in columns.items()})


def title_of(model: str) -> Words:
    """Return what a model is called, "" where nobody said it."""
    return TITLES.get(model, "")


def label_of(model: str, column: str) -> Words:
    """Return what a column is called: a link without words of its own is called as the record it leads to."""
    words = COLUMNS.get((model, column)) or COLUMNS.get(("", column)) or COMMON.get(column)
    if words:
        return words
    field = apps.get_model(model)._meta.get_field(column)
    return title_of(field.related_model._meta.label) if field.is_relation else ""


def said(row: models.Model, column: str) -> str | None:
    """Return the value of a column as its slice says it, None where the slice says nothing of it."""
    how = SPOKEN.get((row._meta.label, column))
    if how is None:
        return None
    if not isinstance(how, type):
        return str(how(row))
    choices: Any = how
    value = getattr(row, column)
    codes = value if isinstance(value, list) else [value]
    return ", ".join(str(choices(code).label if code in choices.values else code) for code in codes)
