"""The register of processing that the law asks for, made of what each slice says of its columns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from incubator.core import personal_data
from incubator.core.personal_data import Column, DataClass, Processing
from incubator.documents import typesetting
from incubator.territory import centres
from incubator.ui import typography

Rows = list[tuple[str, str]]


def entries() -> list[dict[str, Any]]:
    """Return every processing with its rows in words, in the order of the slices."""
    return [{"heading": str(one.title), "rows": rows(one)} for one in personal_data.processings()]


def rows(processing: Processing) -> Rows:
    """Return what the register says of one processing: (label, words)."""
    columns = personal_data.of_processing(processing)
    found = {column.kind for column in columns}
    return [
        (_("Purpose"), str(processing.purpose)),
        (_("Legal ground"), str(processing.ground.label)),
        (_("People concerned"), str(processing.people)),
        (_("Data"), str(processing.data)),
        (_("How private"), ", ".join(str(kind.label) for kind in DataClass if kind in found)),
        (_("Who receives them"), str(processing.recipients)),
        (_("How long"), str(processing.kept)),
        (_("In the copy of “My data”"), _lines(column.section.title for column in columns if column.section)),
        (_("Not in the copy, and why"), _lines(column.withheld for column in columns if column.withheld)),
        (_("When erased"), _lines(_erased(column) for column in columns)),
    ]


def pdf(at: datetime) -> bytes:
    """Return the register as a PDF, in the active language."""
    return typesetting.pdf("register", {
        "title": _("Register of processing"), "issued": typography.short_day(at), "lead": lead(),
        "sections": [
            {"heading": one["heading"], "rows": [list(row) for row in one["rows"]]} for one in entries()
        ],
        "centre": typesetting.letterhead(centres.first_centre()),
    })  # fmt: skip


def lead() -> str:
    """Return what the register is."""
    return _(
        "What the centre does with personal data, by law 2019-014 of Togo: said column by column in the "
        "product, which does not start while one is missing."
    )


def _erased(column: Column) -> str:
    words = str(column.erase.label)
    return f"{words} ({column.hold.label})" if column.hold else words


def _lines(words: Iterable[Any]) -> str:
    """Return each of them once, a line each; a dash for none."""
    return "\n".join(dict.fromkeys(str(one) for one in words)) or "–"
