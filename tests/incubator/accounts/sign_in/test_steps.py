from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from incubator.accounts.models import SignInCode
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.people.models import Contact, User
from tests.conftest import PASSWORD
from tests.incubator.accounts.conftest import Door, code_sent, proved

pytestmark = pytest.mark.django_db
WRONG = "Ce code ne correspond pas, ou ne sert plus. Vérifiez-le, ou demandez-en un autre."


def errors(response, form: str = "code_form") -> dict[str, list[str]]:
    return {name: list(lines) for name, lines in response.context[form].errors.items()}


def test_code_of_an_unknown_address_makes_the_account(door):
    asked = door.ask("Afi@Example.com")
    entered = door.type(code_sent())

    person = User.objects.get()
    contact = Contact.objects.get()
    assert (asked.status_code, asked.url) == (302, "/login/code/")
    assert (entered.status_code, entered.url) == (302, "/portal/")
    assert (person.email, person.state, person.language) == ("afi@example.com", "active", "fr")
    assert (contact.value, contact.is_sign_in, contact.person) == ("afi@example.com", True, person)
    assert door.client.session["_auth_user_id"] == str(person.pk)


def test_known_and_unknown_contacts_get_the_same_answer(founder):
    bodies = []
    for contact in (founder.email, "nobody1@example.test"):
        door = Door()
        first = door.ask(contact)
        page = door.client.get("/login/code/")
        wrong = door.type("000000")
        refused = door.password("pas le bon mot de passe")
        csrf = str(page.context["csrf_token"])
        texts = [
            answer.content.decode()
            .replace(str(answer.context["csrf_token"]), csrf)
            .replace(contact, "CONTACT")
            for answer in (page, wrong, refused)
        ]
        statuses = [answer.status_code for answer in (first, page, wrong, refused)]
        bodies.append((statuses, [text.replace(csrf, "TOKEN") for text in texts]))

    assert bodies[0] == bodies[1]
    assert bodies[0][0] == [302, 200, 422, 422]


def test_telephone_gets_a_code_by_sms(door):
    door.ask("90 00 00 07")
    door.type(code_sent())

    assert User.objects.get().phone == "+22890000007"


def test_telephone_without_sms_is_told_to_use_an_address(door, settings):
    settings.SMS_PROVIDER = ""

    door.ask("90000007")
    page = door.client.get("/login/code/").content.decode()

    assert SignInCode.objects.count() == 0
    sentence = (
        "Aucun code ne peut être envoyé à un téléphone pour l’instant\u00a0: "
        "utilisez votre adresse électronique, ou votre mot de passe."
    )
    assert page.count(sentence) == 1


def test_code_opens_the_door_once(door):
    door.ask("afi@example.com")
    code = code_sent()
    door.type(code)
    other = Door()
    other.ask("afi@example.com")

    again = other.type(code)

    assert (again.status_code, errors(again)) == (422, {"code": [WRONG]})


def test_two_codes_are_alive_at_once(door):
    door.ask("afi@example.com")
    door.client.post("/login/code/resend/")
    assert code_sent(0) != code_sent(1) or SignInCode.objects.count() == 2

    assert door.type(code_sent(0)).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(19, 302), (20, 422)])
def test_code_lives_twenty_minutes(door, minutes, status):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        door.ask("afi@example.com")
        code = code_sent()
    with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
        assert door.type(code).status_code == status


def test_code_dies_after_five_wrong_entries(door):
    door.ask("afi@example.com")
    right = code_sent()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        door.type(wrong)

    answer = door.type(right)

    assert (answer.status_code, errors(answer)) == (422, {"code": [WRONG]})
    assert User.objects.count() == 0


def test_code_stands_in_no_readable_column_of_its_message(door):
    door.ask("afi@example.com")
    row = Message.objects.values().get(kind="accounts/sign_in_code")
    assert row["subject"] == "Votre code pour entrer"
    assert [name for name, value in row.items() if code_sent() in str(value)] == []


def test_code_is_stored_as_a_keyed_hash(door):
    door.ask("afi@example.com")

    row = SignInCode.objects.get()
    assert code_sent() not in row.code_hash
    assert len(row.code_hash) == 64


def test_code_page_survives_a_reload_and_a_visit_elsewhere(door):
    door.ask("afi@example.com")
    door.client.get("/login/code/")
    door.client.get("/api/v1/docs")

    page = door.client.get("/login/code/")

    assert page.status_code == 200
    assert page.context["asked"].value == "afi@example.com"


def test_password_opens_the_door(door, founder):
    door.ask(founder.email)

    assert door.password(PASSWORD).url == "/portal/"
    assert door.client.session["_auth_user_id"] == str(founder.pk)


def test_wrong_password_says_so(door, founder):
    door.ask(founder.email)

    answer = door.password("autre chose")

    assert answer.status_code == 422
    assert errors(answer, "password_form") == {
        "password": ["Ce mot de passe ne correspond pas à ce contact."]
    }
    assert "_auth_user_id" not in door.client.session


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "",
            "Écrivez une adresse électronique comme afi@example.com, ou un numéro de téléphone à huit chiffres.",
        ),
        (
            "afi@",
            "Écrivez une adresse électronique comme afi@example.com, ou un numéro de téléphone à huit chiffres.",
        ),
        (
            "123",
            "Ce numéro de téléphone semble incomplet. Écrivez huit chiffres, ou + et l’indicatif du pays.",
        ),
    ],
)
def test_contact_that_is_none_is_said(door, typed, sentence):
    answer = door.ask(typed)

    assert (answer.status_code, errors(answer, "form")) == (422, {"contact": [sentence]})


def test_device_must_be_said(door):
    answer = door.client.post("/login/", {"contact": "afi@example.com"})

    assert errors(answer, "form") == {"device": ["Dites si cet appareil est à vous ou partagé."]}


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/account/devices/", "/account/devices/"),
        ("https://evil.example/", "/portal/"),
        ("//evil.example/", "/portal/"),
        ("/\\evil.example/", "/portal/"),
        ("javascript:alert(1)", "/portal/"),
        ("/cms/", "/portal/"),
    ],
)
def test_next_is_kept_only_within_the_site(door, target, reached):
    door.ask("afi@example.com", next=target)

    assert door.type(code_sent()).url == reached


@pytest.mark.parametrize(
    "address", ["/cms/login/", "/cms/password_reset/", "/cms/password_reset/confirm/x/y/"]
)
def test_cms_has_no_door_of_its_own(client, address):
    assert client.get(address, {"next": "/cms/"}).url == "/login/?next=%2Fcms%2F"


@pytest.mark.parametrize(
    ("address", "target"),
    [("/cms/account/", "/account/"), ("/cms/users/", "/desk/people/"), ("/cms/groups/3/", "/desk/people/")],
)
def test_cms_account_and_people_are_ours(client_for, admin, address, target):
    assert client_for(admin).get(address).url == target


def test_english_visitor_is_met_in_english(client):
    answer = client.get("/portal/applications/", headers={"Referer": "http://testserver/en/"})
    assert answer.status_code in (302, 404)

    page = client.get("/login/", {"lang": "en"})

    assert page.content.decode().count("<h1>Sign in</h1>") == 1
    assert client.get("/login/").content.decode().count("<h1>Sign in</h1>") == 1


def test_language_follows_the_person(client_for, founder):
    browser = client_for(founder)

    browser.post("/account/language/", {"language": "en", "next": "/account/"})

    founder.refresh_from_db()
    assert founder.language == "en"
    assert browser.get("/account/").content.decode().count("My account</title>") == 0
    assert "<h1>My account </h1>" in browser.get("/account/").content.decode()


def test_every_page_of_the_account_answers(client_for, founder):
    browser = proved(client_for(founder), founder)
    names = [
        "account",
        "space",
        "add_contact",
        "prove",
        "password",
        "devices",
        "tokens",
        "second_factor",
        "logout",
    ]

    assert [browser.get(reverse(f"accounts:{name}")).status_code for name in names] == [200] * len(names)


def test_login_page_of_a_signed_in_person_leads_to_their_space(client_for, officer):
    assert client_for(officer).get("/login/", {"next": "/cms/"}).url == "/desk/"


def test_anonymous_client_cannot_open_the_account():
    assert Client().get("/account/").url == "/login/?next=%2Faccount%2F"
