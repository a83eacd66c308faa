"""The pages of offers, agreements, cohorts and places."""

import pytest

from incubator.cohorts.models import Agreement, Cohort, Place
from incubator.core import clock
from tests.incubator.cohorts.test_enrolment import offers
from tests.world.applications import pdf
from tests.world.incubation import confirmed_place, planned_cohort
from tests.world.reviews import PUBLISHED


@pytest.fixture
def on_the_day(monkeypatch):
    """The requests of the test are received on the day the results are published."""
    monkeypatch.setattr(clock, "now", lambda: PUBLISHED)


def text(response) -> str:
    return response.content.decode()


@pytest.mark.usefixtures("on_the_day")
def test_the_founder_accepts_then_agrees(call, cohort, officer, director, founder, client_for):
    (file,) = offers(call, officer, director, founder)
    client, url = client_for(founder), f"/portal/applications/{file.public_id}/accept/"
    assert "Accepter la place" in text(client.get(url))
    assert Place.objects.count() == 0

    answer = client.post(url)

    agreement_url = f"/portal/startups/{file.startup.slug}/agreement/"
    assert (answer.status_code, answer.url, Place.objects.get().state) == (302, agreement_url, "confirmed")
    assert client.post(url).url == agreement_url

    unticked = client.post(agreement_url, {})
    assert (unticked.status_code, Agreement.objects.count()) == (422, 0)
    assert "Cochez cette case pour accepter la convention." in text(unticked)
    assert client.post(agreement_url, {"agree": "on"}).status_code == 302
    assert (Agreement.objects.get().signed_by, Agreement.objects.get().method) == (founder, "on_screen")
    assert "Convention signée par Founder." in text(client.get(agreement_url))


@pytest.mark.usefixtures("on_the_day")
def test_the_founder_declines(call, cohort, officer, director, founder, client_for):
    (file,) = offers(call, officer, director, founder)
    client, url = client_for(founder), f"/portal/applications/{file.public_id}/refuse/"

    answer = client.post(url, {"note": "Un autre programme."})

    file.refresh_from_db()
    assert (answer.status_code, answer.url, file.state) == (302, url, "refused")
    assert "L’offre a été déclinée." in text(client.get(url))


@pytest.mark.usefixtures("on_the_day")
def test_a_full_cohort_says_so_and_the_offer_stays(call, officer, director, founder, founder2, client_for):
    cohort = planned_cohort(call, officer, places=1)
    confirmed_place(cohort, founder2)
    (file,) = offers(call, officer, director, founder)

    answer = client_for(founder).post(f"/portal/applications/{file.public_id}/accept/")

    file.refresh_from_db()
    assert (answer.status_code, file.state) == (409, "offered")
    assert "Toutes les places de cette cohorte sont prises." in text(answer)
    assert "Accepter la place" in text(answer)


def test_another_founder_finds_nothing(call, cohort, officer, director, founder, founder2, client_for):
    (file,) = offers(call, officer, director, founder)
    place = confirmed_place(cohort, founder)
    urls = [
        f"/portal/applications/{file.public_id}/accept/",
        f"/portal/applications/{file.public_id}/refuse/",
        f"/portal/startups/{place.startup.slug}/agreement/",
    ]

    for who in (founder2, officer):
        client = client_for(who)
        assert [client.get(u).status_code for u in urls] + [client.post(u).status_code for u in urls] == [
            404
        ] * 6


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Convention d’incubation"), ("en", "The French text is the one that binds.")],
)
def test_the_agreement_reads_in_both_languages(place, founder, client_for, settings, language, words):
    client = client_for(founder)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = text(client.get(f"/portal/startups/{place.startup.slug}/agreement/"))

    assert words in page
    assert "1. La start-up rejoint «\u00a0Cohorte 1\u00a0» du 5 avril 2027 au 5 octobre 2027." in page


def test_a_member_who_does_not_lead_reads_why(place, founder2, client_for):
    place.startup.memberships.create(person=founder2, role="founder")

    page = text(client_for(founder2).get(f"/portal/startups/{place.startup.slug}/agreement/"))

    assert "Seule la personne qui porte le projet accepte la convention." in page
    assert 'name="agree"' not in page


def test_the_office_plans_a_cohort_from_the_call(call, officer, client_for):
    client, url = client_for(officer), f"/desk/cohorts/new/{call.reference}/"
    form = client.get(url).context["form"]
    typed = {name: str(value) for name, value in form.initial.items()} | {"places": "4"}

    wrong = client.post(url, {**typed, "ends_on": typed["starts_on"]})
    right = client.post(url, typed)

    assert (wrong.status_code, right.status_code) == (422, 302)
    cohort = Cohort.objects.get()
    assert (cohort.call, cohort.places, cohort.slug, right.url) == (
        call,
        4,
        "ateliers-1",
        "/desk/cohorts/ateliers-1/",
    )
    assert client.get(url).status_code == 302


def test_the_office_records_a_signed_copy(place, officer, founder, client_for):
    url = f"/desk/cohorts/{place.cohort.slug}/places/{place.public_id}/"
    client = client_for(officer)

    without = client.post(f"{url}agreement/", {"signed_by": founder.public_id})
    recorded = client.post(f"{url}agreement/", {"signed_by": founder.public_id, "scan": pdf("signee.pdf")})

    assert (without.status_code, recorded.status_code) == (422, 302)
    assert "Ajoutez la copie numérisée" in text(without)
    assert "signee.pdf" in text(client.get(url))


def test_the_office_acts_on_a_place_with_reasons(signed, officer, client_for):
    url = f"/desk/cohorts/{signed.cohort.slug}/places/{signed.public_id}/"
    client = client_for(officer)

    assert client.post(f"{url}start/").status_code == 302
    assert client.post(f"{url}pause/", {"pause-note": "Maladie."}).status_code == 302
    assert "Maladie." in text(client.get(url))
    assert client.post(f"{url}resume/").status_code == 302
    refused = client.post(f"{url}exclude/", {"exclude-note": " "})
    assert (refused.status_code, "Écrivez la raison" in text(refused)) == (422, True)
    assert client.post(f"{url}graduate/").status_code == 302
    signed.refresh_from_db()
    assert signed.state == "graduated"
    assert client.post(f"{url}leave/", {"leave-note": "Départ."}).status_code == 409
    assert client.post(f"{url}confirm/").status_code == 404


@pytest.mark.parametrize("who", ["founder", "donor", "juror", "outsider"])
def test_the_desk_does_not_exist_for_others(request, place, who, client_for):
    client, slug = client_for(request.getfixturevalue(who)), place.cohort.slug
    urls = ["/desk/cohorts/", f"/desk/cohorts/{slug}/", f"/desk/cohorts/{slug}/places/{place.public_id}/"]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_cohort_asks_the_same_number_of_questions(
    cohort, founder, officer, client_for, django_assert_num_queries, count
):
    for number in range(count):
        confirmed_place(cohort, founder, startup_name=f"Start-up {number}")
    client = client_for(officer)
    client.get(f"/desk/cohorts/{cohort.slug}/")

    with django_assert_num_queries(3):
        answer = client.get(f"/desk/cohorts/{cohort.slug}/")

    assert len(answer.context["places"]) == count


def test_the_list_of_cohorts(cohort, place, officer, client_for):
    page = text(client_for(officer).get("/desk/cohorts/"))

    assert "Cohorte 1" in page
    assert "1 sur 3" in page
