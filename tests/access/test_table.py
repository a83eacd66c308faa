"""Every own address by every role, compared with the hand-written table; and the table shown able to fail."""

from collections.abc import Iterator

import pytest
from django.test.client import ClientHandler

from tests.access import addresses
from tests.access.asking import address, ask
from tests.access.cells import ROLES
from tests.access.table import CANARIES, TABLE
from tests.access.world import CANARY, World

pytestmark = pytest.mark.django_db
Cell = tuple[str, str, str]


def name_of(key: str) -> str:
    """The name of the address of a row: what stands before "(about what)"."""
    return key.partition(" (")[0]


def cells(keys: list[str] | None = None) -> Iterator[Cell]:
    """Every (row, method, role), or those of some rows."""
    for key in keys or TABLE:
        for method in ("GET", "POST"):
            for role in ROLES:
                yield key, method, role


def expected(cell: Cell) -> str | int:
    key, method, role = cell
    return getattr(TABLE[key], method.lower())[role]


def found(world: World, cell: Cell) -> str | int:
    key, method, role = cell
    return ask(world, role, method, address(world, name_of(key), TABLE[key].about)).cell


# The table is walked in parts, so that two processes share it: by slice, the longest of them by what follows.
PARTS: dict[str, list[str]] = {}
for _key in TABLE:
    _slice, _, _name = _key.partition(":")
    PARTS.setdefault(f"applications:{_name[:6]}" if _slice == "applications" else _slice, []).append(_key)
# The pages where each text stands, for those whom `CANARIES` names.
MET = {
    "draft answer": ["api:application"],
    "sensitive answer": ["api:application"],
    "sent answer": ["applications:desk_file", "api:application (sent)", "reviews:file"],
    "pending reasons": ["applications:desk_file"],
    "juror's comment": ["reviews:file"],
    "interest note": ["conflicts:register"],
    "report": ["reporting:desk_detail", "reporting:detail"],
    "session summary": ["mentorship:desk_sessions", "mentorship:startup", "mentorship:founder"],
    "session note": ["mentorship:desk_session", "mentorship:session"],
    "expense label": ["funding:tranche", "funding:expenses"],
    "spending note": ["funding:tranche_act (suspension)"],
    "payee account": ["funding:bank_file"],
}


def walk(world: World, keys: list[str]) -> dict[Cell, tuple[str | int, frozenset[str]]]:
    """Return every cell's answer, with the names of the canaries that its text holds."""
    answers = {}
    handler = ClientHandler(enforce_csrf_checks=False)  # the middlewares, made once
    for cell in cells(keys):
        key, method, role = cell
        browser = world.browser(role)
        browser.handler = handler
        answer = ask(world, role, method, address(world, name_of(key), TABLE[key].about), browser)
        answers[cell] = answer.cell, frozenset(name for name, text in CANARY.items() if text in answer.text)
    return answers


def test_every_own_address_has_a_row_and_every_row_an_address():
    assert {name_of(key) for key in TABLE} == set(addresses.own())


def test_every_role_stands_in_every_column():
    assert [
        key for key, row in TABLE.items() if set(row.get) != set(ROLES) or set(row.post) != set(ROLES)
    ] == []


def test_no_cell_of_the_table_is_a_failure():
    columns = [column for row in TABLE.values() for column in (row.get, row.post)]

    assert {
        cell for column in columns for cell in column.values() if isinstance(cell, int) and cell >= 500
    } == set()


def test_the_parts_are_the_whole_table():
    assert sorted(key for keys in PARTS.values() for key in keys) == sorted(TABLE)


@pytest.mark.parametrize("part", PARTS)
def test_every_cell_answers_as_the_table_says(world, part):
    answers = walk(world, PARTS[part])

    assert len(answers) == len(PARTS[part]) * len(ROLES) * 2
    assert {
        cell: (expected(cell), answer) for cell, (answer, _met) in answers.items() if expected(cell) != answer
    } == {}
    # No text reaches a role that may not read it; what officers ask for by an audited act is theirs.
    assert {
        (name, *cell)
        for cell, (_answer, met) in answers.items()
        for name in met
        if cell[2] not in CANARIES[name] and cell != ("applications:desk_sensitive", "POST", "officer")
    } == set()


@pytest.mark.parametrize("text", CANARIES)
def test_each_text_is_met_by_whom_it_is_for(world, text):
    answers = walk(world, MET[text])

    assert {role for (_key, _method, role), (_answer, met) in answers.items() if text in met} >= set(
        CANARIES[text]
    )
