"""Taking turns in one process, before a lock of the database that all would wait for.

The database keeps the order among processes, and it alone guards anything. But the threads of a process share one
processor: those that wait for a row, woken one by one, take it from the one that holds the row, and all get slower.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.db import connection

# Whoever waited so many seconds goes on without a turn: the database then says who is next.
PATIENCE = 2.0
KNOWN = 512


@contextmanager
def turn(of: str, patience: float = PATIENCE) -> Iterator[None]:
    """Do the block while no other thread of this process does one of the same name.

    Inside a transaction nothing is waited for: it may hold a row which the other waits for.
    """
    lock = _lock(of)
    mine = not connection.in_atomic_block and lock.acquire(timeout=patience)
    try:
        yield
    finally:
        if mine:
            lock.release()


@lru_cache(KNOWN)
def _lock(_of: str) -> threading.Lock:
    return threading.Lock()
