"""Packs of whole files: the documents with an index or one PDF a file in a ZIP, or one PDF of all; made by parts."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import quote

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from incubator.applications.casework import printing
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import current_language
from incubator.documents import tables, typesetting, zip_stream
from incubator.files.states import Scan
from incubator.jobs.kinds import Work
from incubator.people.models import User
from incubator.territory.models import Centre
from incubator.ui import typography
from incubator.workflow import deciding

LISTED = "index.json"
Line = list[Any]


class WholeFiles(Work):
    """Whole files name people: the office alone packs them, each as it was sent last."""

    chunk = 20

    def taken(self, keys: list[int]) -> QuerySet[Application]:
        return Application.objects.at_the_desk_of(self.person).filter(pk__in=keys)

    def revisions(self, keys: list[int], at: datetime) -> list[Revision]:
        """Return the last sending of each file that the person may read now, in the order of the keys.

        Raises NotAllowed.
        """
        deciding.require("application.export_documents", self.person, None, at)
        found: dict[int, Revision] = {}
        rows = Revision.objects.filter(application__in=self.taken(keys)).order_by("number")
        for revision in rows.select_related("application__startup", "application__call", "form_version"):
            found[revision.application_id] = revision
        return [found[key] for key in keys if key in found]


class Pack(WholeFiles):
    """A ZIP made of smaller ones, each with its lines of the index; nothing is held in memory whole."""

    content_type = "application/zip"

    def name(self) -> str:
        return f"{self.params['name']}.zip"

    def headings(self) -> list[str]:
        """Return the first line of the index."""
        document = pgettext("paper of a file", "Document")
        return [_("Reference"), _("Start-up"), document, _("File"), _("Size in octets"), "SHA-256"]

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        lines: list[Line] = []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for revision in self.revisions(keys, at):
                lines += self.put(archive, revision, at)
            archive.writestr(LISTED, json.dumps(lines))

    def put(self, archive: zipfile.ZipFile, revision: Revision, at: datetime) -> list[Line]:
        """Write what belongs to one file; return its lines of the index."""
        raise NotImplementedError

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
        labels, held = printing.labels_of(revision), printing.files_of(revision)
        for slug, ids in printing.given_of(revision):
            for stored in (held[public_id] for public_id in ids if public_id in held):
                if stored.scan == Scan.FOUND:
                    name = _withheld()
                else:
                    name = zip_stream.free(f"{file.reference}/{slug}-{stored.name}", taken)
                    with storages["private"].open(stored.key) as source, archive.open(name, "w") as target:
                        shutil.copyfileobj(source, target, 1 << 20)
                label = labels.get(slug, slug)
                startup = file.startup_name or file.startup.name
                lines.append([file.reference, startup, label, name, stored.size, stored.sha256])
        return lines


class DossiersPack(Pack):
    """One PDF a file."""

    def put(self, archive: zipfile.ZipFile, revision: Revision, at: datetime) -> list[Line]:
        file, content = revision.application, printing.dossier_pdf(revision, at=at)
        name = f"{file.reference}.pdf"
        archive.writestr(name, content)
        return [
            [file.reference, file.startup_name or file.startup.name, _("Whole file"), name, len(content), ""]
        ]


class OnePdf(WholeFiles):
    """One PDF of all the files: a first page with their list, then each from a new page, with bookmarks.

    Above a hundred files, volumes of a hundred in a ZIP: a document is set in memory whole, some three megabytes a
    file. Each volume is a part.
    """

    chunk = 100

    def __init__(self, params: dict[str, Any], keys: list[int], person: User, at: datetime) -> None:
        super().__init__(params, keys, person, at)
        self.is_single = len(keys) <= self.chunk
        self.content_type = "application/pdf" if self.is_single else "application/zip"

    def name(self) -> str:
        return f"{self.params['name']}.{'pdf' if self.is_single else 'zip'}"

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        files = [printing.content_of(revision) for revision in self.revisions(keys, at)]
        out.write(typesetting.pdf("pack", {
            "title": _("Files of applications"), "reference": self.params["title"],
            "issued": typography.short_day(at), "lead": " ".join(self._said(keys, len(files))),
            "files": files, "list_title": _("The files of this document"),
            "centre": typesetting.letterhead(Centre.objects.order_by("id").first()),
        }))  # fmt: skip

    def assemble(self, parts: Iterable[BinaryIO], out: BinaryIO) -> None:
        if self.is_single:
            super().assemble(parts, out)
            return
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as whole:
            for number, part in enumerate(parts, 1):
                with whole.open(f"{self.params['name']}-{number}.pdf", "w") as volume:
                    shutil.copyfileobj(part, volume, 1 << 20)

    def _said(self, keys: list[int], held: int) -> Iterator[str]:
        """Say which of the chosen files are here, and how many of these are not."""
        words = ngettext("%(n)s file, as it was sent last.", "%(n)s files, as they were sent last.", held)
        yield words % {"n": held}
        if not self.is_single:
            first = self.keys.index(keys[0]) + 1
            place = {"first": first, "last": first + len(keys) - 1, "total": len(self.keys)}
            yield _("Places %(first)s to %(last)s of the %(total)s files chosen.") % place
        if away := len(keys) - held:
            words = ngettext(
                "%(n)s file that was chosen is not here: you no longer read it.",
                "%(n)s files that were chosen are not here: you no longer read them.",
                away,
            )
            yield words % {"n": away}


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
