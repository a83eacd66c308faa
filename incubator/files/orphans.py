"""Removes stored files that no row names: an act undone after its file was written leaves one behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage, storages

from incubator.files.models import StoredFile, UploadPart

# An act may still be under way: only what is older than a day is surely alone.
AGE = timedelta(days=1)


def remove(*, at: datetime) -> int:
    """Delete files of the private storage without a row, older than a day; return how many."""
    storage, removed = storages["private"], 0
    for key in list(_keys(storage, "")):
        is_old = storage.get_modified_time(key) < at - AGE
        if is_old and not _is_named(key):
            storage.delete(key)
            removed += 1
    return removed


def _is_named(key: str) -> bool:
    return any(model.objects.filter(key=key).exists() for model in (StoredFile, UploadPart))


def _keys(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}".lstrip("/")
    for inner in folders:
        yield from _keys(storage, f"{folder}/{inner}".lstrip("/"))
