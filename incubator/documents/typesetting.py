"""PDF documents: Typst templates filled with data; tagged (PDF/UA-1, PDF/A), their fonts inside."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incubator.core.bilingual import current_language
from incubator.documents import lettering
from incubator.documents.amount_words import amount_in_words
from incubator.territory.models import Centre
from incubator.ui import typography

TEMPLATES = Path(__file__).parent / "typst"


class NoSuchTemplate(LookupError):
    """There is no Typst file of that name."""


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the document `typst/<template>.typ` filled with `data` (JSON; texts are never markup).

    The language is the active one unless `data["lang"]` says otherwise. What no font draws prints by its name, and
    what is longer than a line breaks (`lettering`).
    """
    path = TEMPLATES / f"{template}.typ"
    if "/" in template or not path.exists():
        raise NoSuchTemplate(template)
    try:
        return _set(path, data)
    except typst.TypstError as error:
        # A sign may be drawn alone and not in its place (a mark on a letter of another font): asked again without it.
        if not lettering.learn_from(error):
            raise
        return _set(path, data)


def _set(path: Path, data: dict[str, Any]) -> bytes:
    filled = lettering.on_paper({"lang": current_language(), **data})
    return typst.compile(
        str(path),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        font_paths=lettering.FONTS,
        pdf_standards=lettering.STANDARDS,
        sys_inputs={"data": json.dumps(filled, ensure_ascii=False)},
    )


def response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as a download called `<name>.pdf`."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def receipt(
    *,
    number: str,
    payer: str,
    what_for: str,
    amount: int,
    currency: str,
    paid_at: datetime,
    issued_at: datetime,
    rail: str,
    reference: str,
    since: list[list[str]],
    centre: Centre | None,
    note: str = "",
) -> bytes:
    """Return the receipt of a payment received, in the active language; `since`: what happened to the money after."""
    told = _("%(centre)s certifies that it has received from %(payer)s:")
    sentence = told % {"centre": str(centre.name) if centre else "Pépinière", "payer": payer}
    return pdf("receipt", {
        "title": _("Receipt %(number)s") % {"number": number},
        "reference": number,
        "issued": typography.short_day(issued_at),
        "sentence": sentence,
        "amount": typography.money(amount, currency),
        "words": amount_in_words(amount, currency),
        "centre": letterhead(centre),
        "note": note,
        "rows": [
            [_("Payer"), payer], [pgettext("receipt", "For"), what_for],
            [_("Received on"), typography.moment(paid_at)],
            [_("Means of payment"), rail], [_("Reference of the payment"), reference or "–"],
            *since,
        ],
    })  # fmt: skip


def letter(
    *,
    title: str,
    to: list[str],
    paragraphs: list[str],
    at: datetime,
    centre: Centre | None,
    reference: str = "",
    rows: list[list[str]] | None = None,
    signature: list[str] | None = None,
) -> bytes:
    """Return a letter on the centre's paper, in the active language."""
    return pdf("letter", {
        "title": title, "to": to, "paragraphs": paragraphs, "date": typography.short_day(at),
        "issued": typography.short_day(at), "reference": reference, "centre": letterhead(centre),
        "rows": rows or [], "signature": signature or [],
    })  # fmt: skip


def letterhead(centre: Centre | None) -> dict[str, str]:
    """Return what the paper says of the centre, in the active language."""
    if centre is None:
        return {}
    return {
        "name": str(centre.name), "tagline": str(centre.tagline), "address": str(centre.address),
        "phone": typography.telephone(centre.phone), "email": centre.email, "legal": str(centre.legal),
    }  # fmt: skip
