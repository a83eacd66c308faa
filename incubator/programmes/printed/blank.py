"""The blank form of a call to fill in by hand: every question with its help, its condition in words, and room to write."""

from typing import Any

from django.utils.translation import gettext as _

from incubator.core.bilingual import pick_pair
from incubator.documents.typesetting import letterhead
from incubator.forms import wording
from incubator.forms.completeness import APPLICATION
from incubator.forms.condition_sentences import sentence
from incubator.forms.definition import COMMUNES, Column, Definition, Document, Field, Step
from incubator.programmes.models import Call
from incubator.ui import typography

# Words that a hand writes on one line, and how many lines a text gets.
WORDS_A_LINE, MOST_LINES, LINES = 11, 14, 4
MOST_ROWS, ROWS = 8, 4
ROOM = {
    "date": "date", "phone": "phone", "boolean": "yes_no", "consent": "yes_no", "money": "money", "integer": "short",
    "decimal": "short", "gps": "gps", "file": "joined",
}  # fmt: skip


def blank(call: Call, language: str) -> dict[str, Any]:
    """Return the form's pages; the answers are written by hand, then entered by the centre or a town hall."""
    form: Definition | None = call.form_version.form if call.form_version else None
    closings = [typography.moment(span.closes_at) for span in call.spans() if span.closes_at]
    return {
        "title": _("Blank form: %(title)s") % {"title": call.title.plain},
        "reference": call.reference,
        "centre": letterhead(call.programme.centre),
        "lead": _("Write in capitals with a dark pen. A question marked * needs an answer."),
        "closing": _("To be received before: %(moments)s") % {"moments": "; ".join(closings)}
        if closings
        else "",
        "steps": [_step(step, number, form, language) for number, step in enumerate(form.steps, 1)]
        if form
        else [],
        "documents_title": _("Documents to join"),
        "documents": [_document(d, form, language) for d in form.documents_for(APPLICATION)] if form else [],
        "words": _words(),
        "version": call.form_version.number if call.form_version else 0,
    }


def _words() -> dict[str, str]:
    return {
        "yes": _("Yes"), "no": _("No"), "day": _("day"), "month": _("month"), "year": _("year"),
        "latitude": _("Latitude"), "longitude": _("Longitude"), "commune": _("Municipality"),
        "prefecture": _("Prefecture"), "joined": _("The document is joined to this form"),
        "sign": _("Date, name and signature"), "office": _("For the centre"),
        "received": _("Received on (day, hour, minute)"), "by": _("Received by"), "total": _("Total"),
    }  # fmt: skip


def _step(step: Step, number: int, form: Definition, language: str) -> dict[str, Any]:
    return {
        "title": f"{number}. {pick_pair(step.title, language).plain}",
        "fields": [
            _field(field, f"{number}.{place}", form, language) for place, field in enumerate(step.fields, 1)
        ],
    }


def _field(field: Field, number: str, form: Definition, language: str) -> dict[str, Any]:
    notes = []
    if field.shown_when:
        told = _("Answer only if %(condition)s.")
        notes.append(told % {"condition": sentence(field.shown_when, form, language)})
    if field.required_when:
        told = _("Needed if %(condition)s.")
        notes.append(told % {"condition": sentence(field.required_when, form, language)})
    is_needed = field.required or field.must_be_true
    return {
        "number": number,
        "label": pick_pair(field.label, language).plain + (" *" if is_needed else ""),
        "help": pick_pair(field.help, language).plain if field.help else "",
        "notes": notes,
        "limits": _limits(field),
        **_room(field, language),
    }


def _limits(field: Column) -> str:
    said = []
    if field.max_words:
        said.append(_("%(n)s words at most") % {"n": wording.number(field.max_words)})
    if field.max_items and field.type in ("multichoice", "repeat", "budget", "section"):
        said.append(_("%(n)s at most") % {"n": wording.number(field.max_items)})
    if field.max_total is not None:
        amount = wording.money(field.max_total, field.currency)
        said.append(_("total of at most %(amount)s") % {"amount": amount})
    return " · ".join(said)


def _room(field: Column, language: str) -> dict[str, Any]:
    """Return the kind of room a question needs on paper, and what it holds."""
    if field.source == COMMUNES or field.type == "commune":
        many = field.type == "multichoice"
        return {"room": "communes", "count": min(field.max_items or 3, 6) if many else 1}
    if field.type == "rating":
        first, last = int(field.min or 1), int(field.max or 5)
        return {"room": "boxes", "options": [str(n) for n in range(first, last + 1)]}
    if field.choices:
        return {"room": "boxes", "options": [pick_pair(c.label, language).plain for c in field.choices]}
    if field.type == "textarea":
        lines = -(-field.max_words // WORDS_A_LINE) if field.max_words else LINES
        return {"room": "lines", "count": max(2, min(lines, MOST_LINES))}
    if field.columns:
        return _many(field, language)
    return {
        "room": ROOM.get(field.type, "line"),
        "currency": wording.money(0, field.currency).lstrip("0 \u00a0\u202f"),
    }


def _many(field: Column, language: str) -> dict[str, Any]:
    """A table to fill in: lines of columns; a person or a section has a line a question instead."""
    heads = [
        pick_pair(column.label, language).plain + (" *" if column.required else "")
        for column in field.columns
    ]
    if field.type == "person":
        return {"room": "parts", "heads": heads, "count": 1}
    if field.type == "section" or len(heads) > 5:
        return {"room": "parts", "heads": heads, "count": max(1, min(field.max_items or 2, 3))}
    rows = [pick_pair(row.label, language).plain for row in getattr(field, "rows", ())]
    count = len(rows) or max(2, min(field.max_items or ROWS, MOST_ROWS))
    adds_up = any(column.type == "money" for column in field.columns)
    return {"room": "table", "heads": heads, "rows": rows, "count": count, "adds_up": adds_up}


def _document(document: Document, form: Definition, language: str) -> dict[str, Any]:
    note = pick_pair(document.note, language).plain if document.note else ""
    if document.required_when:
        told = _("Needed if %(condition)s.")
        note = " ".join(
            filter(None, [told % {"condition": sentence(document.required_when, form, language)}, note])
        )
    return {
        "label": pick_pair(document.label, language).plain + (" *" if document.required else ""),
        "note": note,
    }
