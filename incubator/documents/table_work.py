"""A table made in the background, as CSV or XLSX: the rows of each part are written, then put together under their heads."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from incubator.documents import tables, workbook
from incubator.jobs.kinds import Work


class TableWork(Work):
    """Parts of two thousand rows. A subclass says which `form` ("csv" or "xlsx"), `headings`, `rows` and `title`."""

    chunk = 2000
    form: str
    title: object

    @property
    def content_type(self) -> str:  # type: ignore[override]
        """The type of the file."""
        return workbook.CONTENT_TYPE if self.form == "xlsx" else "text/csv; charset=utf-8"

    def headings(self) -> Sequence[object]:
        """Return the first row."""
        raise NotImplementedError

    def rows(self, keys: list[int]) -> Iterable[Sequence[Any]]:
        """Yield the rows of these keys that the person may read now."""
        raise NotImplementedError

    def write(self, keys: list[int], out: BinaryIO, at: Any) -> None:
        rows = self.rows(keys)
        if self.form == "xlsx":
            out.writelines(workbook.pack(rows))
        else:
            out.writelines(piece.encode() for piece in tables.csv_pieces(rows))

    def assemble(self, parts: Iterable[BinaryIO], out: BinaryIO) -> None:
        if self.form == "xlsx":
            rows = (row for part in parts for row in workbook.unpack(part))
            workbook.save(rows, self.headings(), out, self.title)
            return
        out.write(tables.csv_head(self.headings()).encode())
        super().assemble(parts, out)
