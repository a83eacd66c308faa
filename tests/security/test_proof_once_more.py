"""What cannot be undone wants a proof of its own: counted, of one purpose, put aside nowhere."""

import inspect
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django import forms
from django.conf import settings as conf
from django.test import Client
from django.urls import get_resolver

from incubator.accounts import forms as door_forms
from incubator.accounts import session_recovery
from incubator.accounts.models import ApiToken, Throttle
from incubator.accounts.sign_in import codes
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import PersonState
from incubator.portal import forms as portal_forms
from tests.conftest import PASSWORD

ERASE = "/account/data/erase/"
NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
SECRETS = {"one-time-code", "current-password", "new-password"}


def last_letter() -> Message:
    return Message.objects.filter(kind="accounts/sign_in_code").latest("pk")


def code_sent() -> str:
    return re.search(r"\b\d{6}\b", last_letter().secret).group()


def is_erased(person: User) -> bool:
    return User.objects.get(pk=person.pk).state == PersonState.ANONYMISED


@pytest.fixture
def by_password(centre, at, settings) -> User:
    """Somebody whom no code reaches."""
    settings.SMS_PROVIDER = ""
    person = User.objects.create_user(phone="+22890112233", password=PASSWORD, full_name="Ama")
    person.contacts.create(kind="phone", value=person.phone, is_sign_in=True, verified_at=at)
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (ERASE, {"proof": "non", "sure": "on"}),
        ("/account/password/", {"current": "non", "password": "sept chevaux bleus"}),
    ],
)
def test_a_password_is_tried_so_often_and_no_more(address, typed, by_password, client_for):
    with time_machine.travel(NOON, tick=False):
        browser = client_for(by_password)
        answers = [browser.post(address, typed).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]
        right = {name: PASSWORD if value == "non" else value for name, value in typed.items()}
        assert browser.post(address, right).status_code == 429

    assert not is_erased(by_password)


@pytest.mark.django_db
def test_a_code_asked_for_at_the_door_erases_nothing(outsider, client_for, client):
    browser = client_for(outsider)
    client.post("/login/", {"contact": outsider.email, "device": "mine"})

    assert browser.post(ERASE, {"proof": code_sent(), "sure": "on"}).status_code == 422
    assert not is_erased(outsider)
    assert client.post("/login/code/", {"code": code_sent()}).status_code == 302


@pytest.mark.django_db
def test_the_code_of_an_erasure_opens_no_door(outsider, client_for, client):
    client_for(outsider).post(ERASE, {"send": "1"})
    digits = code_sent()
    client.post("/login/", {"contact": outsider.email, "device": "mine"})

    assert client.post("/login/code/", {"code": digits}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Votre code pour effacer vos données"), ("en", "Your code to erase your data")],
)
def test_the_letter_says_what_its_code_is_for(language, words, outsider, client_for):
    User.objects.filter(pk=outsider.pk).update(language=language)
    client_for(outsider).post(ERASE, {"send": "1"})

    assert last_letter().subject == words
    assert last_letter().secret.startswith(words)


@pytest.mark.django_db
def test_a_long_code_is_typed_as_its_letter_shows_it(outsider, client_for, monkeypatch):
    monkeypatch.setattr(codes, "_digits", lambda *given: "123456789012")
    browser = client_for(outsider)
    browser.post(ERASE, {"send": "1"})
    assert "1234 5678 9012" in last_letter().secret

    assert browser.post(ERASE, {"proof": "1234 5678 9012", "sure": "on"}).status_code == 302
    assert is_erased(outsider)


@pytest.mark.django_db
def test_a_password_typed_when_the_session_had_ended_is_not_put_aside(by_password):
    browser = Client()
    typed = {"proof": PASSWORD, "sure": "on", session_recovery.PERSON: by_password.public_id}

    assert browser.post(ERASE, typed).status_code == 302
    assert session_recovery.KEY not in browser.session


def has_secret(form: type[forms.Form]) -> bool:
    return any(field.widget.attrs.get("autocomplete") in SECRETS for field in form.base_fields.values())


def test_no_address_puts_a_password_or_a_code_aside():
    names = {
        name
        for module in (door_forms, portal_forms)
        for name, form in vars(module).items()
        if inspect.isclass(form) and issubclass(form, forms.Form) and has_secret(form)
    }
    assert {"CodeForm", "PasswordForm", "NewPasswordForm", "SecondFactorForm", "ErasureForm"} <= names
    reads = re.compile(rf"\b({'|'.join(names)})\(")
    resolver = get_resolver()
    found = {
        f"{space}:{pattern.name}"
        for space, (_prefix, inner) in resolver.namespace_dict.items()
        for pattern in inner.url_patterns
        if getattr(pattern, "callback", None)
        and inspect.isfunction(view := inspect.unwrap(pattern.callback))
        and reads.search(inspect.getsource(view))
    }

    assert len(found) > 5
    assert found - set(session_recovery.EXCEPTIONS) == set()


@pytest.mark.django_db
def test_who_comes_in_takes_off_what_was_counted_alone(outsider):
    def asked() -> int:
        return sum(Throttle.objects.filter(scope="asked_from").values_list("count", flat=True))

    with time_machine.travel(NOON, tick=False):
        for number in range(4):
            Client().post("/login/", {"contact": f"p{number}@example.test", "device": "mine"})
        first = Client()
        first.post("/login/", {"contact": outsider.email, "device": "mine"})
        first.post("/login/code/", {"password": PASSWORD})
        assert asked() == 4
        browser = Client()
        browser.cookies[conf.KNOWN_COOKIE_NAME] = first.cookies[conf.KNOWN_COOKIE_NAME].value
        browser.post("/login/", {"contact": outsider.email, "device": "mine"})
        del browser.cookies[conf.KNOWN_COOKIE_NAME]
        assert browser.post("/login/code/", {"password": PASSWORD}).status_code == 302

        assert asked() == 4


OPENING = ("/account/contacts/add/", "/account/contacts/code/", "/account/second-factor/")


@pytest.fixture
def thief(outsider, client_for) -> Client:
    """A session of somebody, in other hands, later than the quarter of an hour after they came in."""
    return client_for(outsider)


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPENING)
def test_a_session_alone_changes_nothing_that_opens_the_account(address, outsider, thief):
    outsider.set_unusable_password()
    outsider.save(update_fields=["password"])
    thief.force_login(outsider, backend="incubator.accounts.backends.OneDoor")

    for answer in (thief.get(address), thief.post(address, {"contact": "voleur@example.test"})):
        assert answer.url.startswith("/account/prove/?next=")
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_first_password_wants_a_proof_and_a_change_the_present_one(outsider, client_for):
    assert client_for(outsider).get("/account/password/").status_code == 200
    outsider.set_unusable_password()
    outsider.save(update_fields=["password"])
    browser = client_for(outsider)

    assert browser.get("/account/password/").url.startswith("/account/prove/")
    assert browser.post("/account/password/", {"password": "sept chevaux bleus"}).url.startswith(
        "/account/prove/"
    )
    outsider.refresh_from_db()
    assert not outsider.has_usable_password()


@pytest.mark.django_db
def test_a_thief_neither_adds_nor_removes_a_contact_and_erases_nothing(outsider, thief):
    outsider.contacts.create(
        kind="email",
        value="autre@example.test",
        is_sign_in=True,
        verified_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    thief.post("/account/contacts/add/", {"contact": "voleur@example.test"})
    thief.post("/account/contacts/remove/", {"contact": outsider.email})
    thief.post("/account/prove/", {"send": "1", "next": "/account/"})
    thief.post(ERASE, {"send": "1"})

    assert outsider.contacts.filter(value="voleur@example.test").count() == 0
    assert outsider.contacts.filter(value=outsider.email).count() == 1
    assert set(Message.objects.values_list("address", flat=True)) <= {"autre@example.test", outsider.email}
    assert not is_erased(outsider)


@pytest.mark.django_db
def test_a_thief_makes_no_token_and_what_was_typed_comes_back_to_who_proves_it(outsider, thief):
    typed = {"name": "Tableur", "scopes": ["read"], "days": "30", "typed-by": outsider.public_id}
    assert thief.get("/account/tokens/").status_code == 200
    way = thief.post("/account/tokens/", typed).url
    assert way.startswith("/account/prove/?next=")
    assert not ApiToken.objects.exists()

    target = parse_qs(urlsplit(way).query)["next"][0]
    thief.post(way, {"send": "1", "next": target})
    back = thief.post("/account/prove/", {"proof": code_sent(), "next": target}).url
    assert 'value="Tableur"' in thief.get(back, follow=True).content.decode()
    assert thief.post("/account/tokens/", typed).url == "/account/tokens/#new"


@pytest.mark.django_db
def test_who_proves_it_comes_back_and_adds_a_contact_and_all_held_before_are_told(outsider, thief):
    way = thief.get("/account/contacts/add/").url
    assert thief.post(way, {"send": "1", "next": "/account/contacts/add/"}).url == way
    assert last_letter().subject == "Votre code pour changer ce qui ouvre votre compte"
    wrong = thief.post("/account/prove/", {"proof": "000000", "next": "/account/contacts/add/"})
    assert (wrong.status_code, thief.get("/account/contacts/add/").url) == (422, way)
    right = thief.post("/account/prove/", {"proof": code_sent(), "next": "/account/contacts/add/"})
    assert right.url == "/account/contacts/add/"

    thief.post("/account/contacts/add/", {"contact": "nouveau@example.test"})
    assert last_letter().subject == "Votre code pour ajouter ce contact"
    thief.post("/account/contacts/code/", {"code": code_sent()})
    thief.post("/account/contacts/remove/", {"contact": "nouveau@example.test"})

    told = Message.objects.filter(kind="accounts/contact_changed").order_by("pk")
    assert list(told.values_list("address", flat=True)) == [
        outsider.email,
        *sorted([outsider.email, "nouveau@example.test"], key=lambda one: one != outsider.email),
    ]


@pytest.mark.django_db
def test_a_proof_is_of_one_person_and_over_after_a_quarter_of_an_hour(outsider, founder, client_for):
    address = "/account/contacts/add/"
    with time_machine.travel(NOON, tick=False) as clock:
        browser = Client()
        browser.post("/login/", {"contact": outsider.email, "device": "mine"})
        browser.post("/login/code/", {"code": code_sent()})
        assert browser.get(address).status_code == 200
        other = client_for(founder)
        session = other.session
        session["proved_once_more"] = browser.session["proved_once_more"]
        session.save()
        assert other.get(address).status_code == 302
        clock.shift(16 * 60)
        assert browser.get(address).status_code == 302


@pytest.mark.django_db
def test_a_password_at_the_door_is_no_proof_where_a_code_reaches(outsider):
    browser = Client()
    browser.post("/login/", {"contact": outsider.email, "device": "mine"})
    assert browser.post("/login/code/", {"password": PASSWORD}).status_code == 302

    assert browser.get("/account/contacts/add/").url.startswith("/account/prove/")


@pytest.mark.django_db
def test_whom_no_code_reaches_proves_it_by_the_password(by_password, client_for):
    browser = client_for(by_password)
    typed = {"proof": "non", "next": "/account/contacts/add/"}
    with time_machine.travel(NOON, tick=False):
        browser = client_for(by_password)
        answers = [browser.post("/account/prove/", typed).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]
    browser = client_for(by_password)
    assert browser.post("/account/prove/", typed | {"proof": PASSWORD}).url == "/account/contacts/add/"
