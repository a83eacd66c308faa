"""The world of the access table serves here too: built once, and undone after each row."""

from tests.access.conftest import world

__all__ = ["world"]
