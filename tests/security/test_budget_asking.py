"""Codes asked for many contacts from one address leave at a pace; nobody behind that address is kept out."""

from datetime import timedelta

import pytest
import time_machine

from incubator.accounts.contacts import Door
from incubator.accounts.models import SignInCode, Throttle
from incubator.accounts.sign_in import codes, throttling
from incubator.accounts.sign_in.sources import Source
from incubator.notifications.models import Message
from tests.conftest import PASSWORD
from tests.security.test_budget_door import NOON, Browser, code_sent

pytestmark = pytest.mark.django_db
HALL = "203.0.113.1"
FOUNDERS, ASKS = 60, 3


@pytest.fixture
def few(monkeypatch):
    """Six codes instead of two hundred, so that the tests are short."""
    monkeypatch.setattr(throttling, "ASKED", throttling.Rate("asked_from", 6, throttling.ASKED.window))


def spray(count: int, address: str = HALL) -> list[int]:
    return [Browser(address).ask(f"p{n}@example.com").status_code for n in range(count)]


def test_codes_for_many_contacts_from_one_address_leave_at_a_pace(few):
    with time_machine.travel(NOON, tick=False):
        assert spray(20) == [302] * 6 + [302] + [429] * 13
        assert SignInCode.objects.count() == Message.objects.count() == 7
        page = Browser(HALL).ask("late@example.com")
        assert page.headers["Retry-After"] == "5" and "depuis l’endroit où vous êtes" in page.content.decode()
        assert Browser("203.0.113.2").ask("late@example.com").status_code == 302
    with time_machine.travel(NOON + timedelta(seconds=5), tick=False):
        neighbour = Browser(HALL)
        assert neighbour.ask("neighbour@example.com").status_code == 302
        assert neighbour.type(code_sent("neighbour@example.com")).status_code == 302


def test_what_one_address_may_ask_for_in_ten_minutes_has_an_end():
    """The number that the docstring of `throttling` says; the window and those beside it begin at NOON."""
    sent = 0
    for n in range(250 + 600):
        at = NOON + timedelta(seconds=max(0, n - 250))
        try:
            throttling.keep_pace(f"email:p{n}@example.com", Source(HALL), at=at)
        except throttling.ManyFromHere:
            continue
        sent += 1
    assert sent == 320 and "320 at the most" in " ".join(throttling.__doc__.split())


def test_sixty_founders_of_one_town_hall_come_in_within_ten_minutes():
    """With the numbers of the product: each asks three times before the first message arrives."""
    doors = [Door("email", f"p{n}@example.com") for n in range(FOUNDERS)]
    for n in range(FOUNDERS * (ASKS - 1)):
        at = NOON + timedelta(seconds=n * 2)
        codes.send(doors[n % FOUNDERS], language="fr", source=Source(HALL), at=at)
    browsers = [Browser(HALL) for _ in doors]
    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        asked = [browser.ask(door.value) for browser, door in zip(browsers, doors, strict=True)]
        entered = [browser.type(code_sent(door.value)) for browser, door in zip(browsers, doors, strict=True)]
        assert {answer.status_code for answer in asked + entered} == {302}
    assert Throttle.objects.get(scope="asked_from").count == FOUNDERS * (ASKS - 1)


def test_who_came_in_counts_no_more(few):
    with time_machine.travel(NOON, tick=False):
        for n in range(20):
            visitor = Browser(HALL)
            assert visitor.ask(f"p{n}@example.com").status_code == 302
            assert visitor.type(code_sent(f"p{n}@example.com")).status_code == 302


def test_a_known_device_a_password_and_an_earlier_code_open_while_somebody_sprays(few, founder):
    known, waiting = Browser(HALL), Browser(HALL)
    with time_machine.travel(NOON, tick=False):
        known.ask(founder.email)
        assert known.password(PASSWORD).status_code == 302
        known.client.post("/logout/")
        waiting.ask("early@example.com")
        spray(20)
        assert known.ask(founder.email).status_code == 302
        assert known.type(code_sent(founder.email)).status_code == 302
        assert waiting.type(code_sent("early@example.com")).status_code == 302
        spray(3)  # the places of those who came in are taken at once
        unknown = Browser(HALL)
        assert unknown.ask(founder.email).status_code == 429
        assert unknown.password(PASSWORD).status_code == 302


def test_what_is_refused_for_the_address_counts_against_no_account(few):
    with time_machine.travel(NOON, tick=False):
        spray(8)
        for _ in range(30):
            assert Browser(HALL).ask("victim@example.com").status_code == 429
        victim = Browser("198.51.100.7")
        victim.ask("victim@example.com")
        assert len(code_sent("victim@example.com")) == 6, "no slow pace, no long code: nobody tried anything"


def test_one_contact_pressed_without_end_eats_nobody_elses_codes(few):
    with time_machine.travel(NOON, tick=False):
        pressing = Browser(HALL)
        assert {pressing.ask("p@example.com").status_code for _ in range(30)} == {302, 429}
        counted = Throttle.objects.get(scope="asked_from").count
        assert counted == 6, "five codes, and one at the slow pace"


def test_without_the_pace_an_address_writes_to_whomever_it_likes(few, monkeypatch):
    """A seeded removal: the tests above can fail."""
    monkeypatch.setattr(throttling, "keep_pace", lambda *_given, **_at: None)
    with time_machine.travel(NOON, tick=False):
        assert set(spray(20)) == {302}
