"""Asks one address as one role, and undoes whatever it did."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.addresses import own
from tests.access.cells import DOOR, GO
from tests.access.world import World


@dataclass(frozen=True)
class Answer:
    """What came back: `DOOR` (the way to the sign-in page), `GO` (another redirect) or the status; and its text."""

    cell: str | int
    text: str = ""
    to: str = ""


def address(world: World, name: str, args: str) -> str:
    """Return the address of a row of the table."""
    if name == "wagtail_serve":
        return "/"
    try:
        return reverse(name, kwargs=world.args[args])
    except NoReverseMatch:
        # One without a name, whose route is written as it is.
        return "/" + own()[name].lstrip("^").replace("(?:users|groups)", "users").replace(
            "<str:reference>", world.args[args].get("reference", "")
        ).replace("<path:rest>", "nothing")


def ask(
    world: World, role: str, method: str, url: str, client: Client | None = None, **posted: Any
) -> Answer:
    """Ask, read the answer, and take back what the question changed."""
    client = client or world.browser(role)
    cache.clear()
    with transaction.atomic():
        response = client.post(url, posted) if method == "POST" else client.get(url, posted)
        found = Answer(cell(response), text(response), response.get("Location", ""))
        transaction.set_rollback(True)
    return found


def cell(response: HttpResponseBase) -> str | int:
    """Return the word of the table for an answer."""
    if response.status_code not in (301, 302, 303):
        return response.status_code
    return DOOR if response["Location"].startswith("/login/") else GO


def text(response: HttpResponseBase) -> str:
    """Return everything a person would receive: the body and the headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n" + body.decode("utf-8", "replace")
