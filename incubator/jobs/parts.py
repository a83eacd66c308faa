"""The part files of a piece of work, in the private storage: what is done stays done when a process dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import storages

from incubator.jobs.models import Job


class Lost(LookupError):
    """A part is no longer in the storage: the work starts again."""


def _key(job: Job, number: int) -> str:
    return f"jobs/{job.public_id}/{number}"


def _replace(key: str, content: File) -> None:
    # A storage keeps both files of one name: the remains of a dead process go first.
    storages["private"].delete(key)
    storages["private"].save(key, content)


@contextmanager
def written(job: Job, number: int) -> Iterator[BinaryIO]:
    """Give a file to write part `number` into; it is in the storage when the block ends well."""
    with TemporaryFile() as out:
        yield out
        out.seek(0)
        _replace(_key(job, number), File(out))


def opened(job: Job, alive: Callable[[], None]) -> Iterator[BinaryIO]:
    """Yield the parts in their order, each open for reading; `alive` is called before each. Raises Lost."""
    for number in range(job.parts):
        alive()
        try:
            stream = storages["private"].open(_key(job, number))
        except FileNotFoundError as error:
            raise Lost(job.public_id) from error
        with stream:
            yield stream


def remove(job: Job) -> None:
    """Delete the parts."""
    for number in range(job.parts + 1):
        storages["private"].delete(_key(job, number))
