"""A private storage of the test's own."""

import pytest
from django.core.files.storage import storages


@pytest.fixture
def private(settings, tmp_path):
    """The folder behind the alias `private`."""
    own = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "private": own}
    yield tmp_path
    storages._storages = {}
