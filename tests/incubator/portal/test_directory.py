import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incubator.startups import founding, profile
from incubator.startups.models import Startup


def names(answer):
    return [startup.name for startup in answer.context["page_obj"]]


@pytest.mark.parametrize("root", ["/startups/", "/en/startups/"])
def test_only_consenting_startups_are_shown(place, published, root):
    answer = Client().get(root)

    assert names(answer) == ["Savane Cadastre"]
    assert place.startup.name not in answer.content.decode()
    assert Client().get(f"{root}{published.slug}/").status_code == 200
    assert Client().get(f"{root}{place.startup.slug}/").status_code == 404


def test_a_taken_back_agreement_hides_at_once(published, founder2, at):
    profile.consent_to_directory(published, wording="oui", given=False, by=founder2, at=at)

    assert names(Client().get("/startups/")) == []
    assert Client().get(f"/startups/{published.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=mvp", True),
        ("stage=idee", False),
        ("q=parcelles+savane", True),
        ("q=registres", False),
        ("stage=unknown", True),
        ("zone=nowhere", True),
        ("page=999", True),
        ("q=%00", True),
    ],
)
def test_filters_and_values_nobody_knows(published, query, found):
    answer = Client().get(f"/startups/?{query}")

    assert (answer.status_code, names(answer)) == (200, ["Savane Cadastre"] if found else [])


def test_an_anonymous_page_holds_no_session_and_no_token(published):
    answer = Client().get("/startups/")

    assert (dict(answer.cookies), "csrfmiddlewaretoken" in answer.content.decode()) == ({}, False)
    assert "Cookie" not in answer.get("Vary", "")


def test_the_two_languages_lead_to_each_other(published):
    fr, en = Client().get("/startups/"), Client().get("/en/startups/?stage=mvp")

    assert '<html lang="fr"' in fr.content.decode() and '<html lang="en"' in en.content.decode()
    assert 'href="/en/startups/"' in fr.content.decode()
    assert 'href="/startups/?stage=mvp"' in en.content.decode()


def test_queries_do_not_grow_with_rows(published, founder, at, django_assert_num_queries):
    Client().get("/startups/?page=1")
    with CaptureQueriesContext(connection) as one:
        Client().get("/startups/?page=1")
    for number in range(2):
        startup = founding.found(f"Autre {number}", lead=founder, by=founder, at=at)
        profile.consent_to_directory(startup, wording="oui", given=True, by=founder, at=at)
        profile.publish(startup, by=founder, at=at)
    with django_assert_num_queries(len(one)):
        assert len(names(Client().get("/startups/?page=1"))) == 3


def test_a_founder_writes_the_profile_and_agrees(inside, place, founder, now):
    ask, base = inside(founder), f"/portal/startups/{place.startup.slug}/profile/"
    given = {"name": "Tikpa", "pitch_fr": "Une phrase.", "pitch_en": "", "state": "published"}
    answers = [
        ask.get(base).status_code,
        ask.post(base, given).status_code,
        ask.post(base, {**given, "name": ""}).status_code,
        ask.post(f"{base}publish/", {}).status_code,
    ]
    startup = Startup.objects.get(pk=place.startup_id)
    assert (answers, startup.name, startup.pitch_fr, startup.state) == (
        [200, 302, 422, 302], "Tikpa", "Une phrase.", "hidden",
    )  # fmt: skip
    ask.post(f"{base}publish/", {"agreed": "1"})
    startup.refresh_from_db()
    assert (startup.state, startup.directory_consent_at) == ("published", now)
    ask.post(f"{base}withdraw/")
    startup.refresh_from_db()
    assert (startup.state, startup.directory_consent_at) == ("hidden", None)


def test_other_peoples_startup_does_not_exist(inside, place, founder2, now):
    ask, base = inside(founder2), f"/portal/startups/{place.startup.slug}/"

    assert [ask.get(base).status_code, ask.get(f"{base}profile/").status_code] == [404, 404]
    assert ask.post(f"{base}profile/publish/", {"agreed": "1"}).status_code == 404


@pytest.mark.parametrize("path", ["/startups/", "/en/startups/", "/startups/{slug}/", "/resultats/"])
def test_the_next_visitor_costs_no_question(published, path):
    address = path.format(slug=published.slug)
    first = Client().get(address)
    with CaptureQueriesContext(connection) as questions:
        second = Client().get(address)

    assert len(questions) == 0
    assert second.content == first.content
    assert second["Cache-Control"].startswith("public, max-age=")


def test_a_start_up_that_is_hidden_or_changed_leaves_the_kept_pages(
    published, founder2, at, django_capture_on_commit_callbacks
):
    assert b"Savane Cadastre" in Client().get("/startups/").content
    with django_capture_on_commit_callbacks(execute=True):
        profile.update(published, name="Savane Plans", by=founder2, at=at)
    assert b"Savane Plans" in Client().get("/startups/").content
    with django_capture_on_commit_callbacks(execute=True):
        profile.consent_to_directory(published, wording="oui", given=False, by=founder2, at=at)
    assert b"Savane Plans" not in Client().get("/startups/").content
    assert Client().get(f"/startups/{published.slug}/").status_code == 404
