"""The world, put into each module's database in a transaction that is never committed; built once a process."""

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage, storages
from django.db import transaction
from django.template.base import Template
from django.test.utils import _TestState
from django.utils import translation

from incubator.core import clock
from incubator.territory import centres
from tests.access.building import build
from tests.access.world import NOW, World
from tests.world.kept import kept

built = kept(build)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world of `building.py`; each question is asked in a savepoint of its own (`asking.ask`)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, translation.override("fr"):
        patch.setattr(clock, "now", lambda: NOW)
        patch.setitem(storages._storages, "private", InMemoryStorage())
        # Eight thousand pages: they are read as text, so no copy of each template's context is kept.
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        # Five thousand of them are 404 by design.
        patch.setattr(logging.getLogger("django.request"), "level", logging.ERROR)
        cache.clear()
        # That of the test before is rolled back, and a function's fixture forgets it too late for a module's.
        centres.forget()
        with transaction.atomic():
            yield built()
            transaction.set_rollback(True)
        cache.clear()
        centres.forget()
