"""From the ranking to the decisions, on the call's page at the desk."""

import pytest

from incubator.applications.models import Application, Decision
from incubator.applications.states import DecisionResult, State
from incubator.core import clock
from incubator.reviews import committee
from incubator.reviews.models import Round
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.DECIDED)


@pytest.fixture
def files(call, person):
    return [
        submitted(call, person(f"f{n}"), slug) for n, slug in enumerate(("su-01", "su-02", "su-03", "su-04"))
    ]


@pytest.fixture
def round_(call, files, juror, juror2, officer):
    low = {"besoin": 3, "innovation": 3, "equipe": 1, "modele": 5, "impact": 5, "donnees": 5, "plan": 5}
    values = {files[0].pk: 3, files[1].pk: 4, files[2].pk: 2, files[3].pk: low}
    return world.scored(call, files, [juror, juror2], officer, values=values)


def decisions(files):
    kept = {d.application_id: d for d in Decision.objects.filter(kind="outcome")}
    return [(kept[f.pk].result, kept[f.pk].rank) for f in files if f.pk in kept]


def test_the_ranking_becomes_decisions_to_adjust(round_, files, officer):
    batch = committee.apply_ranking(round_, offers=1, waiting=1, by=officer, at=world.DECIDED)

    assert (len(batch.done), batch.left_out) == (4, [])
    assert decisions(files) == [
        (DecisionResult.WAITING_LIST, 1),
        (DecisionResult.OFFER, None),
        (DecisionResult.DECLINE, None),
        (DecisionResult.DECLINE, None),
    ]
    states = Application.objects.values_list("state", flat=True)
    assert set(states) == {State.IN_REVIEW}


def test_declines_carry_a_first_wording_of_their_reasons(round_, files, officer):
    committee.apply_ranking(round_, by=officer, at=world.DECIDED)

    weak, out = (Decision.objects.get(application=f, kind="outcome") for f in files[2:])
    assert (
        weak.reasons_fr
        == "Le dossier a obtenu 40 points sur 100\u00a0; le règlement de l’appel en demande 60."
    )
    assert weak.reasons_en == "The file obtained 40 points of 100; the rules of the call ask for 60."
    assert out.reasons_fr == (
        "Sur «\u00a0Équipe\u00a0: compétences, disponibilité, complémentarité\u00a0», la moyenne des notes est de 1\u00a0; "
        "le règlement de l’appel demande 2."
    )


def test_a_file_beyond_the_lists_is_told_it_ranks_after(round_, files, officer):
    committee.apply_ranking(round_, offers=1, waiting=0, by=officer, at=world.DECIDED)

    third = Decision.objects.get(application=files[0], kind="outcome")
    assert third.reasons_fr == (
        "Le dossier a obtenu 60 points sur 100 et se classe après ceux qui ont été retenus."
    )


def test_applied_again_it_changes_the_pending_decisions(round_, files, officer):
    committee.apply_ranking(round_, offers=1, waiting=1, by=officer, at=world.DECIDED)
    committee.apply_ranking(round_, offers=2, waiting=0, by=officer, at=world.DECIDED)

    assert decisions(files[:2]) == [(DecisionResult.OFFER, None), (DecisionResult.OFFER, None)]


def test_a_juror_does_not_apply_the_ranking(round_, juror):
    with pytest.raises(NotAllowed):
        committee.apply_ranking(round_, by=juror, at=world.DECIDED)

    assert not Decision.objects.filter(kind="outcome").exists()


def test_the_pages_take_a_call_from_the_round_to_the_results(
    now, round_, files, officer, director, client_for
):
    base = f"/desk/calls/{round_.call.reference}"
    clerk, head = client_for(officer), client_for(director)

    ranking = clerk.get(f"{base}/jury/").content.decode()
    clerk.post(f"{base}/decisions/rank/", {"offers": "1", "waiting": "1"})
    page = clerk.get(f"{base}/decisions/").content.decode()
    refused = clerk.post(f"{base}/decisions/publish/")
    before = set(Application.objects.values_list("state", flat=True))
    shown = head.get(f"{base}/decisions/").content.decode()
    done = head.post(f"{base}/decisions/publish/")

    assert [ranking.index(f.reference) for f in (files[1], files[0], files[2])] == sorted(
        ranking.index(f.reference) for f in (files[1], files[0], files[2])
    )
    assert "Seule la direction publie les décisions." in page
    assert "Publier toutes les décisions" in shown
    assert (refused.status_code, before) == (403, {State.IN_REVIEW})
    assert (done.status_code, done.url) == (302, f"{base}/decisions/")
    assert [Application.objects.get(pk=f.pk).state for f in files] == [
        State.WAITING_LIST,
        State.OFFERED,
        State.DECLINED,
        State.DECLINED,
    ]


def test_the_targets_are_counted_over_the_offers(now, round_, officer, client_for):
    committee.apply_ranking(round_, by=officer, at=world.DECIDED)

    page = client_for(officer).get(f"/desk/calls/{round_.call.reference}/decisions/").content.decode()

    # su-01 is led by a woman, su-02 by a man.
    assert "au moins 40 % d’équipes dirigées par une femme." in page.replace("\u00a0", " ")
    assert "1/2 (50 %)" in page


def test_the_desk_gives_files_by_a_proposal(now, call, files, juror, juror2, officer, client_for):
    for file in files:
        world.eligible(file, officer)
    round_ = world.open_round(call, officer, at=world.SCREENED)
    client = client_for(officer)
    url = f"/desk/calls/{call.reference}/jury/{round_.public_id}/propose/"

    page = client.get(url, {"jurors": [juror.public_id, juror2.public_id], "per_file": "1"}).content.decode()
    pairs = [f"{file.public_id}:{juror.public_id}" for file in files[:2]]
    client.post(url, {"pair": pairs})

    assert page.count('name="pair"') == 4
    assert list(round_.assignments.values_list("application", "juror")) == [
        (f.pk, juror.pk) for f in files[:2]
    ]


def test_a_round_is_opened_from_the_page_and_bad_dates_are_told(now, call, officer, client_for):
    client = client_for(officer)
    url = f"/desk/calls/{call.reference}/jury/open/"

    wrong = client.post(url, {"opens_on": "2027-05-10", "closes_on": "2027-05-03"})
    client.post(url, {"opens_on": "2027-05-03", "closes_on": "2027-05-10"})

    assert "Une phase se clôt après son ouverture, à une date à venir." in wrong.content.decode()
    (made,) = Round.objects.all()
    assert (made.opens_at.isoformat(), made.closes_at.isoformat(), made.is_blind) == (
        "2027-05-03T08:00:00+00:00",
        "2027-05-10T17:00:00+00:00",
        True,
    )


@pytest.mark.parametrize("path", ["jury/", "decisions/"])
def test_the_jury_and_the_decisions_are_the_offices(now, call, path, client_for, request):
    roles = ("officer", "director", "admin", "finance", "juror", "founder")
    url = f"/desk/calls/{call.reference}/{path}"

    found = {role: client_for(request.getfixturevalue(role)).get(url).status_code for role in roles}

    assert found == {
        "officer": 200,
        "director": 200,
        "admin": 200,
        "finance": 404,
        "juror": 404,
        "founder": 404,
    }


@pytest.mark.parametrize("path", ["jury/", "decisions/"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_number_of_questions(
    now, django_assert_num_queries, call, person, juror, officer, client_for, path, count
):
    files = [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-02", "su-03")[:count])]
    committee.apply_ranking(world.scored(call, files, [juror], officer), by=officer, at=world.DECIDED)
    client = client_for(officer)
    url = f"/desk/calls/{call.reference}/{path}"
    client.get(url)

    with django_assert_num_queries(QUESTIONS[path]):
        client.get(url)


QUESTIONS = {"jury/": 14, "decisions/": 14}
