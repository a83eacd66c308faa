"""Addresses of static files, worked out once a process: they change only with a release."""

from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

MOST = 1024


class Hashed(ManifestStaticFilesStorage):
    """Names that carry the fingerprint of the file. Each page names seven of them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url = lru_cache(maxsize=MOST)(super().url)


class Compressed(Hashed, CompressedManifestStaticFilesStorage):
    """The same, with compressed copies beside the files."""
