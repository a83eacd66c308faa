"""Counting the files of a list."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from incubator.applications.casework import notes, screening
from incubator.applications.models import Application, LateCode, LateEntry, Twins
from incubator.applications.submission import search_words
from incubator.applications.worklist import flags
from incubator.applications.worklist.lists import ApplicationList
from incubator.programmes.models import Programme
from tests.world import reviews as world
from tests.world.applications import submitted

AT = world.SCREENED + flags.WAITS * 2


@pytest.fixture
def files(call, person, officer):
    """Four files: late and like another, to be corrected and let in by a code, without documents, to check."""
    files = [submitted(call, person(f"f{n}"), f"su-{n:02}") for n in (1, 5, 10, 3)]
    mine = [Application.objects.filter(pk=file.pk) for file in files]
    mine[0].update(submitted_at=call.closes_at + timedelta(seconds=1), in_charge=officer)
    mine[2].update(documents_count=0, changed_at=AT, is_eligible=None)
    Twins.objects.create(first=files[0], second=files[2], why=["pitch"], found_at=AT)
    reasons = [{"key": "problem", "reason": "Précisez."}]
    due = world.SCREENED + timedelta(days=2)
    screening.return_for_correction(files[1], items=reasons, due_at=due, by=officer, at=world.SCREENED)
    code = LateCode.objects.create(
        call=call, code_hash="0" * 64, reason="Panne", made_by=officer, made_at=AT,
        expires_at=AT + timedelta(days=1), uses_left=1,
    )  # fmt: skip
    for file in files[:2]:
        LateEntry.objects.create(code=code, application=file, entered_at=AT, entered_by=officer)
    notes.give_task(
        files[3], "Appeler", to=officer, due_on=due.date(), by=officer, at=world.SCREENED
    )  # fmt: skip
    return files


def listing_of(officer, query="view=all"):
    return ApplicationList(officer, AT, QueryDict(query))


def one_by_one(listing):
    """The counts of every choice, made by listing what each would leave."""
    found = {}
    for name in listing.filters.facets:
        for value, _words in listing.filters.form.fields[name].choices:
            if value:
                narrowed = listing_of(listing.person, f"{listing.params.urlencode()}&{name}={value}")
                found[name, value] = narrowed.listed().count()
    return found


def offered(listing):
    counts = listing.counts.facets
    return {
        (name, value): listing.filters.tally(name, counts[name])[value] for name, value in one_by_one(listing)
    }


@pytest.mark.parametrize(
    "query", ["view=all", "", "view=all&gender=F", "view=all&flag=duplicate", "view=returned"]
)
def test_every_choice_says_how_many_files_it_would_leave(files, officer, query):
    listing = listing_of(officer, query)
    expected = one_by_one(listing)

    assert {key: number for key, number in offered(listing).items() if key[1] in _free(listing, key[0])} == {
        key: number for key, number in expected.items() if key[1] in _free(listing, key[0])
    }


def _free(listing, name):
    """Of a filter in force only its own choice can be compared: another one takes its place."""
    asked = listing.filters.asked
    return (
        [asked[name]] if name in asked else [value for value, _w in listing.filters.form.fields[name].choices]
    )


def test_flags_states_and_tabs_of_four_files(files, officer):
    counts = listing_of(officer).counts
    flagged = listing_of(officer).filters.tally("flag", counts.facets["flag"])

    assert counts.tabs == {"todo": 3, "returned": 1, "eligible": 0, "review": 0, "results": 0, "all": 4}
    assert counts.facets["state"] == {"submitted": 3, "returned": 1}
    assert flagged == {
        "overdue": 2, "unanswered": 1, "late": 2, "no_documents": 1, "duplicate": 2, "task": 1,
    }  # fmt: skip


def test_a_person_in_charge_is_offered_by_name(files, officer, director, client_for):
    Application.objects.filter(pk=files[3].pk).update(in_charge=director)
    page = client_for(officer).get("/desk/applications/?view=all").content.decode()

    assert f'<option value="{director.public_id}">{director} (1)</option>' in page
    narrowed = client_for(officer).get(f"/desk/applications/?view=all&charge={director.public_id}")
    assert f"En charge – {director}" in narrowed.content.decode()
    assert [row["reference"] for row in narrowed.context["page"].rows] == [files[3].reference]


@pytest.mark.parametrize("at", [world.SCREENED, AT])
def test_the_number_of_a_file_holds_the_flags_whose_condition_it_meets(files, at):
    numbers = dict(Application.objects.annotate(flags=flags.mask(at)).values_list("pk", "flags"))

    for name, condition in flags.conditions(at).items():
        kept = set(Application.objects.filter(condition).values_list("pk", flat=True))
        assert {pk for pk, number in numbers.items() if name in flags.read(number)} == kept


@pytest.mark.parametrize("left", range(4))
def test_what_a_filter_leaves_out_is_not_counted(files, officer, left):
    search_words.catch_up()
    counts = listing_of(officer, f"view=all&q={files[left].reference}").counts

    assert (counts.all, counts.tabs["all"]) == (4, 1)
    assert counts.facets["sector"] == {str(files[left].sector_id): 1}


def test_an_officer_whose_programme_has_no_call_reads_an_empty_list(call, officer2, client_for):
    elsewhere = Programme.objects.create(centre=call.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=officer2)

    assert client_for(officer2).get("/desk/applications/").status_code == 200
