import pytest
from django.core.management import call_command

from incubator.accounts.roles import granting, inviting
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM, Contact, Grant, User
from incubator.people.states import Role
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.incubator.accounts.conftest import Door, code_sent

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_administrator_gives_a_role(admin, founder, at):
    granting.grant(founder, Role.OFFICER, by=admin, at=at)

    given = founder.grants.get()
    assert (given.role, given.from_at, given.until_at, given.granted_by) == ("officer", at, None, admin)
    assert founder.has_role(Role.OFFICER, at=at)
    assert acts() == ["grant.give"]
    assert list(founder.groups.values_list("name", flat=True)) == ["editors"]


def test_role_given_twice_is_one_role(admin, founder, at):
    first = granting.grant(founder, Role.MENTOR, by=admin, at=at)

    assert granting.grant(founder, Role.MENTOR, by=admin, at=at) == first
    assert acts() == ["grant.give"]


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.ADMIN])
def test_only_administrators_give_roles(person, founder, at, role):
    actor = person("actor", role)

    with pytest.raises(NotAllowed) as refusal:
        granting.grant(founder, Role.OFFICER, by=actor, at=at)

    assert str(refusal.value) == "Seul un administrateur donne un rôle ou y met fin."
    assert (founder.grants.count(), acts(), founder.groups.count()) == (0, [], 0)


def test_nobody_gives_to_oneself(admin, at):
    with pytest.raises(NotAllowed) as refusal:
        granting.grant(admin, Role.FINANCE, by=admin, at=at)

    assert (
        str(refusal.value)
        == "Personne ne change ses propres rôles\u00a0: demandez à un autre administrateur."
    )
    assert (Grant.objects.count(), acts()) == (1, [])


def test_installation_names_the_first_administrator(founder, at):
    granting.grant(founder, Role.ADMIN, by=SYSTEM, at=at)

    assert founder.has_role(Role.ADMIN, at=at)


def test_role_ends_and_leaves_the_cms(admin, founder, at):
    given = granting.grant(founder, Role.EDITOR, by=admin, at=at)

    granting.revoke(given, by=admin, at=at)
    granting.revoke(given, by=admin, at=at)

    assert founder.has_role(Role.EDITOR, at=at) is False
    assert founder.groups.count() == 0
    assert acts() == ["grant.give", "grant.end"]


def test_only_administrators_end_roles(officer, mentor_user, at):
    held = mentor_user.grants.get()

    with pytest.raises(NotAllowed):
        granting.revoke(held, by=officer, at=at)

    held.refresh_from_db()
    assert (held.until_at, acts()) == (None, [])


def test_groups_follow_roles(editor, officer, director, finance):
    call_command("setup_roles", verbosity=0)

    groups = {
        user.full_name: [group.name for group in user.groups.all()]
        for user in (editor, officer, director, finance)
    }
    assert groups == {"Editor": ["editors"], "Officer": ["editors"], "Director": ["readers"], "Finance": []}
    assert User.objects.get(pk=editor.pk).has_perm("wagtailadmin.access_admin")
    assert not User.objects.get(pk=finance.pk).has_perm("wagtailadmin.access_admin")


def test_invitation_waits_for_the_person(admin, at):
    someone = inviting.invite(email="Kossi@Example.com", role=Role.JUROR, full_name="Kossi", by=admin, at=at)

    letter = Message.objects.get()
    assert (someone.email, someone.state) == ("kossi@example.com", "invited")
    assert Contact.objects.get(person=someone).verified_at is None
    assert (letter.kind, letter.address, letter.recipient) == (
        "accounts/invitation",
        "kossi@example.com",
        someone,
    )
    assert letter.subject == "Le centre vous invite dans son espace"
    assert "Le centre vous donne ce rôle dans son espace\u00a0: Membre du jury." in letter.text
    assert acts() == ["user.join", "grant.give", "user.invite"]


def test_invited_person_comes_in_by_code(admin, at):
    someone = inviting.invite(email="kossi@example.com", role=Role.JUROR, by=admin, at=at)
    door = Door()
    door.ask("kossi@example.com")

    door.type(code_sent())

    someone.refresh_from_db()
    assert User.objects.filter(email="kossi@example.com").get() == someone
    assert someone.state == "active"


def test_others_do_not_invite(officer, at):
    with pytest.raises(NotAllowed) as refusal:
        inviting.invite(email="kossi@example.com", role=Role.JUROR, by=officer, at=at)

    assert str(refusal.value) == "Seul un administrateur invite une personne."
    assert (User.objects.count(), Message.objects.count(), acts()) == (1, 0, [])


def test_desk_list_finds_and_filters(client_for, admin, officer, founder):
    browser = client_for(admin)

    assert [p.full_name for p in browser.get("/desk/people/").context["page"].rows] == [
        "Admin",
        "Founder",
        "Officer",
    ]
    assert [p.full_name for p in browser.get("/desk/people/?role=officer").context["page"].rows] == [
        "Officer"
    ]
    assert [p.full_name for p in browser.get("/desk/people/?q=found").context["page"].rows] == ["Founder"]
    assert list(browser.get("/desk/people/?q=zzz&role=nothing").context["page"].rows) == []


@pytest.mark.parametrize("extra", [0, 20])
def test_desk_list_asks_the_database_as_often_for_few_as_for_many(
    client_for, admin, person, extra, django_assert_max_num_queries
):
    for n in range(extra):
        person(f"p{n:02}", Role.MENTOR)
    browser = client_for(admin)
    browser.get("/desk/people/")

    with django_assert_max_num_queries(12):
        browser.get("/desk/people/")


def test_desk_people_is_for_administrators(client_for, officer, founder, admin):
    addresses = ["/desk/people/", f"/desk/people/{founder.public_id}/", "/desk/people/invite/"]
    for address in addresses:
        assert client_for(officer).get(address).status_code == 404
        assert client_for(admin).get(address).status_code == 200


def test_desk_gives_and_ends_a_role(client_for, admin, founder, centre):
    browser = client_for(admin)
    page = f"/desk/people/{founder.public_id}/"

    given = browser.post(page + "give/", {"role": "mentor", "centre": centre.pk})
    held = founder.grants.get()
    ended = browser.post(page + "end/", {"grant": held.pk})

    held.refresh_from_db()
    assert (given.url, ended.url) == (page, page)
    assert (held.role, held.centre, held.until_at is not None) == ("mentor", centre, True)


def test_desk_shows_the_refusal_and_changes_nothing(client_for, admin):
    answer = client_for(admin).post(f"/desk/people/{admin.public_id}/give/", {"role": "finance"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Personne ne change ses propres rôles\u00a0: demandez à un autre administrateur."
    ]
    assert admin.grants.count() == 1


def test_desk_invites(client_for, admin):
    answer = client_for(admin).post(
        "/desk/people/invite/",
        {"contact": "90 00 00 09", "role": "agent", "language": "fr", "full_name": "Yawa"},
    )

    someone = User.objects.get(phone="+22890000009")
    assert answer.url == f"/desk/people/{someone.public_id}/"
    assert someone.grants.get().role == "agent"
