"""Every own address by every role, compared with the hand-written table; and the table shown able to fail."""

from collections.abc import Iterator

import pytest

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


@pytest.fixture(scope="module")
def walk(world, django_db_blocker) -> dict[Cell, tuple[str | int, frozenset[str]]]:
    """Every cell's answer, with the canaries its text holds. Asked once."""
    answers = {}
    for cell in cells():
        key, method, role = cell
        answer = ask(world, role, method, address(world, name_of(key), TABLE[key].about))
        answers[cell] = answer.cell, frozenset(name for name, text in CANARY.items() if text in answer.text)
    return answers


def test_every_own_address_has_a_row_and_every_row_an_address():
    assert {name_of(key) for key in TABLE} == set(addresses.own())


def test_every_role_stands_in_every_column():
    assert [
        key for key, row in TABLE.items() if set(row.get) != set(ROLES) or set(row.post) != set(ROLES)
    ] == []


def test_every_cell_answers_as_the_table_says(walk):
    wrong = {
        cell: (expected(cell), answer) for cell, (answer, _met) in walk.items() if expected(cell) != answer
    }

    assert wrong == {}
    assert len(walk) == len(TABLE) * len(ROLES) * 2
    print(
        f"{len(walk)} cells: {len(TABLE)} rows, {len(addresses.own())} addresses, {len(ROLES)} roles, 2 methods"
    )


def test_nothing_fails(walk):
    assert [cell for cell, (answer, _met) in walk.items() if isinstance(answer, int) and answer >= 500] == []


def test_no_text_reaches_a_role_that_may_not_read_it(walk):
    leaks = {
        (name, *cell)
        for cell, (_answer, met) in walk.items()
        for name in met
        # What officers ask for by an audited act is theirs.
        if cell[2] not in CANARIES[name] and cell != ("applications:desk_sensitive", "POST", "officer")
    }

    assert leaks == set()


def test_each_text_is_met_by_whom_it_is_for(walk):
    met = {(name, cell[2]) for cell, (_answer, names) in walk.items() for name in names}

    assert {(name, role) for name, roles in CANARIES.items() for role in roles} - met == set()
