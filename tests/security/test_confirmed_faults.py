"""What an attack found open to people linked, of another programme, or whose role had ended: no line of it is missing here."""

import pytest
from django.db import transaction

from incubator.conflicts import declaring
from incubator.startups.models import Startup
from tests.access.asking import address, ask
from tests.access.table import OF_A_PROGRAMME, OF_A_STARTUP, TABLE
from tests.access.test_table import expected, found, name_of
from tests.access.world import NOW
from tests.security.test_standing_gate import IDS, OF_JURORS, work_elsewhere

pytestmark = pytest.mark.django_db
# What a declared link, another programme or an ended role left open: each stands in the sweep of `test_standing_gate`.
ONCE_OPEN = {
    "Tranche",
    "Payee",
    "Milestone",
    "Report",
    "Place",
    "Message",
    "Interest",
    "Application",
    "Session",
}


def test_what_was_once_open_is_in_the_sweep_of_reads():
    swept = {name.partition(".")[0] for name in IDS}

    assert sorted(ONCE_OPEN - swept) == []


def cells_of(person: str, about: set[str]) -> list[tuple[str, str, str]]:
    return [
        (key, method, person)
        for key, row in TABLE.items()
        if row.about in about
        for method in ("GET", "POST")
    ]


def test_a_juror_and_a_mentor_whose_role_was_ended_open_nothing_that_was_theirs(world):
    """`ended` scored a file and had a start-up in hand (`tests/access/standing.py`)."""
    theirs = {
        key
        for key, row in TABLE.items()
        if {row.get["juror"], row.get["mentor"]} & {200} and row.about in OF_JURORS | OF_A_STARTUP
    }
    cells = [cell for cell in cells_of("ended", OF_JURORS | OF_A_STARTUP) if cell[0] in theirs]
    answers = {cell: found(world, cell) for cell in cells}

    assert len(cells) > 8
    assert {
        cell: one for cell, one in answers.items() if one == 200 and expected((*cell[:2], "outsider")) != 200
    } == {}


@pytest.mark.parametrize("act", ["conflicts:dismiss", "conflicts:confirm", "conflicts:identify"])
def test_an_officer_of_another_programme_settles_no_link_of_a_colleague(world, act):
    with transaction.atomic():
        before = found(world, (act, "POST", "officer"))
        transaction.set_rollback(True)
    with transaction.atomic():
        work_elsewhere(world, world.people["officer"])
        after = found(world, (act, "POST", "officer"))
        transaction.set_rollback(True)

    assert before in ("go", 200, 409, 422) and after in (403, 404)


def test_no_page_of_a_call_names_a_start_up_that_is_closed(world):
    """The late codes and the jury's proposal were two of them; `test_standing_lists` asks the other pages."""
    held = Startup.objects.values_list("name", flat=True)
    names = {name for name in held if " " in name}
    pages = [
        (key, row.about) for key, row in TABLE.items()
        if row.about in OF_A_PROGRAMME - OF_A_STARTUP and row.get["officer"] == 200 and "job" not in row.about
    ]  # fmt: skip
    assert "applications:late_codes" in {key for key, _about in pages}
    with transaction.atomic():
        for startup in Startup.objects.all():
            person = world.people["officer"]
            declaring.declare(person, startup, kind="personal", by=person, at=NOW)
        texts = {
            key: ask(world, "officer", "GET", address(world, name_of(key), about)).text
            for key, about in pages
        }
        transaction.set_rollback(True)

    assert sorted((key, name) for key, text in texts.items() for name in names if name in text) == []
