import pytest
from django.http import HttpResponse

from incubator.accounts import access
from incubator.people.states import Role
from incubator.workflow import doors
from tests.incubator.accounts.conftest import code_sent, proved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "codes"),
    [
        ((), ["applicant"]),
        ((Role.MENTOR,), ["mentor", "applicant"]),
        ((Role.JUROR, Role.MENTOR), ["juror", "mentor", "applicant"]),
        ((Role.AGENT,), ["agent"]),
        ((Role.OFFICER, Role.JUROR), ["officer", "juror"]),
        ((Role.ADMIN, Role.DIRECTOR, Role.EDITOR), ["director", "admin", "editor"]),
        ((Role.DONOR,), ["donor"]),
    ],
)
def test_spaces_come_from_roles(person, at, roles, codes):
    assert [space.code for space in access.spaces(person("someone", *roles), at)] == codes


def test_space_is_changed_and_kept(client_for, person):
    browser = client_for(person("someone", Role.MENTOR, Role.JUROR))

    first = browser.get("/account/space/")
    changed = browser.post("/account/space/", {"space": "mentor"})

    assert first.context["here"].code == "juror"
    assert changed.url == "/portal/"
    page = browser.get("/account/")
    assert (page.wsgi_request.space, page.wsgi_request.spaces) == ("mentor", ["juror", "mentor", "applicant"])
    assert "Vous êtes ici comme mentor" in page.content.decode()


def test_space_of_others_is_not_taken(client_for, founder):
    browser = client_for(founder)

    assert browser.post("/account/space/", {"space": "finance"}).url == "/account/space/"
    assert browser.get("/account/").wsgi_request.space == "applicant"


def test_desk_required_hides_the_page(client_for, officer, founder, rf, at):
    view = doors.desk_required(Role.OFFICER)(lambda request: HttpResponse("ok"))
    for user, expected in ((officer, 200), (founder, 404)):
        request = rf.get("/")
        request.user, request.received_at = user, at
        try:
            status = view(request).status_code
        except Exception as error:
            status = {"Http404": 404}[type(error).__name__]
        assert status == expected


def test_contact_is_added_by_its_code(client_for, founder):
    browser = proved(client_for(founder), founder)
    browser.post("/account/contacts/add/", {"contact": "second@example.com"})

    browser.post("/account/contacts/code/", {"code": code_sent()})

    assert list(founder.contacts.order_by("pk").values_list("value", flat=True)) == [
        "founder@example.test",
        "second@example.com",
    ]


def test_contact_of_another_is_refused_after_its_code(client_for, founder, founder2):
    browser = proved(client_for(founder), founder)
    browser.post("/account/contacts/add/", {"contact": founder2.email})

    answer = browser.post("/account/contacts/code/", {"code": code_sent()})

    assert answer.status_code == 409
    assert founder.contacts.count() == 1


def test_only_way_in_is_not_removed(client_for, founder):
    proved(client_for(founder), founder).post("/account/contacts/remove/", {"contact": founder.email})

    assert founder.contacts.count() == 1


def test_contact_of_another_is_not_removed(client_for, founder, founder2):
    answer = proved(client_for(founder), founder).post(
        "/account/contacts/remove/", {"contact": founder2.email}
    )

    assert (answer.status_code, founder2.contacts.count()) == (404, 1)
