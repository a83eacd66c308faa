"""The world of the access table, for the tests that ask every address of it."""

from tests.access.conftest import world

__all__ = ["world"]
