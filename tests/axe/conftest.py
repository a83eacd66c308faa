"""The product served to a real Chromium from this very process, so that each template drawn is known."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from pytest_django.live_server_helper import LiveServer

from incubator.core import clock
from incubator.notifications import dispatch
from tests.axe import world
from tests.axe.browsing import Visitor


@pytest.fixture(scope="session")
def _async_is_fine() -> None:
    """Playwright keeps a loop in this thread, and Django then asks before it touches the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def _django_db_helper() -> None:
    """The world stands for the whole module: a test here opens no transaction of its own."""


@pytest.fixture(scope="module")
def patched() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def media(tmp_path_factory) -> Path:
    """One folder for every world: the storage of pictures keeps the first it is told of."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def made(_async_is_fine, django_db_setup, django_db_blocker, patched, media) -> Iterator[SimpleNamespace]:
    """The world, kept for the whole module and taken away after it. No broker is told of anything."""
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media)},
        },
        "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    patched.setattr(dispatch, "send", lambda *_args, **_options: None)
    told = override_settings(STORAGES=storages, MEDIA_ROOT=str(media), ROOT_URLCONF="tests.axe.urls")
    with told, django_db_blocker.unblock(), translation.override("fr"):
        try:
            yield world.build()
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def server(made, patched) -> Iterator[LiveServer]:
    """The product at an address of this machine; `made.now` is what its clock tells."""
    made.now = world.APPLYING
    patched.setattr(clock, "now", lambda: made.now)
    served = LiveServer("localhost")
    yield served
    served.stop()


@pytest.fixture
def visitor(browser, _async_is_fine, server, made) -> Iterator[Visitor]:
    """A browser window that becomes whoever it is told to be."""
    with Visitor.opened(browser, server.url, made) as one:
        yield one
