"""Tables of paper files for the tests: the small call's form as a CSV or a workbook."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from incubator.applications.imports.kind import PAPER_FILES, Trying
from incubator.applications.models import ImportBatch
from incubator.imports import background, importing
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.programmes.models import Call

# After the closing of the small call (26 February 2027, 12:00).
AFTER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
RECEIVED = date(2027, 2, 20)
HEADINGS = (
    "N° de dossier",
    "Nom de l'atelier",
    "Combien êtes-vous ?",
    "Votre idée",
    "Vos outils",
    "Contact",
    "E-mail",
)
GOOD = (
    "P-1",
    "Atelier Kpalimé",
    3,
    "Réparer les pompes à main.",
    "Fer à souder",
    "Afi Mensah",
    "afi@exemple.tg",
)


def row(number: int, **changed: Any) -> tuple[Any, ...]:
    """A good row, unlike the others; `changed` by place, as c2="x"."""
    cells: list[Any] = [f"P-{number}", f"Atelier {number}", 3, "Réparer.", "Fer à souder", f"Personne {number}",
                        f"personne{number}@exemple.tg"]  # fmt: skip
    for place, value in changed.items():
        cells[int(place[1:])] = value
    return tuple(cells)


def csv(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, by: str = ";", encoding: str = "utf-8"
) -> bytes:
    """A table as CSV."""
    return "\r\n".join(by.join(str(cell) for cell in cells) for cells in (headings, *rows)).encode(encoding)


def xlsx(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """A table as a workbook."""
    return book(Dossiers=(headings, *rows))


def upload(data: bytes, name: str = "dossiers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def checked(call: Call, by: User, *rows: Sequence[Any], at: datetime = AFTER, **options: Any) -> ImportBatch:
    """A table brought in, matched by its headings, and tried."""
    batch = importing.begin(PAPER_FILES, call, upload(csv(*rows, **options)), by=by, at=at)
    batch = importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=by, at=at)
    while background.go_on(PAPER_FILES, batch, by=by, at=at):
        batch.refresh_from_db()
    batch.refresh_from_db()
    return batch


def being_checked(
    call: Call, by: User, monkeypatch: Any, *rows: Sequence[Any], chunk: int = 250, at: datetime = AFTER
) -> ImportBatch:
    """A table whose rows are left to the background work, `chunk` at a time, though it is small."""
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    monkeypatch.setattr(Trying, "chunk", chunk)
    batch = importing.begin(PAPER_FILES, call, upload(csv(*rows)), by=by, at=at)
    return importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=by, at=at)


def left_to_check(call: Call, by: User, *rows: Sequence[Any], at: datetime = AFTER) -> ImportBatch:
    """A table whose rows somebody has yet to check: its work was deleted."""
    batch = importing.begin(PAPER_FILES, call, upload(csv(*rows)), by=by, at=at)
    ImportBatch.objects.filter(pk=batch.pk).update(attempt=1, received_on=RECEIVED)
    batch.refresh_from_db()
    return batch


def imported(call: Call, by: User, *rows: Sequence[Any], at: datetime = AFTER, **ticks: bool) -> ImportBatch:
    """The same, confirmed and entered to its end."""
    options = {"only_good": False, "as_drafts": False, "tells": False, **ticks}
    batch = importing.confirm(PAPER_FILES, checked(call, by, *rows, at=at), **options, by=by, at=at)
    while background.go_on(PAPER_FILES, batch, by=by, at=at):
        batch.refresh_from_db()
    batch.refresh_from_db()
    return batch


def told(batch: ImportBatch) -> list[str]:
    """Every remark as the page says it."""
    return [
        f"Ligne {one.line}, colonne {p['column']}\u00a0: {p['sentence']}"
        if p["column"]
        else f"Ligne {one.line}\u00a0: {p['sentence']}"
        for one in batch.rows.all()
        for p in one.problems
    ]


def tables() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def letters():
    """What was written about applications."""
    return Message.objects.filter(kind__startswith="applications/")


def book(**sheets_of_lines) -> bytes:
    """Return a workbook of these sheets, each by its lines."""
    made, out = Workbook(), BytesIO()
    made.remove(made.active)
    for name, lines in sheets_of_lines.items():
        sheet = made.create_sheet(name)
        for cells in lines:
            sheet.append(list(cells))
    made.save(out)
    return out.getvalue()
