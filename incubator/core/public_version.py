"""The number of the last change of anything the public reads: pages kept before it are no longer shown.

It lives in the cache beside those pages: where the cache is away or lost, nothing kept is left to be shown either.
"""

import secrets

from django.core.cache import cache
from django.db import transaction

KEY = "public-version"
# Longer than any page is kept.
KEPT_SECONDS = 24 * 3600


def changed() -> None:
    """Drop every kept page once the present transaction is stored; at once outside of one."""
    transaction.on_commit(renew)


def renew() -> str:
    """Begin a new version now and return it."""
    version = secrets.token_hex(8)
    cache.set(KEY, version, KEPT_SECONDS)
    return version
