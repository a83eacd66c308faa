"""The register of links: what it closes, who treats it."""

import pytest
from django.db import transaction

from incubator.applications.models import Application
from incubator.conflicts import declaring
from incubator.conflicts.models import Interest
from incubator.conflicts.states import LIFECYCLE, InterestKind, InterestState
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world.applications import submitted
from tests.world.programmes import published_call


@pytest.fixture
def file(centre, officer, director, founder):
    return submitted(published_call(officer, director), founder)


@pytest.fixture
def link(file, officer, at):
    return declaring.declare(
        officer, file.startup, kind=InterestKind.PERSONAL, note="Cousine", by=officer, at=at
    )


def test_a_link_declared_twice_is_one(link, file, officer, at):
    again = declaring.declare(officer, file.startup, kind=InterestKind.FINANCIAL, by=officer, at=at)

    assert again == link
    assert Interest.objects.count() == 1
    assert Event.objects.filter(verb="interest.declare").count() == 1


def test_a_link_closes_the_file_until_it_is_dismissed(link, file, officer, director, at):
    closed = list(Application.objects.at_the_desk_of(officer))
    declaring.dismiss(link, by=director, at=at)

    assert closed == []
    assert list(Application.objects.at_the_desk_of(officer)) == [file]


def test_a_confirmed_link_stays_closed(link, file, officer, director, at):
    declaring.confirm(link, by=director, at=at)

    assert link.state == InterestState.CONFIRMED
    assert list(Application.objects.at_the_desk_of(officer)) == []


def test_nobody_dismisses_a_link_about_oneself(link, officer, at):
    with pytest.raises(NotAllowed) as refusal:
        declaring.dismiss(link, by=officer, at=at)

    assert refusal.value.sentence == "Vous avez un lien avec cette start-up\u00a0: une autre personne décide."
    assert Interest.objects.get().state == InterestState.OPEN
    assert not Event.objects.filter(verb="interest.dismiss").exists()


@pytest.mark.parametrize("who", ["officer", "director", "finance", "approver", "admin"])
def test_staff_declare_their_own_link_and_the_startup_closes(who, file, client_for, request, monkeypatch):
    person = request.getfixturevalue(who)
    desk, startup = client_for(person), file.startup
    page = f"/desk/interests/declare/{startup.slug}/"
    refused = desk.post(page, {"kind": "declared"})
    assert (refused.status_code, Interest.objects.count()) == (422, 0)

    done = desk.post(page, {"kind": "personal", "note": "Ma cousine"}, follow=True)

    assert "Votre lien est déclaré" in done.content.decode()
    link = Interest.objects.get()
    assert (link.person, link.declared_by, link.note) == (person, person, "Ma cousine")
    assert desk.get(f"/desk/startups/{startup.slug}/").status_code == 404
    assert desk.get(page).status_code == 404


def test_the_page_of_a_startup_and_that_of_a_file_lead_there(file, officer, client_for):
    desk, way = client_for(officer), f'href="/desk/interests/declare/{file.startup.slug}/"'
    for page in (f"/desk/startups/{file.startup.slug}/", f"/desk/applications/{file.public_id}/"):
        assert desk.get(page).content.decode().count(way) == 1


def test_nobody_else_declares_there(file, outsider, founder, at):
    for person in (outsider, founder):
        with pytest.raises(NotAllowed):
            declaring.declare_own(file.startup, kind="personal", by=person, at=at)
    assert not Interest.objects.exists()


ROLES = ["officer2", "director", "juror", "admin", "finance", "outsider"]


@pytest.mark.parametrize("state", InterestState.values)
@pytest.mark.parametrize("move", ["confirm", "dismiss"])
def test_each_move_from_each_state_by_each_role(request, link, person, at, state, move):
    treats = person("treats", "officer")
    if state == InterestState.CONFIRMED:
        declaring.confirm(link, by=treats, at=at)
    if state == InterestState.DISMISSED:
        declaring.dismiss(link, by=treats, at=at)
    line = LIFECYCLE.moves[move]

    found = {role: outcome(link, move, request.getfixturevalue(role), at) for role in ROLES}

    if state in line.sources:
        assert found == dict.fromkeys(ROLES, NotAllowed) | dict.fromkeys(
            ["officer2", "director"], line.target
        )
    else:
        assert found == dict.fromkeys(ROLES, IllegalMove)
    assert Interest.objects.get().state == state


def outcome(link, move, actor, at):
    """What comes of the move by this person: the new state, or the refusal. Undone afterwards."""
    with transaction.atomic():
        try:
            found = getattr(declaring, move)(Interest.objects.get(pk=link.pk), by=actor, at=at).state
        except (NotAllowed, IllegalMove) as refusal:
            found = type(refusal)
        transaction.set_rollback(True)
    return found


def test_the_same_dismissal_twice_gives_the_same_receipt(link, director, at):
    declaring.dismiss(link, by=director, at=at)

    assert declaring.dismiss(link, by=director, at=at) == link
    assert Event.objects.filter(verb="interest.dismiss").count() == 1


def test_the_words_of_an_applicant_close_the_file_once_the_office_names_the_person(
    file, juror, officer, founder, at
):
    words = declaring.declare(
        None, file.startup, kind=InterestKind.DECLARED, note="Ma tante", by=founder, at=at
    )
    before = Interest.objects.blocking().count()

    declaring.identify(words, juror, by=officer, at=at)

    assert before == 0
    assert list(Interest.objects.blocking()) == [words]


def test_the_register_is_for_the_office(link, client_for, officer, director, juror, founder):
    answers = {
        who: client_for(who).get("/desk/interests/").status_code
        for who in (officer, director, juror, founder)
    }

    assert answers == {officer: 200, director: 200, juror: 404, founder: 404}


def test_the_register_page_confirms_and_says_why_not(link, client_for, officer, director):
    page = client_for(officer).get("/desk/interests/").content.decode()
    refused = client_for(officer).post(f"/desk/interests/{link.public_id}/dismiss/")
    done = client_for(director).post(f"/desk/interests/{link.public_id}/confirm/")

    assert "Vous avez un lien avec cette start-up : une autre personne décide." in page.replace("\u00a0", " ")
    assert refused.status_code == 403
    assert (done.status_code, done.url) == (302, "/desk/interests/")
    assert Interest.objects.get().state == InterestState.CONFIRMED


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_number_of_questions(
    django_assert_num_queries, client_for, person, director, officer, file, at, count
):
    for n in range(count):
        declaring.declare(
            person(f"p{n}", "juror"), file.startup, kind=InterestKind.PERSONAL, by=officer, at=at
        )
    client = client_for(director)
    client.get("/desk/interests/")

    with django_assert_num_queries(QUERIES):
        client.get("/desk/interests/")


QUERIES = 5


def test_everybody_reads_the_own_links(link, client_for, officer, juror):
    own = client_for(officer).get("/portal/interests/").content.decode()
    none = client_for(juror).get("/portal/interests/").content.decode()

    assert "Agblézéna" in own
    assert "Agblézéna" not in none
