"""What strangers try at the door costs them, and keeps nobody else out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from incubator.accounts.models import SignInCode, Throttle
from incubator.accounts.sign_in import sources, throttling
from incubator.notifications.models import Message
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
VICTIM = "afi@example.com"


class Browser:
    """A visitor at one address; what it says of the address it comes from is forged."""

    def __init__(self, address="198.51.100.7", forged=""):
        headers = {"x-forwarded-for": forged} if forged else {}
        self.client = Client(REMOTE_ADDR=address, headers=headers)

    def ask(self, contact=VICTIM, device="mine"):
        return self.client.post("/login/", {"contact": contact, "device": device})

    def type(self, code):
        return self.client.post("/login/code/", {"code": code})

    def password(self, password):
        return self.client.post("/login/code/", {"password": password})


def code_sent(to=VICTIM):
    message = Message.objects.filter(kind="accounts/sign_in_code", address=to).order_by("pk").last()
    return re.sub(r" ", "", re.search(r"\d[\d ]{4,}\d", message.secret).group())


def wrong(right):
    """A code of six digits that nobody was sent."""
    return "000000" if right != "000000" else "111111"


def attack(browsers, *, tries=40):
    """Ask for a code and type a wrong one, each time from the next browser, as often as it may be done."""
    statuses = set()
    for n in range(tries):
        browser = browsers[n % len(browsers)]
        statuses |= {browser.ask().status_code, browser.type("000000").status_code}
    return statuses


def elsewhere():
    return [Browser(f"203.0.113.{n}", forged="198.51.100.7") for n in range(40)]


@pytest.mark.parametrize("strangers", [elsewhere, lambda: [Browser("198.51.100.7", forged="1.2.3.4")]])
def test_ten_wrong_codes_of_a_stranger_lock_nobody_out(strangers):
    """From forty addresses, or from the victim's own (a town behind one address of its telephone company)."""
    with time_machine.travel(NOON, tick=False):
        assert 429 in attack(strangers())

        victim = Browser()
        assert victim.ask().status_code in (302, 429)  # or the last code has just left: it opens
        assert len(code_sent()) == 12
        assert victim.type(code_sent()).status_code == 302
        assert victim.client.get("/account/").status_code == 200


def test_there_is_always_a_code_that_opens_while_codes_are_asked_for_without_end():
    for minute in range(0, 60, 11):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            attack(elsewhere(), tries=25)
            victim = Browser()
            victim.ask()
            assert victim.type(code_sent()).status_code == 302, minute


def test_six_digits_are_guessed_no_more_often_than_before():
    with time_machine.travel(NOON, tick=False):
        attack(elsewhere(), tries=40)
    assert max(Throttle.objects.filter(scope="try").values_list("count", flat=True)) == 30


def test_no_number_of_wrong_entries_ends_a_long_code():
    with time_machine.travel(NOON, tick=False):
        attack(elsewhere())
        Browser().ask()
        code = code_sent()
        for n in range(30):
            Browser(f"192.0.2.{n}").client.post("/login/", {"contact": VICTIM, "device": "mine"})
        stranger = Browser("192.0.2.99")
        stranger.ask()
        for _ in range(20):
            assert stranger.type("000000000000").status_code == 422
        victim = Browser()
        victim.ask()
        assert victim.type(code).status_code == 302 or victim.type(code_sent()).status_code == 302


def test_a_device_that_came_in_before_is_counted_apart(founder):
    known = Browser("203.0.113.50")
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        known.ask(founder.email)
        assert known.password(PASSWORD).status_code == 302
        cookie = known.client.cookies[settings.KNOWN_COOKIE_NAME]
        assert cookie["httponly"] and founder.email not in cookie.value
        known.client.post("/logout/")
    with time_machine.travel(NOON, tick=False):
        for stranger in [Browser("203.0.113.50"), *elsewhere()[:4]]:
            stranger.ask(founder.email)
            for _ in range(11):
                last = stranger.password("non").status_code
        assert last == 429
        known.ask(founder.email)
        assert known.password(PASSWORD).status_code == 302


def test_a_shared_device_is_not_known_afterwards(founder):
    shared = Browser()
    with time_machine.travel(NOON, tick=False):
        shared.ask(founder.email, device="shared")
        shared.password(PASSWORD)
    assert settings.KNOWN_COOKIE_NAME not in shared.client.cookies


def test_a_forged_cookie_knows_nobody(rf):
    request = rf.get("/")
    for value in ("", "x", "WyJhIl0:1abcde:forged"):
        request.COOKIES[settings.KNOWN_COOKIE_NAME] = value
        assert sources.of(request).accounts == frozenset()


def test_after_too_many_passwords_a_code_opens(founder):
    with time_machine.travel(NOON, tick=False):
        browser = Browser()
        browser.ask(founder.email)
        statuses = [browser.password("non").status_code for _ in range(11)]
        assert statuses == [422] * 10 + [429]
        page = browser.password(PASSWORD)
        assert page.status_code == 429 and "/login/code/resend/" in page.content.decode()
        assert browser.type(code_sent(founder.email)).status_code == 302


def test_codes_sprayed_over_many_accounts_from_one_address_stop(monkeypatch):
    here, everywhere = throttling.SPRAYED
    monkeypatch.setattr(throttling, "SPRAYED", (throttling.Rate(here.scope, 6, here.window), everywhere))
    with time_machine.travel(NOON, tick=False):
        statuses = []
        for n in range(10):
            sprayer = Browser("203.0.113.1")
            sprayer.ask(f"p{n}@example.com")
            statuses.append(sprayer.type("000000").status_code)
        assert statuses == [422] * 6 + [429] * 4
        # Whoever shares the address receives a code that opens; elsewhere nothing has changed.
        neighbour, other = Browser("203.0.113.1"), Browser("203.0.113.2")
        neighbour.ask("neighbour@example.com")
        other.ask("other@example.com")
        assert [len(code_sent(f"{who}@example.com")) for who in ("neighbour", "other")] == [12, 6]
        assert neighbour.type(code_sent("neighbour@example.com")).status_code == 302


def test_codes_sprayed_from_everywhere_stop_too(monkeypatch):
    here, everywhere = throttling.SPRAYED
    monkeypatch.setattr(
        throttling, "SPRAYED", (here, throttling.Rate(everywhere.scope, 6, everywhere.window))
    )
    with time_machine.travel(NOON, tick=False):
        for n in range(7):
            sprayer = Browser(f"203.0.113.{n}")
            sprayer.ask(f"p{n}@example.com")
            status = sprayer.type("000000").status_code
        assert status == 429
        Browser().ask()
        assert len(code_sent()) == 12


def test_the_right_code_ends_every_other_one():
    with time_machine.travel(NOON, tick=False):
        first, second = Browser(), Browser("203.0.113.2")
        first.ask()
        earlier = code_sent()
        second.ask()
        assert second.type(code_sent()).status_code == 302
        assert first.type(earlier).status_code == 422
    assert not SignInCode.objects.filter(used_at=None).exists()


def test_a_door_without_long_codes_would_lock_the_victim_out(monkeypatch):
    """A seeded removal: the tests above can fail."""

    def refuse(_account, *, at):
        raise throttling.TooManyAttempts(at, at)

    monkeypatch.setattr(throttling, "slow_down", refuse)
    monkeypatch.setattr(throttling, "is_attacked", lambda *_given, **_at: False)
    with time_machine.travel(NOON, tick=False):
        attack(elsewhere())
        victim = Browser()
        victim.ask()
        assert victim.type(code_sent()).status_code == 429
