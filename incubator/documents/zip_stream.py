"""A ZIP that leaves while it is written: nothing of it is kept in memory or on the disk."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from incubator.core.bilingual import current_language
from incubator.files import naming

# The path inside the archive, and the octets piece by piece.
Entry = tuple[str, Iterable[bytes]]


class _Sink(RawIOBase):
    """A file that can only be written to, and gives up what was written."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        return len(data)

    def given_up(self) -> bytes:
        octets, self.held = bytes(self.held), bytearray()
        return octets


def zip_pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the octets of an archive of these entries; two of one name get a number."""
    sink, taken = _Sink(), set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, pieces in entries:
            with archive.open(free(path, taken), "w") as entry:
                for piece in pieces:
                    entry.write(piece)
                    if sink.held:
                        yield sink.given_up()
            yield sink.given_up()
    yield sink.given_up()


def zip_response(entries: Iterable[Entry], name: str) -> StreamingHttpResponse:
    """Return the archive as a download that is kept nowhere on its way, in the language it was asked in."""
    pieces = _spoken(zip_pieces(entries), current_language())
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.zip") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The answer is written once the page's own language is over."""
    with translation.override(language):
        yield from pieces


def free(path: str, taken: set[str]) -> str:
    """Return the path with clean names that no other entry has, whatever its capitals: "x.pdf", then "x (2).pdf".

    No entry leads out of the archive. `taken` remembers what was given.
    """
    clean = "/".join(naming.portable(part) for part in path.split("/") if part)
    folder, slash, name = clean.rpartition("/")
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    found, number = clean, 1
    while found.lower() in taken:
        number += 1
        found = f"{folder}{slash}{stem} ({number}){dot}{ending}"
    taken.add(found.lower())
    return found
