from datetime import timedelta

import pytest
from django.urls import reverse

from incubator.startups import founding
from mentorship.models import Action, Session
from tests.conftest import LONG_AGO
from tests.world.incubation import active_place
from tests.world.mentorship import AT, SUMMARY, held_session

TOKEN = "a" * 32


def posted(**given):
    return {
        "form_token": TOKEN, "held_on": "2026-06-01", "minutes": "45", "mode": "phone", "summary": SUMMARY,
        "topics": ["sales"], "colour": "red", "note": "NOTE-CANARI", "new-TOTAL_FORMS": "3",
        "new-INITIAL_FORMS": "0", "new-0-what": "Appeler", "new-0-owner": "team", "new-0-due_on": "2026-07-01",
        **given,
    }  # fmt: skip


@pytest.fixture
def mentor_page(client_for, mentor_user):
    return client_for(mentor_user)


def test_a_report_in_one_form(mentor_page, match, startup, mentor):
    address = reverse("mentorship:new_session") + "?startup=" + startup.slug

    assert mentor_page.get(reverse("mentorship:new_session")).url == address
    assert mentor_page.get(address).status_code == 200
    first, second = mentor_page.post(address, posted()), mentor_page.post(address, posted())

    session = Session.objects.get()
    after = reverse("mentorship:session", args=[session.public_id])
    assert (first.status_code, first.url, second.url) == (302, after, after)
    assert list(session.actions.values_list("what", "owner")) == [("Appeler", "team")]
    assert (session.minutes, session.colour, session.note) == (45, "red", "NOTE-CANARI")
    assert mentor_page.get(after).status_code == 200


def test_open_actions_are_answered_in_the_form(mentor_page, match, startup, mentor):
    held_session(startup, mentor)
    held_session(startup, mentor)
    done, dropped = Action.objects.order_by("id")
    given = {f"action-{done.public_id}": "done", f"action-{dropped.public_id}": "dropped", "new-0-what": ""}

    mentor_page.post(reverse("mentorship:new_session") + "?startup=" + startup.slug, posted(**given))

    assert list(Action.objects.order_by("id").values_list("state", flat=True)) == ["done", "dropped"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"minutes": ""}, "minutes"),
        ({"held_on": "2999-01-01"}, "held_on"),
        ({"other_minutes": "601"}, "other_minutes"),
        ({"new-0-owner": "x"}, None),
    ],
)
def test_what_was_typed_comes_back_with_the_sentence(mentor_page, match, startup, given, field):
    answer = mentor_page.post(
        reverse("mentorship:new_session") + "?startup=" + startup.slug,
        posted(present="Afi et Kossi", **given),
    )

    assert answer.status_code == 422
    assert 'value="Afi et Kossi"' in answer.content.decode()
    assert list(answer.context["form"].errors) == ([field] if field else [])
    assert Session.objects.count() == 0


def test_another_duration_wins(mentor_page, match, startup):
    mentor_page.post(
        reverse("mentorship:new_session") + "?startup=" + startup.slug, posted(minutes="", other_minutes="75")
    )

    assert Session.objects.get().minutes == 75


def test_the_team_never_sees_note_or_colour(client_for, match, startup, mentor, founder):
    session = held_session(startup, mentor)
    page = client_for(founder).get(reverse("mentorship:founder", args=[startup.slug])).content.decode()

    assert SUMMARY in page and "Appeler trois mairies" in page
    assert "CANARI" not in page and session.get_colour_display() not in page and "badge warning" not in page


@pytest.mark.parametrize("name", ["session", "amend", "desk_session"])
def test_the_report_of_the_mentor_does_not_exist_for_the_team(
    client_for, match, startup, mentor, founder, name
):
    session = held_session(startup, mentor)

    assert client_for(founder).get(reverse(f"mentorship:{name}", args=[session.public_id])).status_code == 404


def test_the_team_says_done_for_what_is_its_own(client_for, match, startup, mentor, founder, founder2):
    from mentorship.session_log import NewAction

    session = held_session(startup, mentor, new_actions=[NewAction("Ours"), NewAction("Theirs", "mentor")])
    ours, theirs = session.actions.order_by("id")
    ask = client_for(founder)
    answers = [
        ask.post(reverse("mentorship:action_done", args=[startup.slug, a.public_id])).status_code
        for a in (ours, ours, theirs)
    ]
    other = client_for(founder2).post(
        reverse("mentorship:action_done", args=[startup.slug, theirs.public_id])
    )

    assert (answers, other.status_code) == ([302, 302, 403], 404)
    assert list(Action.objects.order_by("id").values_list("state", flat=True)) == ["done", "open"]


def test_a_mentor_sees_nothing_of_other_startups(
    client_for, mentor_page, match, startup, mentor, founder2, at
):
    from incubator.startups import founding

    other = founding.found("Autre", lead=founder2, by=founder2, at=at)

    assert mentor_page.get(reverse("mentorship:startup", args=[other.slug])).status_code == 404
    assert mentor_page.get(reverse("mentorship:new_session") + "?startup=" + other.slug).status_code == 404


def test_a_link_declared_closes_the_startup_to_its_mentor(mentor_page, match, startup, mentor):
    from incubator.conflicts import declaring

    session = held_session(startup, mentor)
    declaring.declare(mentor.person, startup, kind="financial", by=mentor.person, at=AT)

    for address in (
        reverse("mentorship:startup", args=[startup.slug]),
        reverse("mentorship:session", args=[session.public_id]),
    ):
        assert mentor_page.get(address).status_code == 404
    assert "Tikpa" not in mentor_page.get(reverse("mentorship:startups")).content.decode()


def second_factor(client):
    from incubator.accounts.sign_in import steps

    session = client.session
    session[steps.FACTOR] = AT.timestamp()
    session.save()
    return client


@pytest.mark.parametrize(("role", "sees"), [("officer", True), ("director", True), ("admin", False)])
def test_the_note_is_for_officers_and_directors(request, client_for, match, startup, mentor, role, sees):
    session = held_session(startup, mentor)
    ask = second_factor(client_for(request.getfixturevalue(role)))
    one = ask.get(reverse("mentorship:desk_session", args=[session.public_id]))
    many = ask.get(reverse("mentorship:desk_sessions"), {"colour": "amber"})

    assert (one.status_code, many.status_code) == (200, 200)
    assert ("CANARI" in one.content.decode()) is sees
    assert "CANARI" not in many.content.decode()
    assert (str(session.get_colour_display()) in many.content.decode()) is sees


@pytest.mark.parametrize("role", ["founder", "mentor_user", "finance", "donor", "juror", "editor"])
def test_the_desk_of_mentoring_is_for_the_office(request, client_for, match, role):
    ask = second_factor(client_for(request.getfixturevalue(role)))

    assert [
        ask.get(reverse(f"mentorship:{n}")).status_code for n in ("desk", "mentors", "desk_sessions")
    ] == [404] * 3


def test_amending_on_the_page_and_after_48_hours(mentor_page, match, startup, mentor):
    from incubator.core import clock

    session = held_session(startup, mentor, at=clock.now() - timedelta(hours=47))
    address = reverse("mentorship:amend", args=[session.public_id])
    assert mentor_page.get(address).status_code == 200
    day = session.held_on.isoformat()
    assert mentor_page.post(address, posted(summary="Corrigé", held_on=day)).status_code == 302
    old = held_session(startup, mentor, at=clock.now() - timedelta(hours=49))
    late = mentor_page.post(reverse("mentorship:amend", args=[old.public_id]), posted(summary="Trop tard"))

    assert list(Session.objects.order_by("id").values_list("summary", flat=True)) == ["Corrigé", SUMMARY]
    assert late.url == reverse("mentorship:session", args=[old.public_id])


def test_desk_proposes_confirms_ends(client_for, officer, director, founder, founder2, mentor, centre):
    from mentorship.models import Match

    outside = founding.found("Pas encore là", lead=founder2, by=founder2, at=AT)
    startup = active_place(founder, officer, director).startup

    ask = second_factor(client_for(officer))
    page = ask.get(reverse("mentorship:desk"), {"startup": startup.slug})
    assert [one.mentor for one in page.context["suggestions"]] == [mentor]
    assert outside.name not in page.content.decode()
    ask.post(
        reverse("mentorship:desk"), {"startup": startup.slug, "mentor": mentor.public_id, "goals": "Vendre"}
    )
    match = Match.objects.get()
    states = [match.state]
    for name in ("confirm_match", "confirm_match", "end_match"):
        assert ask.post(reverse(f"mentorship:{name}", args=[match.public_id])).status_code == 302
        match.refresh_from_db()
        states.append(match.state)

    assert states == ["proposed", "active", "active", "ended"]
    assert (match.goals, match.why) == ("Vendre", ["hours", "language"])


def test_desk_invites_and_approves_somebody_new(client_for, officer):
    from incubator.people.models import User
    from mentorship.models import Mentor

    ask = second_factor(client_for(officer))
    ask.post(reverse("mentorship:mentors"), {"email": "Akou@Example.test", "full_name": "Akou Mensah"})
    mentor = Mentor.objects.get()
    ask.post(reverse("mentorship:move_mentor", args=[mentor.public_id, "approve"]))
    mentor.refresh_from_db()

    assert (mentor.person.email, mentor.state) == ("akou@example.test", "approved")
    assert User.objects.get(pk=mentor.person_id).has_role("mentor")
    assert ask.post(reverse("mentorship:move_mentor", args=[mentor.public_id, "activate"])).status_code == 404


def test_a_mentor_signs_the_charter(client_for, officer, outsider):
    from mentorship import onboarding
    from mentorship.models import Mentor

    mentor = onboarding.invite(outsider, by=officer, at=LONG_AGO)
    onboarding.approve(mentor, by=officer, at=LONG_AGO)
    ask = client_for(outsider)
    address = reverse("mentorship:charter")
    assert ask.post(address, {}).status_code == 422
    assert ask.post(address, {"agreed": "on"}).status_code == 302

    assert Mentor.objects.get().state == "active"
    assert [
        ask.get(reverse(f"mentorship:{n}")).status_code
        for n in ("startups", "sessions", "profile", "charter")
    ] == [200] * 4


@pytest.mark.parametrize("name", ["startups", "sessions"])
def test_queries_do_not_grow_with_rows_for_a_mentor(
    mentor_page, match, startup, mentor, officer, founder2, at, django_assert_num_queries, name
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from incubator.startups import founding
    from tests.world.mentorship import matched

    held_session(startup, mentor)
    mentor_page.get(reverse(f"mentorship:{name}"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        mentor_page.get(reverse(f"mentorship:{name}"))
    for number in range(2):
        other = founding.found(f"Autre {number}", lead=founder2, by=founder2, at=at)
        matched(mentor, other, officer)
        held_session(other, mentor)
    with django_assert_num_queries(len(one)):
        mentor_page.get(reverse(f"mentorship:{name}"))


@pytest.mark.parametrize("name", ["desk", "mentors", "desk_sessions"])
def test_queries_do_not_grow_with_rows_at_the_desk(
    client_for, match, startup, mentor, officer, founder2, person, at, django_assert_num_queries, name
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from incubator.startups import founding
    from mentorship import matching
    from tests.world.mentorship import active_mentor, matched

    ask = second_factor(client_for(officer))
    held_session(startup, mentor)
    ask.get(reverse(f"mentorship:{name}"))
    with CaptureQueriesContext(connection) as one:
        ask.get(reverse(f"mentorship:{name}"))
    for number in range(2):
        other = founding.found(f"Autre {number}", lead=founder2, by=founder2, at=at)
        second = active_mentor(person(f"mentor{number}", "mentor"), officer)
        matched(second, other, officer)
        matching.propose(mentor, other, by=officer, at=AT)
        held_session(other, second)
    with django_assert_num_queries(len(one)):
        ask.get(reverse(f"mentorship:{name}"))
