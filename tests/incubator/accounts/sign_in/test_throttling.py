from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from incubator.accounts.models import SignInCode, Throttle
from incubator.accounts.sign_in import throttling
from incubator.accounts.sign_in.throttling import TooManyAttempts
from tests.conftest import PASSWORD
from tests.incubator.accounts.conftest import Door

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)


def test_after_five_codes_in_a_quarter_of_an_hour_they_leave_at_a_slower_pace(door):
    with time_machine.travel(NOON, tick=False):
        for _ in range(6):
            assert door.ask("afi@example.com").status_code == 302

        answer = door.ask("afi@example.com")

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert str(answer.context["refusal"].sentence) == (
        "Trop d’essais pour ce compte. Réessayez à partir de 12\u00a0h\u00a010."
    )
    assert SignInCode.objects.count() == 6


def test_fifty_people_of_one_address_come_in():
    with time_machine.travel(NOON, tick=False):
        statuses = {Door().ask(f"p{n}@example.com").status_code for n in range(50)}

    assert statuses == {302}


def test_stranger_elsewhere_does_not_close_the_door_at_once():
    for _ in range(10):
        throttling.consume(throttling.TRY, "email:afi@example.com", "192.0.2.1", at=NOON)
    with pytest.raises(TooManyAttempts):
        throttling.consume(throttling.TRY, "email:afi@example.com", "192.0.2.1", at=NOON)

    throttling.consume(throttling.TRY, "email:afi@example.com", "192.0.2.2", at=NOON)


def test_account_alone_is_counted_over_all_addresses():
    for n in range(30):
        throttling.consume(throttling.TRY, "email:afi@example.com", f"192.0.2.{n}", at=NOON)

    with pytest.raises(TooManyAttempts) as refusal:
        throttling.consume(throttling.TRY, "email:afi@example.com", "192.0.2.200", at=NOON)

    assert refusal.value.until == NOON + timedelta(hours=1)


def test_next_window_opens_again():
    for _ in range(10):
        throttling.consume(throttling.TRY, "a", "b", at=NOON)

    throttling.consume(throttling.TRY, "a", "b", at=NOON + timedelta(minutes=15))


def test_counts_hold_no_personal_value(door):
    door.ask("afi@example.com")

    assert {(row.scope, "afi" in row.subject, len(row.subject)) for row in Throttle.objects.all()} == {
        ("send_here", False, 64),
        ("send", False, 64),
        ("asked_from", False, 64),
    }


def test_password_still_opens_when_no_more_code_is_sent(door, founder):
    with time_machine.travel(NOON, tick=False):
        for _ in range(6):
            door.ask(founder.email)

        assert door.password(PASSWORD).url == "/portal/"


def test_coming_in_often_is_no_attack(founder):
    with time_machine.travel(NOON, tick=False):
        for _ in range(40):
            door = Door()
            door.ask(founder.email)
            assert door.password(PASSWORD).url == "/portal/"


def test_wrong_passwords_close_the_door(door, founder):
    with time_machine.travel(NOON, tick=False):
        door.ask(founder.email)
        statuses = [door.password("non").status_code for _ in range(11)]

        assert statuses == [422] * 10 + [429]
        assert door.password(PASSWORD).status_code == 429
