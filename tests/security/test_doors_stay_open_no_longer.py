"""What opened a door once closes: with the password, with the second factor, and after a day's work whatever was done."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from time_machine import travel

from incubator.accounts import tokens
from incubator.accounts.models import ApiToken, BrowserSession
from incubator.accounts.sign_in import second_factor
from tests.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
NEW = "une autre phrase assez longue"


def signed_in(person) -> Client:
    """Come in through the door, as people do."""
    browser = Client()
    browser.post("/login/", {"contact": person.email, "device": "mine"})
    answer = browser.post("/login/code/", {"password": PASSWORD})
    assert answer.status_code == 302 and browser.get("/account/").status_code == 200
    return browser


def token_of(person) -> str:
    _token, plain = tokens.make(
        person, name="script", scopes=["read"], expires_at=AT + timedelta(days=30), by=person, at=AT
    )
    return plain


def opens(plain: str) -> bool:
    return (
        Client().get("/api/v1/applications", headers={"authorization": f"Bearer {plain}"}).status_code == 200
    )


def change_the_password(browser: Client, person) -> None:
    answer = browser.post("/account/password/", {"current": PASSWORD, "password": NEW})
    assert answer.status_code == 302


def take_the_factor_off(browser: Client, person) -> None:
    assert browser.post("/account/second-factor/off/").status_code == 302


@pytest.mark.parametrize("act", [change_the_password, take_the_factor_off])
def test_changing_what_protects_an_account_ends_every_other_way_in(founder, client_for, act):
    with travel(AT, tick=False):
        plain, here, elsewhere, unnamed = (
            token_of(founder), signed_in(founder), signed_in(founder), client_for(founder),
        )  # fmt: skip
        assert opens(plain)

        act(here, founder)

        assert not opens(plain)
        assert [one.get("/account/").status_code for one in (here, elsewhere, unnamed)] == [200, 302, 302]
        assert BrowserSession.objects.filter(person=founder).count() == 1
        assert ApiToken.objects.get().revoked_at == AT


def test_the_control_a_token_lives_until_somebody_ends_it(founder, monkeypatch):
    with travel(AT, tick=False):
        plain, here = token_of(founder), signed_in(founder)
        monkeypatch.setattr(tokens, "revoke_all", lambda person, **facts: 0)

        change_the_password(here, founder)

        assert opens(plain)


@pytest.mark.parametrize(
    ("who", "age"),
    [("founder", settings.SESSION_AGE), ("officer", settings.SESSION_AGE_OF_STAFF), ("finance", settings.SESSION_AGE_OF_STAFF),
     ("agent", settings.SESSION_AGE_OF_STAFF)],
)  # fmt: skip
def test_a_session_ends_so_long_after_signing_in_however_busy_it_was(request, who, age):
    person, step = request.getfixturevalue(who), age / 12
    with travel(AT, tick=False):
        browser = signed_in(person)
    for part in range(1, 13):
        with travel(AT + part * step, tick=False):
            assert browser.get("/account/").status_code == 200, part
    with travel(AT + age + timedelta(minutes=1), tick=False):
        answer = browser.get("/account/")

    assert (answer.status_code, "ended=1" in answer.headers["Location"]) == (302, True)
    assert not BrowserSession.objects.filter(person=person).exists()


def test_the_ages_are_a_working_day_and_a_month():
    assert (timedelta(hours=12), timedelta(days=30)) == (settings.SESSION_AGE_OF_STAFF, settings.SESSION_AGE)
    assert second_factor.SECOND_FACTOR_ROLES
