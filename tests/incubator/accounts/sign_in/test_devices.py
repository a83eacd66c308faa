"""Devices: own and shared, the end of a session, leaving from elsewhere."""

from datetime import timedelta

import pytest
import time_machine

from incubator.accounts.models import Device
from incubator.core import clock
from tests.conftest import PASSWORD
from tests.incubator.accounts.conftest import Door, code_sent

pytestmark = pytest.mark.django_db


def test_session_key_changes_at_the_door(door):
    door.ask("afi@example.com")
    before = door.client.session.session_key

    door.type(code_sent())

    assert door.client.session.session_key != before
    assert "sign_in" not in door.client.session


def test_shared_device_forgets_at_close_and_is_erased(door):
    door.ask("afi@example.com", device="shared")
    entered = door.type(code_sent())
    assert entered.cookies["session"]["max-age"] == ""

    left = door.client.post("/logout/")
    page = door.client.get(left.url)

    assert (left.status_code, left.url) == (302, "/logout/erased/")
    assert left["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert page["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert page.content.decode().count("<h1>Déconnecté, appareil effacé</h1>") == 1
    assert Device.objects.get().ended_at is not None


def test_own_device_stays_thirty_days(door):
    door.ask("afi@example.com")
    entered = door.type(code_sent())

    left = door.client.post("/logout/")

    assert entered.cookies["session"]["max-age"] == 30 * 24 * 3600
    assert (left.url, left.has_header("Clear-Site-Data")) == ("/", False)


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_shared_device_ends_after_half_an_hour(door, minutes, status):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        door.ask("afi@example.com", device="shared")
        door.type(code_sent())
    with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
        answer = door.client.get("/account/")

    assert answer.status_code == status
    if status == 302:
        assert answer.url == "/login/?next=%2Faccount%2F&ended=1"
        page = door.client.get(answer.url).content.decode()
        assert page.count("Votre session a pris fin.") == 1
        assert page.count("Ce qui était enregistré est conservé.") == 1


def test_activity_keeps_a_shared_device_open(door):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        door.ask("afi@example.com", device="shared")
        door.type(code_sent())
    for minutes in (20, 40, 60):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert door.client.get("/account/").status_code == 200


def test_post_after_the_end_of_a_session_returns_to_the_page(client):
    answer = client.post("/account/space/", headers={"Referer": "http://testserver/account/?a=1"})

    assert answer.url == "/login/?next=%2Faccount%2F%3Fa%3D1"


def test_background_request_after_the_end_is_told_without_leaving_the_page(client):
    answer = client.post("/account/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.json()["detail"] == "Votre session a pris fin. Connectez-vous pour continuer."


def test_password_change_signs_the_other_devices_out(client_for, founder):
    here, elsewhere = Door(), Door()
    for door in (here, elsewhere):
        door.ask(founder.email)
        door.password(PASSWORD)

    answer = here.client.post("/account/password/", {"current": PASSWORD, "password": "sept chevaux bleus"})

    assert answer.url == "/account/"
    assert here.client.get("/account/").status_code == 200
    assert elsewhere.client.get("/account/").status_code == 302


def test_device_is_ended_from_elsewhere(founder):
    here, elsewhere = Door(), Door()
    for door in (here, elsewhere):
        door.ask(founder.email)
        door.password(PASSWORD)

    here.client.post("/account/devices/end/", {"device": elsewhere.client.session["device"]})

    assert elsewhere.client.get("/account/").status_code == 302
    assert here.client.get("/account/devices/").context["devices"].count() == 1
