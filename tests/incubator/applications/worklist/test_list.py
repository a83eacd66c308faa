"""The list: search within what one may read, counts, pages, flags, views and columns that are kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from incubator.applications.casework import screening
from incubator.applications.filling import drafting
from incubator.applications.models import Application, SearchText, Twins
from incubator.applications.submission import search_words, sending
from incubator.applications.worklist import flags
from incubator.applications.worklist.lists import ApplicationList
from incubator.core import clock
from incubator.lists.models import KeptColumns, SavedView
from incubator.programmes.models import Programme
from tests.world import reviews as world
from tests.world.applications import complete, submitted

LIST = "/desk/applications/"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05", "su-10"))]


@pytest.fixture
def clerk(client_for, officer):
    return client_for(officer)


def references(client, query):
    page = client.get(f"{LIST}{query}").content.decode()
    return [part.split("<")[0].split(">")[-1] for part in page.split('data-label="Référence"><a href="')[1:]]


@pytest.fixture
def secretive(call, founder):
    application = complete(call, founder, "su-02")
    drafting.save_answers(
        application, {"lead_accommodation": "Rampe zanzibar", "lead_last_name": "Wawatokpo"}, by=founder,
        at=application.created_at,
    )  # fmt: skip
    sent = sending.submit(application, by=founder, at=world.SCREENED.replace(month=2, day=20))
    assert search_words.catch_up() == 1
    return sent


@pytest.mark.parametrize(("typed", "who_finds"), [("zanzibar", []), ("wawatokpo", ["officer", "director"])])
def test_nobody_finds_a_sensitive_answer_and_only_the_office_a_personal_one(
    secretive, client_for, officer, director, admin, typed, who_finds
):
    people = {"officer": officer, "director": director, "admin": admin}
    found = [name for name, p in people.items() if references(client_for(p), f"?view=all&q={typed}")]

    assert found == who_finds
    kept = SearchText.objects.get()
    assert ("zanzibar" in kept.words, "wawatokpo" in kept.open_words) == (False, False)


def test_a_file_with_a_link_is_neither_found_nor_counted(files, officer, clerk):
    from incubator.conflicts import declaring
    from incubator.conflicts.states import InterestKind

    assert search_words.catch_up() == 3
    assert references(clerk, f"?view=all&q={files[0].reference}") == [files[0].reference]
    declaring.declare(
        officer, files[0].startup, kind=InterestKind.PERSONAL, note="", by=officer, at=world.SCREENED
    )
    cache.clear()

    assert references(clerk, f"?view=all&q={files[0].reference}") == []
    assert "2 sur 2" in clerk.get(LIST).content.decode()


def test_the_counts_tell_what_each_filter_would_leave(clerk, files):
    page = clerk.get(f"{LIST}?view=all").content.decode()
    narrowed = clerk.get(f"{LIST}?view=all&gender=M").content.decode()

    assert ">Femme (2)</option>" in page
    assert ">Homme (1)</option>" in page
    assert "3 sur 3" in page
    assert "1 sur 3" in narrowed
    assert 'value="no"' in page
    assert 'value="no"' not in narrowed


def test_what_stands_around_the_rows_is_kept_thirty_seconds_by_reader_and_address(
    files, clerk, client_for, director
):
    assert "3 sur 3" in clerk.get(LIST).content.decode()
    Application.objects.filter(pk=files[0].pk).update(state="withdrawn")

    assert "3 sur 3" in clerk.get(LIST).content.decode()
    assert "2 sur 3" in client_for(director).get(LIST).content.decode()
    assert "2 sur 3" in clerk.get(f"{LIST}?sort=reference").content.decode()


def test_pages_hang_on_rows_and_meet_without_a_gap(files, monkeypatch, clerk):
    monkeypatch.setattr(ApplicationList, "per_page", 1)
    first = clerk.get(LIST)
    second = clerk.get(LIST + first.context["later"])
    third = clerk.get(LIST + second.context["later"])
    back = clerk.get(LIST + third.context["earlier"])

    shown = [[row["reference"] for row in page.context["page"].rows] for page in (first, second, third, back)]
    assert shown == [[files[0].reference], [files[1].reference], [files[2].reference], [files[1].reference]]
    assert (first.context["earlier"], third.context["later"]) == ("", "")
    assert [p.context["page"].number for p in (first, second, third, back)] == [1, 2, 3, 2]


@pytest.mark.parametrize("query", ["?after=inconnu123", "?page=-1", "?page=x", "?page=99999", "?before=%00"])
def test_a_page_that_is_not_there_is_no_error(clerk, files, query):
    assert clerk.get(LIST + query).status_code == 200


def flagged(file, at):
    row = Application.objects.annotate(flags=flags.mask(at)).get(pk=file.pk)
    return flags.read(row.flags)


def test_flags_say_what_deserves_a_look(files, officer):
    at = world.SCREENED
    sent = files[0].submitted_at
    screening.return_for_correction(
        files[1],
        items=[{"key": "problem", "reason": "Précisez."}],
        due_at=at + timedelta(days=2),
        by=officer,
        at=at,
    )
    submitted_late = Application.objects.filter(pk=files[2].pk)
    submitted_late.update(
        documents_count=0, submitted_at=files[2].call.closes_at + timedelta(seconds=1), changed_at=at
    )

    assert flagged(files[0], sent + timedelta(days=5)) == []
    assert flagged(files[0], sent + timedelta(days=5, seconds=1)) == ["overdue"]
    assert flagged(files[1], at) == []
    assert flagged(files[1], at + timedelta(days=2, seconds=1)) == ["unanswered"]
    assert flagged(files[2], at) == ["late", "no_documents"]


def test_flags_are_read_in_a_question_within_another(files):
    Application.objects.filter(pk=files[1].pk).update(documents_count=0)
    rows = Application.objects.annotate(flags=flags.mask(files[1].submitted_at)).filter(flags__gt=0)

    assert list(Application.objects.filter(pk__in=rows.values("pk"))) == [files[1]]


@pytest.mark.parametrize("name", flags.LABELS)
def test_the_filter_of_a_flag_and_its_bit_say_the_same(files, name):
    at = files[0].submitted_at + flags.WAITS * 2
    Twins.objects.create(first=files[0], second=files[2], why=["pitch"], found_at=at)
    Application.objects.filter(pk=files[1].pk).update(documents_count=0)

    kept = set(Application.objects.filter(flags.conditions(at)[name]))
    assert kept == {file for file in files if name in flagged(file, at)}
    assert bool(kept) == (name in ("overdue", "no_documents", "duplicate"))


def test_a_flag_is_a_filter(clerk, files):
    Application.objects.filter(pk=files[1].pk).update(documents_count=0)

    assert references(clerk, "?view=all&flag=no_documents") == [files[1].reference]


def test_a_view_is_kept_shared_renamed_and_deleted(clerk, client_for, director, files, officer):
    clerk.post("/desk/lists/views/save/", {"name": "Au nord", "back": f"{LIST}?view=all&zone=kara&page=2"})
    view = SavedView.objects.get()
    mine, theirs = clerk.get(LIST).content.decode(), client_for(director).get(LIST).content.decode()
    change = f"/desk/lists/views/{view.public_id}/change/"
    stranger = client_for(director).post(change, {"name": "X", "back": LIST})
    clerk.post(
        change, {"name": "Zone Kara", "is_shared": "on", "back": f"{LIST}?view=all&zone=kara&gender=M"}
    )
    cache.clear()  # what others share is seen within half a minute
    shared = client_for(director).get(LIST).content.decode()
    view.refresh_from_db()
    clerk.post(f"/desk/lists/views/{view.public_id}/delete/", {"back": LIST})

    assert (">Au nord" in mine, ">Au nord" in theirs, ">Zone Kara" in shared) == (True, False, True)
    assert stranger.status_code == 404
    assert (view.name, view.query, view.owner) == ("Zone Kara", "view=all&zone=kara&gender=M", officer)
    assert SavedView.objects.count() == 0


def test_a_view_without_a_name_is_not_kept_and_what_was_ticked_stays(clerk, files):
    answer = clerk.post(
        "/desk/lists/views/save/", {"name": "", "is_shared": "on", "back": f"{LIST}?view=all"}
    )

    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert SavedView.objects.count() == 0


def test_columns_are_chosen_in_the_address_and_kept_for_the_person(clerk, files, officer):
    kept = clerk.post("/desk/lists/columns/", {"col": ["sector", "sent"], "back": f"{LIST}?view=all"})
    later = clerk.get(LIST).content.decode()
    asked = clerk.get(f"{LIST}?cols=amount,rien").content.decode()

    assert kept.url == f"{LIST}?view=all&cols=reference%2Csector%2Csent"
    assert KeptColumns.objects.get(person=officer).columns == "reference,sector,sent"
    assert ('data-label="Secteur"' in later, 'data-label="Zone"' in later) == (True, False)
    assert ('data-label="Montant demandé"' in asked, 'data-label="Secteur"' in asked) == (True, False)


def test_an_address_is_understood_as_far_as_it_can_be(officer, rf):
    address = "/?view=all&state=eligible&q=%20x%20&gender=Z&rien=1&sort=nord"
    listing = ApplicationList(officer, world.SCREENED, rf.get(address).GET)

    assert (listing.tab, listing.filters.asked, listing.left_aside) == (
        "all",
        {"state": "eligible", "q": "x"},
        ["gender", "rien", "sort"],
    )


def test_an_officer_of_a_programme_without_a_call_has_an_empty_list(files, officer2, client_for):
    elsewhere = Programme.objects.create(
        slug="ailleurs", title_fr="Ailleurs", centre=files[0].call.programme.centre
    )
    elsewhere.staff.create(person=officer2)

    answer = client_for(officer2).get("/desk/applications/")

    assert answer.status_code == 200
    assert files[0].reference not in answer.content.decode()
