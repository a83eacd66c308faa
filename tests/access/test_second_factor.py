"""With a second factor on, or owed, a password alone opens no address: neither ours nor the CMS's."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as live
from django.test import Client
from django.urls import resolve

from incubator.accounts.middleware import BEFORE_THE_FACTOR
from incubator.accounts.sign_in import second_factor
from tests.access import addresses
from tests.access.asking import GO, address, ask
from tests.access.cells import DOOR
from tests.access.table import TABLE
from tests.access.test_table import name_of
from tests.access.world import NOW
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OWED_BY = ("officer", "finance", "approver", "director", "donor", "editor", "admin")
# The pages of the door itself answer somebody who is on the way in.
OF_THE_DOOR = ("accounts:code", "accounts:resend", "accounts:second_step")
SET_UP = "/account/second-factor/"


def with_a_password_alone(person) -> Client:
    """Somebody who typed the contact and the password, and was asked for the second factor."""
    client = Client(raise_request_exception=False)
    client.post("/login/", {"contact": person.email, "device": "mine"})
    answer = client.post("/login/code/", {"password": PASSWORD})
    assert answer["Location"] == "/login/second-factor/"
    return client


@pytest.mark.parametrize("role", ["owner", "officer", "finance", "admin"])
def test_with_a_factor_on_a_password_alone_opens_no_address(world, role):
    before = NOW - timedelta(hours=1)
    code = format_hotp_value(hotp_value(SECRET, int(before.timestamp()) // 30))
    second_factor.turn_on(world.people[role], SECRET, code, at=before)
    client = with_a_password_alone(world.people[role])
    kept = client.cookies["session"].value

    for key, row in TABLE.items():
        for method, column in (("GET", row.get), ("POST", row.post)):
            if name_of(key) in OF_THE_DOOR:
                continue
            client.cookies["session"] = kept
            answer = ask(world, role, method, address(world, name_of(key), row.about), client)
            assert (key, method, answer.cell) == (key, method, column["anonymous"])


@pytest.mark.parametrize("role", OWED_BY)
def test_with_a_factor_owed_every_address_leads_to_its_set_up(world, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True

    for key, row in TABLE.items():
        url = address(world, name_of(key), row.about)
        if url.startswith(BEFORE_THE_FACTOR):
            continue
        for method, column in (("GET", row.get), ("POST", row.post)):
            answer = ask(world, role, method, url)
            if url.startswith("/api/"):
                assert (key, method, answer.cell) == (key, method, 403)
            elif column["anonymous"] == DOOR or url.startswith(live.PATHS_INSIDE):
                assert (key, method, answer.cell, answer.to) == (key, method, GO, SET_UP)
            else:
                # The public site never reads the session.
                assert (key, method, answer.cell) == (key, method, column["anonymous"])


# Wagtail's icons and the words of its scripts, for whoever is signed in: nothing of the centre's is in them.
WORDS_AND_ICONS = {"/cms/sprite/", "/cms/jsi18n/"}


def of_the_cms() -> list[str]:
    """The addresses that Wagtail brings, that need no record and that ours do not hide."""
    routes = addresses.of_libraries()
    urls = [f"/{route.lstrip('^').rstrip('$')}" for route in routes if not set(route) & set("<(?[\\")]
    return [url for url in urls if "accounts" not in resolve(url).namespaces]


def test_the_cms_has_no_door_of_its_own(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    visitor = {url: ask(world, "anonymous", "GET", url).cell for url in of_the_cms()}
    editor = {url: ask(world, "editor", "GET", url).to for url in of_the_cms()}

    assert len(visitor) > 40
    assert {url for url, cell in visitor.items() if cell != DOOR} == set()
    assert {url for url, to in editor.items() if to != SET_UP} == set()


@pytest.mark.parametrize("role", ["outsider", "owner", "juror", "mentor", "agent", "donor", "finance"])
def test_the_cms_opens_to_nobody_but_its_writers(world, role):
    answers = {url: ask(world, role, "GET", url).cell for url in of_the_cms()}

    assert {url for url, cell in answers.items() if cell not in (DOOR, GO, 403, 404, 405)} == WORDS_AND_ICONS
