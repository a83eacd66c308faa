from collections.abc import Iterator

import pytest

from incubator.portal import navigation


@pytest.fixture(autouse=True)
def _fresh_menus() -> Iterator[None]:
    """Menus are kept for the life of the process; these tests change the addresses."""
    navigation.menu.cache_clear()
    navigation.places.cache_clear()
    yield
    navigation.menu.cache_clear()
    navigation.places.cache_clear()


@pytest.fixture(autouse=True)
def _database(db):
    """The frame of every page names the centre, which is a row."""
