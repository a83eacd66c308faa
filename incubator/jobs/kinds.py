"""What a kind of background work says of itself: how a chunk of rows is written, how chunks make a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from incubator.jobs.models import Job
from incubator.people.models import User


class Work:
    """One kind of work. The slice whose rows it reads subclasses it; `EXPORT_KINDS` names the subclasses.

    Everything is read as `person`, at the moment of each chunk: who lost a role or declared a link meanwhile
    gets no more rows.
    """

    chunk = 500
    makes_file = True
    content_type = "application/octet-stream"

    def __init__(self, params: dict[str, Any], keys: list[int], person: User, at: datetime) -> None:
        self.params, self.keys, self.person, self.at = params, keys, person, at

    def name(self) -> str:
        """Return the name of the file, with its ending."""
        raise NotImplementedError

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Write the rows of one chunk that the person may read now. Done again when a process dies in it."""
        raise NotImplementedError

    def taken(self, keys: list[int]) -> QuerySet | None:
        """Return the records of one chunk that leave with it; None where none of them tells of people."""
        return None

    def assemble(self, parts: Iterable[BinaryIO], out: BinaryIO) -> None:
        """Make the file of the chunks, in their order; by default one after the other."""
        for part in parts:
            while data := part.read(1 << 20):
                out.write(data)


class UnknownKind(LookupError):
    """No class does this kind of work: its slice was removed, or the row comes from elsewhere."""


def work_of(job: Job, at: datetime) -> Work:
    """Return the work of a job, as its asker sees the rows. Raises UnknownKind."""
    path = settings.EXPORT_KINDS.get(job.kind)
    if path is None:
        raise UnknownKind(job.kind)
    kind: type[Work] = import_string(path)
    return kind(job.params, job.keys, job.asked_by, at)
