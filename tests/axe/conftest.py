"""The product served to a real Chromium from this very process, so that each template drawn is known."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from funding import webhook
from incubator.core import clock
from incubator.notifications import waking
from tests.axe import world
from tests.axe.browsing import Visitor

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
EXECUTABLE = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)


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


@pytest.fixture(scope="module")
def made(
    _async_is_fine, django_db_setup, django_db_blocker, patched, tmp_path_factory
) -> Iterator[SimpleNamespace]:
    """The world, kept for the whole module and taken away after it. No broker is told of anything."""
    media = tmp_path_factory.mktemp("media")
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media)},
        },
        "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    patched.setattr(waking, "wake", lambda _message: None)
    patched.setattr(webhook, "_wake", lambda _event: None)
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


@pytest.fixture(scope="session")
def chromium(_async_is_fine) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, server, made) -> Iterator[Visitor]:
    """A browser window that becomes whoever it is told to be."""
    with Visitor.opened(chromium, server.url, made) as one:
        yield one
