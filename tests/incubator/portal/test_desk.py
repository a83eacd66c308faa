from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from funding.models import Award
from incubator.applications.models import Application
from incubator.cohorts.models import Place
from incubator.milestones.models import Milestone
from incubator.notifications.models import Message
from incubator.portal import departures, desk_todo, figures, overview
from mentorship.models import Match
from tests.world import applications as filing
from tests.world import funding
from tests.world import mentorship as mentoring
from tests.world.incubation import active_place, submitted_milestone
from tests.world.kept import kept


@pytest.fixture
def busy(place, founder, founder2, outsider, officer, director, finance, approver, mentor_user):
    office = funding.Office(officer=officer, finance=finance, approver=approver, director=director)
    return fill(place, founder, founder2, outsider, mentor_user, office)


@kept
def fill(place, founder, founder2, outsider, mentor_user, office):
    """Two start-ups in incubation, an award partly paid, two applications, a session with a canary in its note."""
    officer, finance = office.officer, office.finance
    active_place(founder2, officer, office.director, startup_name="Savane Cadastre")
    funding.opened_line(finance)
    funding.paid_tranche(funding.signed_award(place, office), founder, office, 1)
    submitted_milestone(place, 1, founder)
    filing.submitted(place.cohort.call, outsider, "su-01")
    mentor = mentoring.active_mentor(mentor_user, officer)
    mentoring.matched(mentor, place.startup, officer)
    mentoring.held_session(place.startup, mentor)
    return place


def test_the_directors_numbers_are_those_counted_one_by_one(busy, director, now):
    found = overview.of_director(director, now)
    values = {key: value.total for key, value in found.values.items()}
    files = [one for one in Application.objects.all() if one.submitted_at is not None]
    late = [
        m for m in Milestone.objects.all() if m.state in ("planned", "returned") and m.due_on < now.date()
    ]
    awards = [one for one in Award.objects.all() if one.state in ("approved", "signed", "closed")]

    assert found.sent == len(files) == 1
    assert values["present"] == len([p for p in Place.objects.all() if p.state == "active"]) == 2
    assert values["places"] == 25
    assert values["late_milestones"] == len(late) > 0
    assert values["committed"] == sum(one.ceiling_amount for one in awards) > 0
    assert (
        values["paid"] == sum(t.amount for one in awards for t in one.tranches.all() if t.state == "paid") > 0
    )
    assert sum(line.value for line in found.gender) == len(files)
    assert sum(line.value for line in found.zones) == len(files)
    assert {line.label: line.value for line in found.gender if line.value} == {
        dict(F="Femme", M="Homme", N="Préfère ne pas répondre").get(files[0].lead_gender, "Non renseigné"): 1
    }
    assert [(c.reference, [(line.label, line.value) for line in c.lines]) for c in found.calls] == [
        ("AC-2027-01", [("Reçue", 1)])
    ]


def test_every_number_of_the_director_opens_a_list_of_that_length(busy, inside, director, now):
    ask = inside(director)
    page = ask.get("/desk/")
    found = page.context["figures"]
    lines = [line for call in found.calls for line in call.lines] + found.gender + found.zones
    for line in lines:
        if line.value or line.url:
            behind = ask.get(line.url)
            assert behind.status_code == 200
            assert behind.context["frame"].found == line.value, line
    html = page.content.decode()
    assert 'href="/desk/applications/?view=all"' in html
    for key, value in found.values.items():
        behind = ask.get(f"/desk/results/{key}/")
        assert behind.context["page_obj"].paginator.count == len(behind.context["lines"]) == value.rows
        assert key == "places" or f'href="/desk/results/{key}/"' in html


def test_what_waits_for_each_role(busy, officer, director, finance, approver, admin, now):
    def lines(person, role):
        return {line.key: line.count for line in desk_todo.waiting(person, role, now)}

    late = Milestone.objects.overdue(now.date()).count()
    assert lines(officer, "officer") == {
        "screen": 1,
        "evidence": 1,
        "late_milestones": late,
        "silence": 1,
        "no_mentor": 1,
    }
    assert lines(finance, "finance") == {}
    assert lines(approver, "approver") == {}
    assert lines(director, "director") == {}
    assert figures.count(figures.BY_KEY["late_milestones"], director, now).total == late
    assert lines(admin, "admin") == {}


def test_a_startup_whose_mentor_left_waits_for_another_one(busy, admin, officer, inside, now):
    def unmentored():
        return {line.key: line for line in desk_todo.waiting(officer, "officer", now)}["no_mentor"]

    assert unmentored().text == "1 start-up sans mentor"  # the other one
    match = Match.objects.active().get()
    departures.suspend(match.mentor.person, reason="Parti.", by=admin, at=now)

    line = unmentored()
    assert (line.text, line.is_alarm) == ("2 start-ups sans mentor", True)
    listed = inside(officer).get(line.url).content.decode()
    assert f"/desk/startups/{busy.startup.slug}/" in listed
    letter = Message.objects.get(kind="mentorship/match_ended")
    assert letter.subject == f"{match.mentor.person.full_name} ne vous accompagne plus"
    assert "CANARI" not in letter.text


def test_the_oldest_and_the_list_behind_are_said(busy, inside, officer, now):
    page = inside(officer).get("/desk/")
    evidence = next(line for line in page.context["lines"] if line.key == "evidence")

    assert evidence.oldest == Milestone.objects.get(state="submitted").submitted_at
    assert (evidence.text, evidence.url) == ("1 jalon à lire", "/desk/follow-up/milestones/?view=to_read")
    for line in [*page.context["lines"], *page.context["alarms"]]:
        behind = inside(officer).get(line.url)
        assert behind.status_code == 200
        if "frame" in behind.context:
            assert behind.context["frame"].found == line.count, line
        elif "page_obj" in behind.context:
            assert behind.context["page_obj"].paginator.count == line.count, line


def test_the_file_of_a_startup_shows_each_part_by_role(busy, inside, officer, donor, finance, now):
    address = f"/desk/startups/{busy.startup.slug}/"
    seen = {person: inside(person).get(address).content.decode() for person in (officer, donor, finance)}

    for html in seen.values():
        assert busy.startup.name in html and "CANARI" not in html
    assert mentoring.SUMMARY[:20] in seen[officer]
    assert mentoring.SUMMARY[:20] not in seen[donor] and mentoring.SUMMARY[:20] not in seen[finance]
    assert "Founder" in seen[officer] and "Founder" not in seen[donor]


def test_an_officer_with_a_link_does_not_open_the_file(busy, inside, officer, now):
    from incubator.conflicts import declaring

    declaring.declare(officer, busy.startup, kind="personal", by=officer, at=now)

    assert inside(officer).get(f"/desk/startups/{busy.startup.slug}/").status_code == 404


@pytest.mark.parametrize("role", ["founder", "mentor_user", "juror", "outsider", "editor"])
def test_the_portfolio_does_not_exist_outside_the_desk(request, busy, inside, role, now):
    ask = inside(request.getfixturevalue(role))

    assert [ask.get("/desk/startups/").status_code, ask.get(f"/desk/startups/{busy.startup.slug}/").status_code] == [
        404, 404,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?late=on", 1),
        ("?view=graduated", 0),
        ("?view=all&q=savane", 1),
        ("?cohort=none", 2),
        ("?view=x", 2),
    ],
)
def test_filters_of_the_portfolio(busy, inside, officer, now, query, count):
    answer = inside(officer).get(f"/desk/startups/{query}")

    assert (answer.status_code, answer.context["frame"].found, len(answer.context["page"].rows)) == (
        200,
        count,
        count,
    )


def test_only_consenting_profiles_are_published_by_the_office(busy, inside, officer, director, now):
    address = f"/desk/startups/{busy.startup.slug}/"

    assert inside(officer).post(f"{address}publish/").status_code == 403
    assert inside(director).post(f"{address}publish/").status_code == 404


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("director", "/desk/"),
        ("officer", "/desk/"),
        ("officer", "/desk/startups/?view=all"),
        ("donor", "/desk/"),
        ("mentor_user", "/portal/"),
    ],
)
def test_queries_do_not_grow_with_rows(
    request, busy, inside, officer, director, person, now, django_assert_num_queries, role, address
):
    ask = inside(request.getfixturevalue(role))
    ask.get(address)
    with CaptureQueriesContext(connection) as few:
        ask.get(address)
    mentor = request.getfixturevalue("mentor_user").mentor
    for number in range(2):
        somebody = person(f"autre{number}")
        place = active_place(somebody, officer, director, startup_name=f"Autre {number}")
        submitted_milestone(place, 1, somebody)
        mentoring.matched(mentor, place.startup, officer)
        mentoring.held_session(place.startup, mentor)
    with django_assert_num_queries(len(few)):
        ask.get(address)


def test_the_home_of_a_founder(busy, inside, founder, now):
    page = inside(founder).get("/portal/")
    todos = [*page.context["todos"], *page.context["other_todos"]]
    opened = Milestone.objects.filter(Q(state="planned") | Q(state="returned"), place=busy)

    assert len(page.context["todos"]) == min(3, len(todos))
    assert [todo.day for todo in todos] == sorted(todo.day for todo in todos)
    assert {todo.url for todo in todos if "/milestones/" in todo.url} == {
        f"/portal/startups/{busy.startup.slug}/milestones/{one.number}/" for one in opened
    }
    assert "La tranche 1 a été versée" in [todo.what for todo in todos]
    assert "CANARI" not in page.content.decode()
    assert all(inside(founder).get(todo.url).status_code == 200 for todo in todos)
    assert timedelta(0) <= now - page.context["letters"][0].created_at
