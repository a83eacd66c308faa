"""The eligibility check without an account, with the answers of the twelve start-ups."""

import pytest
from django.core.cache import cache
from django.test import Client
from time_machine import travel

from incubator.programmes import facts, rules
from incubator.programmes.eligibility_check import session_key
from tests.world.programmes import SAMPLE, load_sample_call, published_call

OPEN = "2027-02-01T10:00:00+00:00"
PATH = "/portal/check/communes-et-territoires-2027/"


@pytest.fixture
def call(centre, officer, director):
    cache.clear()
    return published_call(officer, director)


def posted(call, startup):
    """What a browser would send: yes and no, empty fields empty."""
    asked = rules.questions(call, call.form_version.form)
    words = {True: "yes", False: "no", None: ""}
    answers = {field.key: startup["answers"].get(field.key) for field in asked}
    return {
        key: words[value] if value is None or isinstance(value, bool) else value
        for key, value in answers.items()
    }


@pytest.mark.parametrize("startup", SAMPLE["startups"], ids=lambda startup: startup["slug"])
def test_the_answer_is_that_of_the_file(call, startup):
    expected, visitor = startup["expected_eligibility"], Client()

    with travel(OPEN, tick=False):
        sent = visitor.post(PATH, posted(call, startup))
        page = visitor.get(PATH)

    answer = page.context["answer"]
    reasons = {rule.reason_fr for rule in call.eligibility_rules.filter(slug__in=expected["failed"])}
    assert sent.url == f"{PATH}#answer"
    assert answer.result == ("yes" if expected["eligible"] else "no")
    assert {reason["words"].plain for reason in answer.reasons} == reasons
    assert visitor.session[session_key(call)]["stage"] == startup["answers"]["stage"]


def test_only_the_questions_of_the_rules_are_asked(call):
    with travel(OPEN, tick=False):
        page = Client().get(PATH)

    assert [field.key for _title, fields in page.context["groups"] for field in fields] == [
        "lead_birth_date",
        "registration_date",
        "founders_count",
        "founders_resident",
        "youngest_founder_adult",
        "second_person",
        "stage",
        "no_double_funding",
    ]
    assert page.context["answer"] is None


def test_missing_answers_are_asked_for(call):
    visitor = Client()

    with travel(OPEN, tick=False):
        visitor.post(PATH, {"stage": "mvp", "founders_count": "2"})
        answer = visitor.get(PATH).context["answer"]

    assert answer.result == "unknown"
    assert [reason["anchor"] for reason in answer.reasons] == [
        "id_founders_resident",
        "id_lead_birth_date",
        "id_no_double_funding",
    ]


def test_reasons_are_read_in_english(call):
    visitor, startup = (
        Client(),
        next(s for s in SAMPLE["startups"] if not s["expected_eligibility"]["eligible"]),
    )

    with travel(OPEN, tick=False):
        assert visitor.get(f"{PATH}?lang=en").url == PATH
        visitor.post(PATH, posted(call, startup))
        html = visitor.get(PATH).content.decode()

    assert '<html lang="en"' in html
    assert "From your answers, this call is not open to you." in html


def test_no_application_starts_before_the_opening_or_after_the_closing(call):
    for moment in ("2027-01-10T10:00:00+00:00", "2027-03-05T17:00:00+00:00"):
        with travel(moment, tick=False):
            visitor = Client()
            visitor.post(PATH, posted(call, SAMPLE["startups"][0]))
            page = visitor.get(PATH)
        assert (page.context["answer"].result, page.context["is_open"]) == ("yes", False)
        assert "Commencer ma candidature" not in page.content.decode()


def test_a_call_in_preparation_has_no_check(centre, officer):
    load_sample_call(officer)

    assert Client().get(PATH).status_code == 404


@pytest.mark.parametrize(
    "junk",
    [
        {"founders_count": "beaucoup"},
        {"lead_birth_date": "32/13/1990"},
        {"stage": "x" * 30000},
        {"founders_count": "\x00"},
        {"unknown": "1"},
    ],
)
def test_the_check_survives_anything(call, junk):
    visitor = Client()

    with travel(OPEN, tick=False):
        assert visitor.post(PATH, junk).status_code == 302
        assert visitor.get(PATH).status_code == 200


def test_facts_follow_from_the_commune(call):
    know = facts.facts_for(call)

    assert [know(part, "zio-1") for part in ("region", "prefecture", "reporting_zone")] == [
        "maritime",
        "zio",
        "maritime-hors-grand-lome",
    ]
    assert know("region", "nowhere") is None
    assert str(facts.closing_on(call)) == "2027-03-05"
    assert len({each[0] for _group, communes in facts.commune_groups() for each in communes}) == 117


def test_the_api_lists_public_calls_page_by_page(call, officer, client):
    load = client.get("/api/v1/calls", {"limit": 1}).json()

    assert [item["reference"] for item in load["items"]] == ["AC-2027-01"]
    assert (load["next"], load["items"][0]["title"]["en"][:4]) == (None, "Call")
    detail = client.get("/api/v1/calls/communes-et-territoires-2027").json()
    assert [
        len(detail[name]) for name in ("eligibility", "criteria", "documents", "calendar", "tranches")
    ] == [11, 7, 7, 19, 3]
    assert client.get("/api/v1/calls/rien").status_code == 404
