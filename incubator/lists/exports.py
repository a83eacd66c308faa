"""The table of what is listed: at once, or in the background when there are many rows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, BinaryIO

from django.http.response import HttpResponseBase

from incubator.documents import tables, workbook
from incubator.jobs import requests
from incubator.jobs.kinds import Work
from incubator.lists.addresses import list_at
from incubator.lists.cells import plain
from incubator.lists.desk_list import DeskList
from incubator.people.models import User
from incubator.workflow import audit

# More rows than this are prepared in the background.
AT_ONCE = 500
A_CHUNK = 500


def rows_of(listing: DeskList, keys: Sequence[int]) -> Iterator[list[Any]]:
    """Yield the rows of these keys that the reader may see, in their order, as plain values."""
    for start in range(0, len(keys), A_CHUNK):
        for row in listing.read(keys[start : start + A_CHUNK]):
            yield [plain(column.value(row)) for column in listing.told]


def headings(listing: DeskList) -> list[str]:
    """Return the heads of the columns."""
    return [str(column.label) for column in listing.told]


def ask(listing: DeskList, keys: list[int], *, address: str, form: str, at: datetime) -> None:
    """Have the table of many rows prepared. Raises TooMany."""
    requests.ask(
        "lists.table", title=f"{listing.title} · {form.upper()}", keys=keys,
        params={"address": address, "form": form}, by=listing.person, at=at, list=listing.name,
    )  # fmt: skip


def download(listing: DeskList, keys: list[int], form: str) -> HttpResponseBase:
    """Return the table. Audited as `list.export`."""
    audit.record(
        "list.export", listing.person, by=listing.person, at=listing.at, list=listing.name, rows=len(keys)
    )
    return tables.response(rows_of(listing, keys), headings(listing), str(listing.title), form)


class ListWork(Work):
    """The table of a list in the background."""

    chunk = 2000

    def __init__(self, params: dict[str, Any], keys: list[int], person: User, at: datetime) -> None:
        super().__init__(params, keys, person, at)
        self.form = params["form"]
        self.content_type = workbook.CONTENT_TYPE if self.form == "xlsx" else "text/csv; charset=utf-8"

    @cached_property
    def listing(self) -> DeskList:
        """The list as the person may read it now."""
        return list_at(self.params["address"], self.person, self.at)

    def name(self) -> str:
        return f"{self.listing.title}.{self.form}"

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        rows = rows_of(self.listing, keys)
        if self.form == "xlsx":
            out.writelines(tables.xlsx_pieces(rows))
        else:
            out.writelines(piece.encode() for piece in tables.csv_pieces(rows))

    def assemble(self, parts: Iterable[BinaryIO], out: BinaryIO) -> None:
        heads = headings(self.listing)
        if self.form == "xlsx":
            workbook.save(self._pieces(heads, parts), out, str(self.listing.title))
            return
        out.write(tables.csv_head(heads).encode())
        super().assemble(parts, out)

    def _pieces(self, heads: list[str], parts: Iterable[BinaryIO]) -> Iterator[bytes]:
        yield workbook.head_of(heads).encode()
        for part in parts:
            while data := part.read(1 << 18):
                yield data
