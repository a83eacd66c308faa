"""The public site, opened."""

import pytest
from django.core.cache import cache
from django.test import Client

from cms.setup import ensure_site


@pytest.fixture(autouse=True)
def _no_cache():
    cache.clear()


@pytest.fixture
def site(centre):
    """The French and English trees with their neutral words."""
    return ensure_site(centre)


@pytest.fixture
def visitor() -> Client:
    return Client()
