"""The public site, opened."""

import pytest
from django.core.cache import cache
from django.test import Client

from cms.setup import ensure_site
from tests.world.kept import kept

opened = kept(ensure_site)


@pytest.fixture(autouse=True)
def _no_cache():
    cache.clear()


@pytest.fixture
def site(centre):
    """The French and English trees with their neutral words."""
    return opened(centre)


@pytest.fixture
def visitor() -> Client:
    return Client()
