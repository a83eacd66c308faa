"""Kind: a sign that no text of a database holds. SQLite keeps it and PostgreSQL breaks: here every question is looked at.

Every page is opened with it in its query; every form of every page is sent with it in each field.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access.asking import address
from tests.access.cells import ROLES
from tests.access.conftest import world
from tests.access.table import TABLE
from tests.access.test_table import name_of
from tests.walk.pages import Form, Page

__all__ = ["world"]
pytestmark = pytest.mark.django_db
NUL = "\x00"


class Looking:
    """Notes every text with the sign that goes to the database, as PostgreSQL would refuse it."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for each in params if many else [params]:
            if any(isinstance(one, str) and (NUL in one or "\\u0000" in one) for one in each or ()):
                self.found.append(sql[:120])
        return execute(sql, params, many, context)


def asked(client: Client, method: str, url: str, data: dict[str, Any], looking: Looking) -> str | None:
    """Ask, take back what was done, and return what went wrong."""
    cache.clear()
    looking.found.clear()
    with transaction.atomic(), connection.execute_wrapper(looking):
        response = client.post(url, data) if method == "POST" else client.get(url, data)
        page = body(response)
        transaction.set_rollback(True)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    wrong = response.status_code >= 500 or looking.found or (is_page and NUL.encode() in page)
    return f"{method} {url} → {response.status_code} {looking.found[:1]}" if wrong else None


def body(response: Any) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return content


def page_of(client: Client, url: str) -> Page:
    """Return the page of an address; one without forms for a file."""
    response = client.get(url)
    html = body(response).decode("utf-8", "replace")
    return Page(html if response.headers.get("Content-Type", "").startswith("text/html") else "")


def opened(world: Any, method: str) -> Iterator[tuple[str, str]]:
    """Yield (role, address) of every page that somebody may open, once."""
    for key, row in TABLE.items():
        column = row.get if method == "GET" else row.post
        role = next((role for role in ROLES if column[role] == 200), None)
        if role is not None and not key.startswith("api:"):
            yield role, address(world, name_of(key), row.about)


def names(page: Page) -> set[str]:
    inside = {name for form in page.forms if form.method == "get" for name, _value in form.fields}
    return inside | {
        "page",
        "sort",
        "view",
        "state",
        "q",
        "saved",
        "cols",
        "after",
        "before",
        "startup",
        "next",
    }


def test_no_query_brings_it_in(world):
    looking, wrong = Looking(), []
    for role, url in opened(world, "GET"):
        client = world.browser(role)
        asks = dict.fromkeys(names(page_of(client, url)), f"a{NUL}b")
        wrong.append(asked(client, "GET", url, asks, looking))
    assert list(filter(None, wrong)) == []


def sent(form: Form, button: tuple[str, str, str]) -> dict[str, list[str]]:
    """Return what the form sends with the sign in every field but those that nobody types."""
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value if value else f"deux{NUL}mots")
    if button[0]:
        data[button[0]] = [button[1]]
    return data


def test_no_form_brings_it_in(world):
    looking, wrong, seen = Looking(), [], set()
    for role, url in opened(world, "GET"):
        client = world.browser(role)
        for form in page_of(client, url).forms:
            for button in form.buttons or [("", "", "")]:
                target = (button[2] or form.action or url).partition("#")[0]
                kind = (_route(target), frozenset(name for name, _value in form.fields), button[:2])
                if form.method == "post" and kind[0] and kind not in seen:
                    seen.add(kind)
                    data = sent(form, button)
                    wrong.append(asked(client, "POST", target, data, looking))
                    every = {name: [f"{NUL}{text}" for text in texts] for name, texts in data.items()}
                    wrong.append(asked(client, "POST", target, every, looking))
    assert len(seen) > 120
    assert list(filter(None, wrong)) == []


def _route(target: str) -> str:
    path = target.partition("?")[0]
    try:
        return (
            "" if not path.startswith("/") or path.startswith(("/cms/", "/logout/")) else resolve(path).route
        )
    except Resolver404:
        return ""


def test_an_address_that_holds_it_is_that_of_no_page(world):
    for url in ("/portal/applications/%00/", "/desk/applications/a%00b/", "/startups/a%00b/"):
        assert world.browser("officer").get(url).status_code == 404
