"""The pages of reports, for the start-up and for the desk."""

import pytest

from incubator.reporting import filling
from incubator.reporting.indicators import QUARTERLY, load_indicators
from incubator.reporting.models import Period, Report
from tests.world.incubation import (
    accepted_report,
    active_place,
    expected_report,
    planned_period,
    submitted_report,
)

URL = "/portal/startups/tikpa-hors-ligne/reports/"
WORDS = {"done": "Essai mené.", "difficulties": "Le réseau.", "next_steps": "Une deuxième commune."}
NUMBERS = dict.fromkeys(QUARTERLY, "5")
DESK_QUERIES = 6
PORTAL_QUERIES = 5


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def report(place, officer):
    return expected_report(place, officer)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            (
                "Rapports",
                "Clients / utilisateurs actifs",
                "Pas de chiffre\u00a0: pourquoi\u00a0?",
                "Envoyer le rapport",
            ),
        ),
        ("en", ("Reports", "Active customers/users", "No figure: why?", "Send the report")),
    ],
)
def test_the_founder_reads_in_both_languages(report, founder, client_for, settings, language, words):
    client = client_for(founder)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    pages = text(client.get(URL)) + text(client.get(f"{URL}2027-t3/"))

    assert [word for word in words if word not in pages] == []


def test_a_prefilled_number_says_where_it_comes_from(place, founder, officer, client_for):
    accepted_report(place, founder, officer, "2027-t2")
    expected_report(place, officer)

    page = text(client_for(founder).get(f"{URL}2027-t3/"))

    assert page.count("repris du rapport précédent") == 5


def test_another_founder_finds_nothing(report, founder2, officer, client_for):
    for who in (founder2, officer):
        client = client_for(who)
        answers = [
            client.get(URL),
            client.get(f"{URL}2027-t3/"),
            client.post(f"{URL}2027-t3/", NUMBERS),
            client.post(f"{URL}2027-t3/submit/", NUMBERS),
        ]
        assert [a.status_code for a in answers] == [404] * 4


def test_saving_keeps_what_is_unfinished(report, founder, client_for):
    answer = client_for(founder).post(f"{URL}2027-t3/", {"revenue": "beaucoup", "done": "Essai."})

    report.refresh_from_db()
    line = report.values.get(indicator__code="revenue")
    assert (answer.status_code, report.state, report.done) == (302, "expected", "Essai.")
    assert (line.value, line.typed) == (None, "beaucoup")


def test_sending_too_early_lists_what_is_missing_and_keeps_the_text(report, founder, client_for):
    answer = client_for(founder).post(
        f"{URL}2027-t3/submit/", {**NUMBERS, "revenue": "beaucoup", "done": "Essai."}
    )

    page = text(answer)
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (422, "expected")
    assert 'href="#id_revenue"' in page
    assert 'href="#id_difficulties"' in page
    assert 'href="#id_cash_in_hand"' not in page
    assert 'value="beaucoup"' in page


def test_sending_then_reading_only(report, founder, client_for):
    client = client_for(founder)
    posted = {
        **NUMBERS,
        **WORDS,
        "revenue": "",
        "revenue-reason": "Pas encore de vente.",
        "cash_in_hand": "0",
    }

    first, second = client.post(f"{URL}2027-t3/submit/", posted), client.post(f"{URL}2027-t3/submit/", posted)

    report.refresh_from_db()
    assert ([first.status_code, second.status_code], report.state) == ([302, 302], "submitted")
    page = text(client.get(f"{URL}2027-t3/"))
    assert "Pas de chiffre – Pas encore de vente." in page
    assert "0\u00a0F\u00a0CFA" in page
    assert 'name="revenue"' not in page


def test_saving_a_sent_report_keeps_the_typed_text_on_the_page(place, founder, officer, client_for):
    submitted_report(place, founder, officer)

    answer = client_for(founder).post(
        f"{URL}2027-t3/", {**NUMBERS, **WORDS, "done": "Un texte tapé trop tard."}
    )

    assert answer.status_code == 409
    assert "Un texte tapé trop tard." in text(answer)
    assert Report.objects.get().done == "Essai mené à Dapaong."


def test_the_office_returns_then_accepts(place, founder, officer, client_for):
    report = submitted_report(place, founder, officer)
    desk, url = client_for(officer), f"/desk/reports/{report.public_id}/"
    assert "Essai mené à Dapaong." in text(desk.get(url))

    assert desk.post(f"{url}return/", {"note": ""}).status_code == 422
    assert desk.post(f"{url}return/", {"note": "Précisez."}).status_code == 302
    assert "Précisez." in text(client_for(founder).get(f"{URL}2027-t3/"))
    report.refresh_from_db()
    filling.submit(report, by=founder, at=report.submitted_at)
    assert desk.post(f"{url}accept/").status_code == 302
    report.refresh_from_db()
    assert report.state == "accepted"


def test_a_donor_reads_accepted_reports_only(place, founder, officer, donor, client_for):
    accepted = accepted_report(place, founder, officer, "2027-t2")
    waiting = submitted_report(place, founder, officer, "2027-t3")
    client = client_for(donor)

    answers = [client.get(f"/desk/reports/{r.public_id}/").status_code for r in (accepted, waiting)]

    assert answers == [200, 404]
    assert client.get("/desk/follow-up/reports/").context["page"].rows == [accepted]
    assert client.post(f"/desk/reports/{accepted.public_id}/accept/").status_code == 404


@pytest.mark.parametrize("who", ["founder", "juror", "mentor_user", "outsider"])
def test_the_desk_does_not_exist_for_others(request, report, who, client_for):
    client = client_for(request.getfixturevalue(who))
    urls = [
        "/desk/follow-up/reports/",
        f"/desk/reports/{report.public_id}/",
        f"/desk/cohorts/{report.place.cohort.slug}/periods/",
    ]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_the_list_opens_on_what_is_to_read_and_filters(
    place, founder, founder2, officer, director, client_for
):
    active_place(founder2, officer, director, startup_name="Assilassimé")
    sent = submitted_report(place, founder, officer)
    client = client_for(officer)

    def listed(query: str) -> list[str]:
        page = client.get(f"/desk/follow-up/reports/{query}").context["page"]
        return [row.place.startup.name for row in page.rows]

    assert listed("") == [sent.place.startup.name]
    assert listed("?view=all&state=expected") == ["Assilassimé"]
    assert listed("?q=tikpa") == ["Tikpa Hors-Ligne"]
    assert listed("?sort=-startup&view=all") == ["Tikpa Hors-Ligne", "Assilassimé"]


def test_the_office_plans_the_periods_in_one_form_and_opens_one(place, officer, client_for):
    load_indicators()
    client, url = client_for(officer), f"/desk/cohorts/{place.cohort.slug}/periods/"
    formset = client.get(url).context["formset"]
    posted = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "4"}
    for number, form in enumerate(formset):
        posted |= {
            f"form-{number}-{name}": str(value) for name, value in form.initial.items() if name != "wanted"
        }
        posted |= {f"form-{number}-wanted": "on"} if number != 2 else {}

    planned = client.post(url, posted)
    opened = client.post(f"{url}2027-t2/open/")

    assert (planned.status_code, opened.status_code) == (302, 302)
    assert list(Period.objects.values_list("slug", flat=True)) == ["2027-t2", "final", "2027-t3"]
    assert [r.period.slug for r in Report.objects.all()] == ["2027-t2"]
    assert "2027-t4" in text(client.get(url))


def test_periods_without_indicators_say_so(place, officer, client_for):
    client, url = client_for(officer), f"/desk/cohorts/{place.cohort.slug}/periods/"
    form = client.get(url).context["formset"][0]
    posted = {f"form-0-{name}": str(value) for name, value in form.initial.items()}

    answer = client.post(url, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", **posted})

    assert answer.status_code == 422
    assert "Les indicateurs ne sont pas encore chargés." in text(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_list_asks_the_same_number_of_questions(
    centre, founder, officer, director, client_for, django_assert_num_queries, count
):
    for number in range(count):
        place = active_place(founder, officer, director, startup_name=f"Start-up {number}")
    expected_report(place, officer)
    client = client_for(officer)
    client.get("/desk/follow-up/reports/?view=all")

    with django_assert_num_queries(DESK_QUERIES):
        answer = client.get("/desk/follow-up/reports/?view=all")

    assert len(answer.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_founders_list_asks_the_same_number_of_questions(
    place, founder, officer, client_for, django_assert_num_queries, count
):
    for slug in ("2027-t2", "2027-t3", "2027-t4")[:count]:
        expected_report(place, officer, slug)
    planned_period(place.cohort, officer, "final")
    client = client_for(founder)
    client.get(URL)

    with django_assert_num_queries(PORTAL_QUERIES):
        answer = client.get(URL)

    assert len(answer.context["rows"]) == count
