"""Files that the product itself makes (an export, a document): kept beside the uploads, dropped when their time is over."""

import hashlib
import secrets
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction

from incubator.files.models import StoredFile
from incubator.files.states import Scan
from incubator.people.models import Actor, person_or_none

BLOCK = 1 << 20


def keep(
    stream: BinaryIO, *,
    name: str, content_type: str, record: str, record_id: int, by: Actor, at: datetime, purpose: str = "made",
    scan: str = Scan.NONE,
) -> StoredFile:  # fmt: skip
    """Keep a file from its beginning on, a block at a time, and return its row. Raises OSError when there is no room.

    `scan` is what the scanner said of a file that came from outside.
    """
    sum_, size = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(BLOCK):
        sum_.update(block)
        size += len(block)
    stream.seek(0)
    storage, key = storages["private"], f"{at:%Y/%m}/{secrets.token_hex(20)}"
    try:
        storage.save(key, File(stream))
        return StoredFile.objects.create(
            record=record, record_id=record_id, purpose=purpose, name=name, key=key, size=size,
            content_type=content_type, sha256=sum_.hexdigest(), uploaded_by=person_or_none(by), created_at=at,
            scan=scan,
        )  # fmt: skip
    except Exception:
        storage.delete(key)
        raise


def drop(file: StoredFile) -> None:
    """Delete a file that the product made, row and bytes (once the act is kept): it can be made again."""
    file.delete()
    transaction.on_commit(partial(storages["private"].delete, file.key))
