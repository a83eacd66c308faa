"""The frame of every page names the centre, which is a row."""

import pytest


@pytest.fixture(autouse=True)
def _database(db):
    """Pages may read it."""
