"""The table of what is listed: at once, or in the background when there are many rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.documents import tables
from incubator.documents.table_work import TableWork
from incubator.jobs import requests
from incubator.lists.addresses import list_at
from incubator.lists.cells import plain
from incubator.lists.desk_list import DeskList
from incubator.workflow import audit
from incubator.workflow.refusals import NotAllowed, Refused

# More rows than this are prepared in the background.
AT_ONCE = 500
# No table holds more: a job keeps the keys of its rows, and nobody reads such a sheet.
MOST = 100_000
A_CHUNK = 500


class TooManyRows(Refused):
    """A list that no table can hold."""

    code = "too_many_rows"
    default = gettext_lazy(
        "This list is too long for a table: narrow it with a filter, to 100,000 rows at most."
    )


def keys_of(listing: DeskList) -> list[int]:
    """Return the keys of what is listed, in its order. Raises TooManyRows."""
    keys = listing.keys(MOST + 1)
    if len(keys) > MOST:
        raise TooManyRows()
    return keys


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
    audit.record_export(listing.rows().filter(pk__in=keys), by=listing.person, at=listing.at)
    return tables.response(rows_of(listing, keys), headings(listing), str(listing.title), form)


class ListWork(TableWork):
    """The table of a list in the background."""

    @property
    def form(self) -> str:  # type: ignore[override]
        """The form that was asked for."""
        return str(self.params["form"])

    @cached_property
    def listing(self) -> DeskList:
        """The list as the person may read it now. Raises NotAllowed once the person no longer may."""
        try:
            return list_at(self.params["address"], self.person, self.at)
        except Http404:
            raise NotAllowed(_("You may no longer read this list: nothing more is prepared.")) from None

    @property
    def title(self) -> str:  # type: ignore[override]
        """The title of the list."""
        return str(self.listing.title)

    def name(self) -> str:
        return f"{self.title}.{self.form}"

    def headings(self) -> list[str]:
        return headings(self.listing)

    def taken(self, keys: list[int]) -> QuerySet:
        return self.listing.rows().filter(pk__in=keys)

    def rows(self, keys: list[int]) -> Iterator[list[Any]]:
        return rows_of(self.listing, keys)
