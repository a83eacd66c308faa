"""Counting the files of a list."""

from collections import Counter
from datetime import timedelta

import pytest

from incubator.applications.casework import notes, screening
from incubator.applications.models import Application, LateCode, LateEntry, Twins
from incubator.applications.submission import search_words
from incubator.applications.worklist import counting, flags
from incubator.programmes.models import Programme
from tests.world import reviews as world
from tests.world.applications import submitted

AT = world.SCREENED + flags.WAITS * 2
READ = counting.COLUMNS


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


def counted(rows):
    return counting.count(rows, AT)


def one_by_one(rows):
    """The same counts, made of the rows as the list shows them."""
    found = {column: Counter() for column in (*READ, "flags")}
    for row in rows.annotate(flags=flags.mask(AT)).values("state", *READ, "flags"):
        for column in READ:
            found[column][row["state"], row[column]] += 1
        found["flags"].update((row["state"], name) for name in flags.read(row["flags"]))
    return found


def test_every_file_is_counted_under_all_that_it_can_be_found_by(files):
    counts = counted(Application.objects.all())

    assert counts.by == one_by_one(Application.objects.all())
    assert counts.states == {"submitted": 3, "returned": 1}
    assert counts.by["flags"] == {
        ("submitted", "overdue"): 2,
        ("submitted", "late"): 1,
        ("submitted", "no_documents"): 1,
        ("submitted", "duplicate"): 2,
        ("submitted", "task"): 1,
        ("returned", "unanswered"): 1,
        ("returned", "late"): 1,
    }


@pytest.mark.parametrize("at", [world.SCREENED, AT])
def test_the_number_of_a_file_holds_the_flags_whose_condition_it_meets(files, at):
    numbers = dict(Application.objects.annotate(flags=flags.mask(at)).values_list("pk", "flags"))

    for name, condition in flags.conditions(at).items():
        kept = set(Application.objects.filter(condition).values_list("pk", flat=True))
        assert {pk for pk, number in numbers.items() if name in flags.read(number)} == kept


@pytest.mark.parametrize("left", range(4))
def test_what_a_filter_leaves_out_is_not_counted(files, left):
    rows = Application.objects.exclude(pk=files[left].pk)

    assert counted(rows).by == one_by_one(rows)
    assert counted(rows).total() == 3


def test_a_search_is_counted_like_the_rest(files, officer):
    assert search_words.catch_up() == 4
    rows = Application.objects.at_the_desk_of(officer).matching(files[0].reference, officer)

    assert counted(rows).by == one_by_one(rows)
    assert counting.totals(rows, key="search").states == {"submitted": 1}


def test_an_officer_whose_programme_has_no_call_reads_an_empty_list(call, officer2, client_for):
    elsewhere = Programme.objects.create(centre=call.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=officer2)

    assert client_for(officer2).get("/desk/applications/").status_code == 200
