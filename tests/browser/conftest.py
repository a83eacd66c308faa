"""The product served by this process to a real Chromium: a phone for each person, and a clock set by hand."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from incubator.core import clock
from incubator.notifications import dispatch
from incubator.people.models import User
from tests.incubator.files.conftest import private
from tests.world import applications as world
from tests.world.programmes import published_call

__all__ = ["private"]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def _async_is_fine() -> None:
    """Playwright keeps a loop in this thread, and Django then asks before it touches the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(autouse=True)
def _served(_async_is_fine, monkeypatch, transactional_db, private) -> None:
    """Nothing is told to a broker, and it is the month of the call."""
    monkeypatch.setattr(dispatch, "send", lambda *_args, **_options: None)
    monkeypatch.setattr(clock, "now", lambda: world.DRAFTED)


@pytest.fixture
def call(_served, centre, officer, director):
    return published_call(officer, director)


@pytest.fixture
def phone(browser: Browser, live_server, client_for) -> Iterator[Callable[..., Page]]:
    """Give a person (or a visitor) a phone: a page in a browser of their own, already signed in."""
    contexts: list[BrowserContext] = []

    def give(person: User | None = None, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport=PHONE, locale="fr-TG", base_url=live_server.url, java_script_enabled=scripts
        )
        contexts.append(context)
        if person is not None:
            cookie = client_for(person).cookies["session"].value
            context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield give
    for context in contexts:
        context.close()
