"""The pages of milestones, for the start-up and for the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.cohorts.models import Place
from incubator.milestones import signoff
from incubator.milestones.models import Milestone
from tests.world.applications import pdf
from tests.world.incubation import (
    STARTED,
    active_place,
    approved_milestone,
    confirmed_place,
    fill_evidence,
    signed_place,
    submitted_milestone,
)

URL = "/portal/startups/tikpa-hors-ligne/milestones/"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def milestone(place):
    return place.milestones.get(number=1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            (
                "Jalons",
                "À faire avant le",
                "Envoyer les preuves",
                "Plusieurs photos deviennent un seul document.",
            ),
        ),
        ("en", ("Milestones", "To do before", "Send the evidence", "Several photos become one document.")),
    ],
)
def test_the_founder_reads_in_both_languages(place, founder, client_for, settings, language, words):
    client = client_for(founder)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    pages = text(client.get(URL)) + text(client.get(f"{URL}1/"))

    # The clock of the tests may stand after the due day: the sentence is then the late one.
    assert [
        word for word in words if word not in pages and word not in ("À faire avant le", "To do before")
    ] == []


@pytest.mark.parametrize("address", [URL, f"{URL}1/", f"{URL}9/"])
def test_another_founder_finds_nothing(place, founder2, officer, client_for, address):
    assert [client_for(who).get(address).status_code for who in (founder2, officer)] == [404, 404]


def test_another_founder_posts_nothing(place, milestone, founder2, client_for):
    client = client_for(founder2)

    answers = [client.post(f"{URL}1/", {"interviews_count": "3"}), client.post(f"{URL}1/submit/")]

    milestone.refresh_from_db()
    assert ([a.status_code for a in answers], milestone.evidence) == ([404, 404], {})


def test_saving_keeps_what_is_unfinished(place, milestone, founder, client_for):
    answer = client_for(founder).post(
        f"{URL}1/", {"interviews_count": "douze", "trial_photos": [pdf("a.pdf")]}
    )

    milestone.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, f"{URL}1/")
    assert (milestone.state, milestone.evidence) == ("planned", {"interviews_count": {"raw": "douze"}})
    assert [f.name for f in signoff.files_of(milestone)["trial_photos"]] == ["a.pdf"]


def test_sending_too_early_lists_what_is_missing_and_keeps_the_text(place, milestone, founder, client_for):
    answer = client_for(founder).post(f"{URL}1/submit/", {"interviews_summary": "Dix vendeuses entendues."})

    page = text(answer)
    milestone.refresh_from_db()
    assert (answer.status_code, milestone.state) == (422, "planned")
    assert 'href="#id_interviews_count"' in page
    assert 'href="#id_trial_photos"' in page
    assert "Dix vendeuses entendues." in page


def test_a_refused_file_is_said_at_its_field_and_the_rest_is_saved(place, milestone, founder, client_for):
    wrong = SimpleUploadedFile("notes.txt", b"bonjour", content_type="text/plain")

    answer = client_for(founder).post(
        f"{URL}1/", {"interviews_count": "4", "trial_photos": [wrong], "trial_agreement": [pdf("accord.pdf")]}
    )

    milestone.refresh_from_db()
    assert answer.status_code == 422
    assert 'href="#id_trial_photos"' in text(answer)
    assert milestone.evidence == {"interviews_count": 4}
    assert {key: [f.name for f in files] for key, files in signoff.files_of(milestone).items()} == {
        "trial_agreement": ["accord.pdf"]
    }


def test_sending_then_reading_only(place, milestone, founder, client_for):
    client = client_for(founder)
    fill_evidence(milestone, founder)

    first, second = client.post(f"{URL}1/submit/"), client.post(f"{URL}1/submit/")

    milestone.refresh_from_db()
    assert ([first.status_code, second.status_code], milestone.state) == ([302, 302], "submitted")
    page = text(client.get(f"{URL}1/"))
    assert "Envoyé, lecture par le centre" in page
    assert 'name="interviews_count"' not in page


def test_removing_a_file(place, milestone, founder, client_for):
    (file,) = signoff.attach(milestone, "trial_photos", [pdf()], by=founder, at=STARTED)

    client_for(founder).post(f"{URL}1/", {"remove": file.public_id, "interviews_count": "2"})

    milestone.refresh_from_db()
    assert (signoff.files_of(milestone), milestone.evidence) == ({}, {"interviews_count": 2})


def test_a_file_is_downloaded_by_its_team_only(place, milestone, founder, founder2, officer, client_for):
    (file,) = signoff.attach(milestone, "trial_photos", [pdf()], by=founder, at=STARTED)

    answers = [client_for(who).get(f"/files/{file.public_id}/") for who in (founder, officer, founder2)]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert b"".join(answers[0].streaming_content).startswith(b"%PDF")
    for answer in answers[:2]:
        answer.close()


def test_the_office_reads_returns_then_approves(place, milestone, founder, officer, client_for):
    submitted_milestone(place, 1, founder)
    desk, url = client_for(officer), f"/desk/milestones/{milestone.public_id}/"
    assert "Dix personnes entendues au marché." in text(desk.get(url))

    without = desk.post(f"{url}return/", {"note": ""})
    assert (without.status_code, "Écrivez la raison" in text(without)) == (422, True)
    assert desk.post(f"{url}return/", {"note": "Photo floue."}).status_code == 302
    assert "Photo floue." in text(client_for(founder).get(f"{URL}1/"))

    signoff.submit(milestone, by=founder, at=STARTED)
    assert desk.post(f"{url}approve/").status_code == 302
    milestone.refresh_from_db()
    assert milestone.state == "approved"


def test_the_office_waives_with_a_reason(place, milestone, officer, client_for):
    answer = client_for(officer).post(
        f"/desk/milestones/{milestone.public_id}/waive/", {"note": "Déjà fait ailleurs."}
    )

    milestone.refresh_from_db()
    assert (answer.status_code, milestone.state, milestone.office_note) == (
        302,
        "waived",
        "Déjà fait ailleurs.",
    )


@pytest.mark.parametrize("who", ["founder", "donor", "juror", "mentor_user", "outsider"])
def test_the_desk_does_not_exist_for_others(request, place, milestone, who, client_for):
    client = client_for(request.getfixturevalue(who))

    answers = [
        client.get("/desk/follow-up/milestones/"),
        client.get(f"/desk/milestones/{milestone.public_id}/"),
        client.post(f"/desk/milestones/{milestone.public_id}/approve/"),
    ]

    assert [a.status_code for a in answers] == [404, 404, 404]


@pytest.mark.parametrize("who", ["finance", "admin"])
def test_who_reads_at_the_desk_does_not_decide(request, place, milestone, founder, who, client_for):
    submitted_milestone(place, 1, founder)
    client = client_for(request.getfixturevalue(who))

    assert client.get(f"/desk/milestones/{milestone.public_id}/").status_code == 200
    assert client.post(f"/desk/milestones/{milestone.public_id}/approve/").status_code == 404


def listed(client, query: str = "") -> list[str]:
    return [
        f"{m.place.startup.name} {m.number}"
        for m in client.get(f"/desk/follow-up/milestones/{query}").context["page"].rows
    ]


def test_the_list_opens_on_what_is_to_read_and_filters(
    place, founder, founder2, officer, director, client_for
):
    other = active_place(founder2, officer, director, startup_name="Assilassimé")
    submitted_milestone(place, 1, founder)
    approved_milestone(other, 1, founder2, officer)
    client = client_for(officer)

    assert listed(client) == ["Tikpa Hors-Ligne 1"]
    assert listed(client, "?view=all&state=approved") == ["Assilassimé 1"]
    assert listed(client, f"?cohort={place.cohort.slug}&q=tikpa&sort=-number") == [
        "Tikpa Hors-Ligne 3",
        "Tikpa Hors-Ligne 2",
        "Tikpa Hors-Ligne 1",
    ]
    assert listed(client, "?cohort=autre&state=planned&sort=startup&q=assi") == [
        "Assilassimé 2",
        "Assilassimé 3",
    ]
    assert "L’adresse demande un élément que cette liste ne connaît pas (cohort)" in text(
        client.get("/desk/follow-up/milestones/?cohort=autre")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_list_asks_the_same_number_of_questions(
    centre, founder, officer, director, client_for, django_assert_num_queries, count
):
    for number in range(count):
        active_place(founder, officer, director, startup_name=f"Start-up {number}")
    client = client_for(officer)
    client.get("/desk/follow-up/milestones/?view=all")

    with django_assert_num_queries(DESK_QUERIES):
        answer = client.get("/desk/follow-up/milestones/?view=all")

    assert len(answer.context["page"].rows) == count * 3


DESK_QUERIES = 6


@pytest.mark.parametrize("count", [1, 3])
def test_the_founders_list_asks_the_same_number_of_questions(
    place, founder, client_for, django_assert_num_queries, count
):
    place.milestones.filter(number__gt=count).delete()
    client = client_for(founder)
    client.get(URL)

    with django_assert_num_queries(PORTAL_QUERIES):
        answer = client.get(URL)

    assert len(answer.context["rows"]) == count


PORTAL_QUERIES = 4


def test_starting_one_place_and_all_that_are_ready(place, founder, founder2, outsider, officer, client_for):
    cohort = place.cohort
    ready = [
        signed_place(cohort, who, startup_name=name) for who, name in ((founder2, "Un"), (outsider, "Deux"))
    ]
    waiting = confirmed_place(cohort, founder, startup_name="Trois")
    client = client_for(officer)

    one = client.post(f"/desk/cohorts/{cohort.slug}/places/{ready[0].public_id}/start/")
    every = client.post(f"/desk/cohorts/{cohort.slug}/start/")
    refused = client.post(f"/desk/cohorts/{cohort.slug}/places/{waiting.public_id}/start/")

    assert [one.status_code, every.status_code, refused.status_code] == [302, 302, 403]
    states = dict(Place.objects.values_list("startup__name", "state"))
    assert states == {"Tikpa Hors-Ligne": "active", "Un": "active", "Deux": "active", "Trois": "confirmed"}
    assert Milestone.objects.count() == 9
