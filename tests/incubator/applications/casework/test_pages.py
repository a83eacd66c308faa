"""The office's list and its page of one file."""

import pytest

from incubator.applications.casework import screening
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.submission import search_words
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.files.models import StoredFile
from incubator.workflow.models import Event
from tests.world import reviews as world
from tests.world.applications import submitted

SECRET = "Un fauteuil roulant"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05", "su-10"))]


@pytest.fixture
def clerk(client_for, officer):
    return client_for(officer)


def listed(client, query=""):
    page = client.get(f"/desk/applications/{query}").content.decode()
    return [
        row.split("<")[0]
        for row in page.split('data-label="Référence"><a href="')[1:]
        for row in [row.split(">")[1]]
    ]


def test_the_list_opens_on_what_waits_the_oldest_first(clerk, files):
    assert listed(clerk) == [f.reference for f in files]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?gender=F", [0, 2]),
        ("?gender=M", [1]),
        ("?eligibility=no", [2]),
        ("?eligibility=yes", [0, 1]),
        ("?sector=education", [1]),
        ("?zone=kara", [1]),
        ("?q=tikpa", [1]),
        ("?q=0001", [0]),
        ("?state=eligible", []),
        ("?view=all&sort=-reference", [2, 1, 0]),
        ("?charge=nobody", [0, 1, 2]),
        ("?charge=me", []),
        ("?call=AC-2027-01", [0, 1, 2]),
        ("?view=returned", []),
    ],
)
def test_filters(clerk, files, query, found):
    search_words.catch_up()

    assert listed(clerk, query) == [files[n].reference for n in found]


@pytest.mark.parametrize("query", ["gender=X", "couleur=bleu", "view=rien", "sort=rien", "zone=paris"])
def test_an_unknown_filter_is_ignored_and_said(clerk, files, query):
    key = query.partition("=")[0]

    page = clerk.get(f"/desk/applications/?{query}").content.decode()

    assert f"L’adresse demande un élément que cette liste ne connaît pas ({key})" in page
    assert listed(clerk, f"?{query}") == [f.reference for f in files]


def test_an_empty_list_says_how_many_without_filter(clerk, files):
    page = clerk.get("/desk/applications/?q=introuvable").content.decode()

    assert "Rien ne correspond à ces filtres (3 sans filtre)." in page


def test_drafts_and_files_with_a_link_are_not_in_the_list(clerk, files, officer, call, founder, at):
    from tests.world.applications import draft

    draft(call, founder)
    declaring.declare(officer, files[0].startup, kind=InterestKind.PERSONAL, by=officer, at=at)

    assert listed(clerk, "?view=all") == [files[1].reference, files[2].reference]
    assert clerk.get(f"/desk/applications/{files[0].public_id}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "path", ["/desk/applications/?view=all", "/desk/calls/AC-2027-01/applications/?view=all"]
)
def test_the_list_asks_the_same_number_of_questions(
    django_assert_num_queries, client_for, officer, call, person, path, count
):
    for n, slug in enumerate(("su-01", "su-05", "su-10")[:count]):
        screening.take_charge(submitted(call, person(f"f{n}"), slug), officer, by=officer, at=world.SCREENED)
    client = client_for(officer)
    client.get(path)

    with django_assert_num_queries(QUESTIONS):
        client.get(path)


QUESTIONS = 3


@pytest.fixture
def sensitive(call, founder):
    from incubator.applications.filling import drafting
    from incubator.applications.submission import sending
    from tests.world.applications import complete

    application = complete(call, founder, "su-02")
    drafting.save_answers(application, {"lead_accommodation": SECRET}, by=founder, at=application.created_at)
    return sending.submit(application, by=founder, at=world.SCREENED.replace(month=2, day=20))


def test_sensitive_answers_are_for_officers_who_ask_and_the_audit_says_so(
    sensitive, client_for, officer, director
):
    url = f"/desk/applications/{sensitive.public_id}/"
    plain = client_for(officer).get(url).content.decode()
    shown = client_for(officer).post(f"{url}sensitive/").content.decode()
    refused = client_for(director).post(f"{url}sensitive/").status_code
    every = client_for(officer).get("/desk/applications/?view=all").content.decode()

    assert [SECRET in text for text in (plain, shown, every)] == [False, True, False]
    assert refused == 404
    assert (
        Event.objects.filter(verb="application.read_sensitive").values_list("actor", flat=True).get()
        == officer.pk
    )


def test_the_page_of_a_file_is_the_offices(files, client_for, request):
    url = f"/desk/applications/{files[0].public_id}/"
    roles = ("officer", "director", "admin", "finance", "juror", "founder", "outsider")

    found = {role: client_for(request.getfixturevalue(role)).get(url).status_code for role in roles}

    assert found == dict.fromkeys(roles, 404) | {"officer": 200, "director": 200, "admin": 200}


def test_the_buttons_follow_the_table_of_moves(clerk, files, officer):
    url = f"/desk/applications/{files[0].public_id}/"
    first = clerk.get(url).content.decode()
    clerk.post(f"{url}confirm-eligible/")
    second = clerk.get(url).content.decode()

    assert ("/confirm-eligible/" in first, "/send-to-review/" in first) == (True, False)
    assert ("/confirm-eligible/" in second, "/send-to-review/" in second) == (False, True)


def test_a_file_is_returned_from_its_page_and_the_typed_text_stays(clerk, files):
    url = f"/desk/applications/{files[0].public_id}/return/"
    bad = clerk.post(url, {"key": "problem", "reason-problem": "", "due_on": "2027-03-15", "note": "Un mot"})
    good = clerk.post(
        url, {"key": "problem", "reason-problem": "Précisez.", "due_on": "2027-03-15", "note": ""}
    )

    page = bad.content.decode()
    assert "Cochez au moins une réponse, et écrivez pour chacune ce qui est à corriger." in page
    assert 'value="problem" checked' in page
    assert "Un mot" in page
    assert (good.status_code, Application.objects.get(pk=files[0].pk).state) == (302, State.RETURNED)
    assert "Précisez." in Application.objects.get(pk=files[0].pk).corrections.get().items[0]["reason"]


def test_what_changed_stands_on_the_page(clerk, files, officer):
    from datetime import timedelta

    from incubator.applications.filling import drafting
    from incubator.applications.submission import sending

    file, lead = files[0], files[0].team.get().person
    items, due = [{"key": "pitch", "reason": "Raccourcissez."}], world.SCREENED + timedelta(days=7)
    screening.return_for_correction(file, items=items, due_at=due, by=officer, at=world.SCREENED)
    drafting.save_answers(file, {"pitch": "Conseils par message vocal."}, by=lead, at=world.SCREENED)
    sending.resubmit(file, by=lead, at=world.SCREENED)

    page = clerk.get(f"/desk/applications/{file.public_id}/").content.decode()

    assert '<ins><span class="quiet">[ajouté] </span>' in page
    assert '<del><span class="quiet">[retiré] </span>' in page


def test_an_ineligible_file_shows_its_reasons_before_they_are_confirmed(clerk, files):
    url = f"/desk/applications/{files[2].public_id}/"
    reason = files[2].eligibility["reasons"][0]["fr"]

    page = clerk.get(f"{url}find-ineligible/").content.decode().replace("&#x27;", "'")
    clerk.post(f"{url}find-ineligible/", {"reasons_fr": "Trop jeune.", "reasons_en": ""})

    assert reason in page
    assert Application.objects.get(pk=files[2].pk).decisions.get().reasons_fr == "Trop jeune."


def test_a_decision_is_written_from_the_page(clerk, files, officer):
    world.in_review(files[0], officer)
    url = f"/desk/applications/{files[0].public_id}/decide/"

    bad = clerk.post(url, {"result": "decline", "reasons_fr": ""})
    good = clerk.post(
        url, {"result": "offer", "reasons_fr": "", "answer_on": "2027-05-14", "next": "/desk/applications/"}
    )

    kept = Application.objects.get(pk=files[0].pk).decisions.get(kind="outcome")
    assert "Écrivez les raisons en français\u00a0: l’équipe les lit dans sa lettre." in bad.content.decode()
    assert (good.url, kept.result) == ("/desk/applications/", "offer")
    assert kept.answer_by.isoformat() == "2027-05-14T17:00:00+00:00"


def test_a_refused_act_is_told_and_changes_nothing(clerk, files):
    answer = clerk.post(f"/desk/applications/{files[0].public_id}/promote/")

    assert answer.status_code == 409
    assert Application.objects.get(pk=files[0].pk).state == State.SUBMITTED


def test_an_admin_reads_and_does_not_act(client_for, admin, files):
    answer = client_for(admin).post(f"/desk/applications/{files[0].public_id}/confirm-eligible/")

    assert answer.status_code == 403
    assert Application.objects.get(pk=files[0].pk).state == State.SUBMITTED


def test_a_file_is_given_to_somebody_of_the_office(clerk, files, director):
    url = f"/desk/applications/{files[0].public_id}/assign/"

    done = clerk.post(url, {"person": director.public_id})

    assert (done.status_code, Application.objects.get(pk=files[0].pk).in_charge) == (302, director)
    clerk.post(url, {"person": ""})
    assert Application.objects.get(pk=files[0].pk).in_charge is None


def test_a_file_is_not_given_to_somebody_with_a_link(clerk, files, director, at):
    declaring.declare(director, files[0].startup, kind=InterestKind.PERSONAL, by=director, at=at)

    answer = clerk.post(f"/desk/applications/{files[0].public_id}/assign/", {"person": director.public_id})

    assert answer.status_code == 422
    assert "Choisissez une autre personne dans la liste." in answer.content.decode()
    assert Application.objects.get(pk=files[0].pk).in_charge is None


def test_the_page_says_who_holds_the_file_and_for_how_long(clerk, files):
    page = clerk.get(f"/desk/applications/{files[0].public_id}/").content.decode()

    assert "au centre depuis 15 jours" in page


def test_the_page_of_a_file_with_the_jury_asks_few_questions(
    django_assert_num_queries, clerk, files, officer, juror, juror2, juror3, call
):
    url = f"/desk/applications/{files[0].public_id}/"
    world.scored(call, [files[0]], [juror, juror2, juror3], officer)
    clerk.get(url)

    with django_assert_num_queries(FILE_QUESTIONS):
        clerk.get(url)


FILE_QUESTIONS = 15


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        ("", ""),
        ("clean", ""),
        ("waiting", "Pas encore vérifié"),
        ("found", "Retenu\u00a0: un virus y a été trouvé"),
    ],
)
def test_the_page_says_of_each_document_what_the_virus_check_said(clerk, files, scan, words):
    file = StoredFile.objects.filter(record="application", record_id=files[0].pk).first()
    StoredFile.objects.filter(pk=file.pk).update(scan=scan)

    page = clerk.get(f"/desk/applications/{files[0].public_id}/").content.decode()

    said = [each for each in ("Pas encore vérifié", "Retenu\u00a0: un virus y a été trouvé") if each in page]
    assert said == ([words] if words else [])
