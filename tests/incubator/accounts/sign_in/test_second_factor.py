from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as live_settings

from incubator.accounts.adapters import seed_context
from incubator.accounts.sign_in import second_factor
from incubator.core import clock, encryption, sealing
from incubator.people.models import User
from incubator.workflow.models import Event
from tests.conftest import PASSWORD
from tests.incubator.accounts.conftest import Door, code_sent, proved

pytestmark = pytest.mark.django_db
SAMPLE = ("/desk/people/", "/account/", "/account/tokens/", "/account/contacts/add/", "/cms/", "/cms/pages/")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp(moment: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(moment.timestamp()) // 30))


@pytest.fixture
def protected(officer) -> User:
    before = clock.now() - timedelta(hours=1)
    second_factor.turn_on(officer, SECRET, totp(before), at=before)
    return officer


@pytest.mark.parametrize("way", ["password", "code"])
def test_password_or_code_alone_opens_no_address(door, protected, way):
    door.ask(protected.email)
    answer = door.password(PASSWORD) if way == "password" else door.type(code_sent())

    assert answer.url == "/login/second-factor/"
    for address in SAMPLE:
        reached = door.client.get(address)
        assert (address, reached.status_code, reached.url.split("?")[0]) == (address, 302, "/login/")


def test_code_of_the_application_opens(door, protected):
    door.ask(protected.email, next="/account/")
    door.password(PASSWORD)

    answer = door.client.post("/login/second-factor/", {"code": totp(clock.now())})

    assert answer.url == "/account/"
    assert door.client.get("/account/").status_code == 200


def test_code_of_the_application_counts_once(door, protected):
    code = totp(clock.now())
    assert second_factor.verify(protected, code, at=clock.now()) is True

    door.ask(protected.email)
    door.password(PASSWORD)
    answer = door.client.post("/login/second-factor/", {"code": code})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors["code"]) == [
        "Ce code ne correspond pas, ou a déjà servi. Attendez le suivant."
    ]


def test_recovery_code_counts_once(door, protected):
    code = second_factor.recovery_codes(protected)[3]
    door.ask(protected.email)
    door.password(PASSWORD)

    first = door.client.post("/login/second-factor/", {"code": code})

    assert first.url == "/desk/"
    assert second_factor.verify(protected, code, at=clock.now()) is False
    assert len(second_factor.recovery_codes(protected)) == 9


def test_second_step_waits_ten_minutes_only(door, protected):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        door.ask(protected.email)
        door.password(PASSWORD)
    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        assert door.client.get("/login/second-factor/").url == "/login/"


def test_second_step_is_throttled(door, protected):
    door.ask(protected.email)
    door.password(PASSWORD)
    answers = [door.client.post("/login/second-factor/", {"code": "000000"}).status_code for _ in range(7)]

    assert answers == [422] * 6 + [429]


def test_set_up_shows_codes_once(client_for, founder):
    browser = proved(client_for(founder), founder)
    page = browser.get("/account/second-factor/")
    secret = page.context["secret"].replace(" ", "")
    assert browser.get("/account/second-factor/").context["secret"] == page.context["secret"]
    code = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))

    done = browser.post("/account/second-factor/", {"code": code})
    shown = browser.get("/account/second-factor/codes/")
    browser.post("/account/second-factor/codes/")

    assert done.url == "/account/second-factor/codes/"
    assert len(shown.context["codes"]) == 10
    assert browser.get("/account/second-factor/codes/").url == "/account/second-factor/"
    assert list(Event.objects.filter(verb__startswith="user.second").values_list("verb", flat=True)) == [
        "user.second_factor_on"
    ]


def test_wrong_first_code_stores_nothing(client_for, founder):
    answer = proved(client_for(founder), founder).post("/account/second-factor/", {"code": "1"})

    assert answer.status_code == 422
    assert Authenticator.objects.count() == 0


def test_seeds_are_sealed_for_their_person(protected, founder):
    rows = {row.type: row.data for row in Authenticator.objects.all()}

    assert SECRET not in str(rows)
    assert encryption.unseal(rows["totp"]["secret"], context=seed_context(protected)) == SECRET
    with pytest.raises(encryption.CannotOpen):
        encryption.unseal(rows["recovery_codes"]["seed"], context=seed_context(founder))


def test_key_rotation_covers_seeds(protected, settings):
    settings.FIELD_KEYS = {"new": b"n" * 32, **live_settings.FIELD_KEYS}

    changed = sealing.rotate_all(to_key="new")

    assert changed["mfa.authenticator.data"] == 2
    assert {
        encryption.key_of(row.data.get("secret") or row.data["seed"]) for row in Authenticator.objects.all()
    } == {"new"}
    assert second_factor.verify(protected, totp(clock.now()), at=clock.now()) is True


def test_required_role_opens_nothing_before_the_set_up(client_for, officer, founder, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = client_for(officer)

    for address in SAMPLE:
        assert (address, browser.get(address).url) == (address, "/account/second-factor/")
    assert browser.get("/account/second-factor/").url.startswith("/account/prove/")
    assert browser.get("/account/prove/").status_code == 200
    assert proved(browser, officer).get("/account/second-factor/").status_code == 200
    assert client_for(founder).get("/account/").status_code == 200


def test_required_role_after_the_set_up(protected, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    door = Door()
    door.ask(protected.email)
    door.password(PASSWORD)
    door.client.post("/login/second-factor/", {"code": totp(clock.now())})

    assert door.client.get("/account/").status_code == 200


def test_roles_ask_for_a_fresh_factor(client_for, admin):
    before = clock.now() - timedelta(hours=1)
    second_factor.turn_on(admin, SECRET, totp(before), at=before)
    browser = client_for(admin)

    asked = browser.get("/desk/people/invite/")
    confirmed = browser.post(asked.url, {"code": totp(clock.now()), "next": "/desk/people/invite/"})

    assert asked.url == "/account/confirm/?next=%2Fdesk%2Fpeople%2Finvite%2F"
    assert confirmed.url == "/desk/people/invite/"
    assert browser.get("/desk/people/invite/").status_code == 200


def test_turning_off_removes_everything(protected, at):
    second_factor.turn_off(protected, by=protected, at=at)

    assert Authenticator.objects.count() == 0
    assert second_factor.verify(protected, totp(at), at=at) is False
