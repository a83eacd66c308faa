"""Packs of whole files: the documents with an index, or one PDF a file, in a ZIP made by parts."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import quote

from django.core.files.storage import storages
from django.utils.html import escape
from django.utils.translation import gettext as _

from incubator.applications import answers
from incubator.applications.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import current_language, pick_pair
from incubator.exports import documents, packing, tables
from incubator.exports.making import Work
from incubator.files.models import StoredFile
from incubator.files.states import Scan
from incubator.programmes.facts import facts_for
from incubator.programmes.form.completeness import APPLICATION
from incubator.programmes.form.types import display
from incubator.territory.models import Centre
from incubator.ui import typography
from incubator.workflow import deciding

LISTED = "index.json"
Line = list[Any]


class Pack(Work):
    """A ZIP made of smaller ones, each with its lines of the index; nothing is held in memory whole."""

    chunk = 20
    content_type = "application/zip"

    def name(self) -> str:
        return f"{self.params['name']}.zip"

    def headings(self) -> list[str]:
        """Return the first line of the index."""
        return [_("Reference"), _("Start-up"), _("Document"), _("File"), _("Size in octets"), "SHA-256"]

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        deciding.require("application.export_documents", self.person, None, at)
        lines: list[Line] = []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for revision in self._revisions(keys):
                lines += self.put(archive, revision, at)
            archive.writestr(LISTED, json.dumps(lines))

    def put(self, archive: zipfile.ZipFile, revision: Revision, at: datetime) -> list[Line]:
        """Write what belongs to one file; return its lines of the index."""
        raise NotImplementedError

    def _revisions(self, keys: list[int]) -> list[Revision]:
        """Return the last sending of each file that the person may read now, in the order of the keys."""
        seen = Application.objects.at_the_desk_of(self.person).filter(pk__in=keys)
        found: dict[int, Revision] = {}
        rows = Revision.objects.filter(application__in=seen).order_by("number")
        for revision in rows.select_related("application__startup", "application__call", "form_version"):
            found[revision.application_id] = revision
        return [found[key] for key in keys if key in found]

    def assemble(self, parts: Iterable[BinaryIO], out: BinaryIO) -> None:
        lines: list[Line] = []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as whole:
            for part in parts:
                with zipfile.ZipFile(part) as archive:
                    lines += json.loads(archive.read(LISTED))
                    _copy(archive, whole)
            whole.writestr("index.csv", "".join(tables.csv_lines(lines, self.headings())))
            whole.writestr("index.html", _page(self.headings(), lines))


class DocumentsPack(Pack):
    """The documents as they were sent last, in a folder a file; those of the sensitive class stay out, and what a
    virus was found in stands in the index alone.
    """

    def put(self, archive: zipfile.ZipFile, revision: Revision, at: datetime) -> list[Line]:
        file, lines, taken = revision.application, [], set()
        labels, held = _labels(revision), _files(revision)
        for slug, ids in _given(revision):
            for stored in (held[public_id] for public_id in ids if public_id in held):
                if stored.scan == Scan.FOUND:
                    name = _withheld()
                else:
                    name = packing.free(f"{file.reference}/{slug}-{stored.name}", taken)
                    with storages["private"].open(stored.key) as source, archive.open(name, "w") as target:
                        shutil.copyfileobj(source, target, 1 << 20)
                label = labels.get(slug, slug)
                startup = file.startup_name or file.startup.name
                lines.append([file.reference, startup, label, name, stored.size, stored.sha256])
        return lines


class DossiersPack(Pack):
    """One PDF a file."""

    def put(self, archive: zipfile.ZipFile, revision: Revision, at: datetime) -> list[Line]:
        file, content = revision.application, dossier_pdf(revision, at=at)
        name = f"{file.reference}.pdf"
        archive.writestr(name, content)
        return [
            [file.reference, file.startup_name or file.startup.name, _("Whole file"), name, len(content), ""]
        ]


def dossier_pdf(revision: Revision, *, at: datetime) -> bytes:
    """Return a file as it was sent, as a PDF in the active language; sensitive answers stay out."""
    file, form, language = revision.application, definition_of(revision.form_version), current_language()
    facts, held, labels = facts_for(file.call), _files(revision), _labels(revision)
    steps = []
    for step in form.steps:
        asked = [f for f in step.fields if f.type != "file" and f.data_class != answers.SENSITIVE]
        rows = [
            [
                pick_pair(field.label, language).plain,
                display(field, revision.answers[field.key], language, facts),
            ]
            for field in asked
            if revision.answers.get(field.key) is not None
        ]
        steps.append({"title": pick_pair(step.title, language).plain, "rows": rows})
    sent = [
        [labels.get(slug, slug), f"{held[one].name} · {typography.filesize(held[one].size)}"]
        for slug, ids in _given(revision)
        for one in ids
        if one in held
    ]
    return documents.pdf("dossier", {
        "title": file.startup_name or file.startup.name, "reference": file.reference,
        "issued": typography.short_day(at), "lead": file.call.title.plain, "steps": steps,
        "documents_title": _("Documents"), "documents": sent,
        "centre": documents.letterhead(Centre.objects.order_by("id").first()),
        "facts": [[_("Reference"), file.reference], [_("Sent"), typography.moment(revision.submitted_at)],
                  [_("Fingerprint"), revision.sha256]],
    })  # fmt: skip


def _files(revision: Revision) -> dict[str, StoredFile]:
    wanted = [public_id for many in revision.files.values() for public_id in many]
    return {file.public_id: file for file in StoredFile.objects.filter(public_id__in=wanted)}


def _given(revision: Revision) -> list[tuple[str, list[str]]]:
    form = definition_of(revision.form_version)
    sealed = {field.key for field in form.fields() if field.data_class == answers.SENSITIVE}
    sealed |= {d.slug for d in form.documents_for(APPLICATION) if d.data_class == answers.SENSITIVE}
    return [(slug, ids) for slug, ids in revision.files.items() if slug not in sealed]


def _labels(revision: Revision) -> dict[str, str]:
    form = definition_of(revision.form_version)
    asked = [(field.key, field.label) for field in form.fields() if field.type == "file"]
    asked += [(document.slug, document.label) for document in form.documents_for(APPLICATION)]
    return {slug: pick_pair(label).plain for slug, label in asked}


def _copy(source: zipfile.ZipFile, target: zipfile.ZipFile) -> None:
    for entry in source.infolist():
        if entry.filename != LISTED:
            with source.open(entry) as read, target.open(entry.filename, "w") as write:
                shutil.copyfileobj(read, write, 1 << 20)


def _withheld() -> str:
    return _("withheld: our check found a virus in it")


def _page(headings: list[str], lines: list[Line]) -> str:
    """Return the index as a page that links to the files."""
    withheld = _withheld()

    def row(cells: Iterable[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"

    def drawn(line: Line) -> Iterator[str]:
        for place, cell in enumerate(line):
            text, is_inside = escape(cell), place == 3 and cell != withheld
            yield f'<a href="{quote(str(cell))}">{text}</a>' if is_inside else text

    body = "".join(row(drawn(line), "td") for line in lines)
    head = row((escape(heading) for heading in headings), "th")
    language, start = (
        current_language(),
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>Index</title>',
    )
    return f"{start.format(language)}<table>{head}{body}</table></html>"
