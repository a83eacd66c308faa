from datetime import timedelta

import pytest

from incubator.applications.models import Application
from tests.incubator.applications.submission.test_sending import CLOSING
from tests.world import applications as world

PAGES = ("", "documents/", "review/", "team/", "withdraw/", *(f"form/{step}/" for step in range(1, 9)))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_draft(typed, page, language):
    application, client = typed
    client.cookies["language"] = language

    answer = client.get(f"/portal/applications/{application.ref}/{page}")

    assert answer.status_code == 200
    assert len(answer.content) < 100_000


def test_from_the_call_to_the_receipt(call, founder, client_for, now):
    client = client_for(founder)
    start = f"/portal/applications/start/{call.slug}/"
    assert client.get(start).status_code == 200
    first = client.post(start, {"name": "Agblézéna"})
    application = Application.objects.get()
    assert first.url == f"/portal/applications/{application.ref}/form/1/"
    world.drafting.save_answers(application, world.sample_answers(), by=founder, at=world.DRAFTED)
    for slug in ("identite", "immatriculation"):
        answer = client.post(
            f"/portal/applications/{application.ref}/documents/", {"slug": slug, "file": world.pdf()}
        )
        assert answer.status_code == 302

    sent = client.post(f"/portal/applications/{application.ref}/submit/")
    again = client.post(f"/portal/applications/{application.ref}/submit/")

    application.refresh_from_db()
    assert [a.url for a in (sent, again)] == [f"/portal/applications/{application.ref}/receipt/"] * 2
    page = client.get(sent.url).content.decode()
    assert application.receipt_code in page
    assert "lundi 1er février 2027 à 10\u00a0h\u00a000\u00a0min\u00a000\u00a0s, heure de Lomé (UTC+0)" in page
    for end in ("", "review/", "receipt/", "team/"):
        assert client.get(f"/portal/applications/{application.ref}/{end}").status_code == 200
    assert client.get("/portal/applications/").status_code == 200


def test_sending_an_incomplete_file_lists_what_is_missing(typed):
    application, client = typed

    page = client.post(f"/portal/applications/{application.ref}/submit/")

    assert page.status_code == 409
    assert "à compléter avant l’envoi" in page.content.decode()
    assert Application.objects.get().state == "draft"


def test_sending_too_late_keeps_the_draft_to_print(call, founder, client_for, now):
    application = world.complete(call, founder)
    client = client_for(founder)
    now(CLOSING - timedelta(seconds=2))
    client.get(f"/portal/applications/{application.ref}/review/")
    now(CLOSING)

    page = client.post(f"/portal/applications/{application.ref}/submit/")

    assert page.status_code == 409
    assert "L’envoi s’est arrêté le vendredi 5 mars 2027" in page.content.decode()
    assert client.get(f"/portal/applications/{application.ref}/review/").status_code == 200
    assert Application.objects.get().state == "draft"


def test_a_withdrawal_over_http(typed):
    application, client = typed

    answer = client.post(f"/portal/applications/{application.ref}/withdraw/", {"reason": ""})

    assert answer.url == f"/portal/applications/{application.ref}/"
    assert Application.objects.get().state == "withdrawn"
    for end in ("", "review/"):
        assert client.get(f"/portal/applications/{application.ref}/{end}").status_code == 200


def test_a_closed_call_has_no_start_button(call, founder, client_for, now):
    now(CLOSING)

    page = client_for(founder).get(f"/portal/applications/start/{call.slug}/").content.decode()

    assert "L’appel s’est clos le vendredi 5 mars 2027" in page
    assert "Commencer la candidature" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_stays_within_its_queries(
    call, founder, client_for, now, count, django_assert_max_num_queries
):
    for number in range(count):
        world.drafting.start(call, by=founder, at=world.DRAFTED, name=f"Projet {number}")
    client = client_for(founder)
    client.get("/portal/applications/")

    with django_assert_max_num_queries(12):
        client.get("/portal/applications/")


# -- the API ----------------------------------------------------------------------------------------------


def test_the_api_does_what_the_pages_do(call, founder, client_for, now):
    application = world.complete(call, founder)
    client, base = client_for(founder), f"/api/v1/applications/{application.ref}"

    saved = client.put(
        f"{base}/answers",
        {"answers": {"pitch": "Par l’API"}, "versions": {"pitch": 1}},
        content_type="application/json",
    )
    stale = client.put(
        f"{base}/answers",
        {"answers": {"pitch": "Autre"}, "versions": {"pitch": 1}},
        content_type="application/json",
    )
    read = client.get(base).json()
    sent = client.post(f"{base}/submit").json()
    again = client.post(f"{base}/submit").json()

    assert saved.json() == {"saved": {"pitch": 2}, "conflicts": [], "issues": []}
    assert [c["theirs"] for c in stale.json()["conflicts"]] == ["Par l’API"]
    assert (read["state"], read["missing"], read["answers"]["pitch"]) == ("draft", [], "Par l’API")
    assert (sent["state"], sent["reference"]) == ("submitted", "AC-2027-01-0001")
    assert again == sent
    assert [item["id"] for item in client.get("/api/v1/applications").json()["items"]] == [application.ref]


def test_the_api_knows_nobody_elses_file(call, founder, outsider, client_for, client, now):
    application = world.draft(call, founder)
    base = f"/api/v1/applications/{application.ref}"

    assert client_for(outsider).get(base).status_code == 404
    assert client_for(outsider).post(f"{base}/submit").status_code == 404
    assert client.get(base).status_code == 401
