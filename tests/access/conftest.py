"""The world, built once for each module, in a transaction that is never committed."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage, storages
from django.db import transaction
from django.template.base import Template
from django.test.utils import _TestState
from django.utils import translation

from incubator.core import clock
from tests.access import world as building


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[building.World]:
    """The world of `world.py`; each question is asked in a savepoint of its own (`asking.ask`)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, translation.override("fr"):
        patch.setattr(clock, "now", lambda: building.NOW)
        patch.setitem(storages._storages, "private", InMemoryStorage())
        # Eight thousand pages: they are read as text, so no copy of each template's context is kept.
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        cache.clear()
        with transaction.atomic():
            yield building.build()
            transaction.set_rollback(True)
        cache.clear()
