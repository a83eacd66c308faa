"""What a process knows for some seconds of rows that only a command changes."""

from collections.abc import Callable
from time import monotonic
from typing import Any


class Remembered:
    """Values by their key, each known for so many seconds; one that is empty is asked for again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._known: dict[str, tuple[float, Any]] = {}

    def get(self, key: str, read: Callable[[], Any]) -> Any:
        """Return what is known under a key, or what `read` finds."""
        now = monotonic()
        since, value = self._known.get(key, (now, None))
        if value and now - since < self.seconds:
            return value
        value = read()
        self._known[key] = now, value
        return value

    def forget(self) -> None:
        """Ask again (after a change, and for tests, whose tables are gone at the end of each)."""
        self._known.clear()
