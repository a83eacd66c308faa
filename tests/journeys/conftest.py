"""A browser, and for each journey a product of its own on an empty database."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from tests.journeys import stack as stacks
from tests.journeys.people import ARTEFACTS
from tests.journeys.stack import Stack
from tests.journeys.way import Case, Way

FIRST_DAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template() -> str:
    """The name of a migrated, empty database."""
    if not stacks.SERVER:
        pytest.skip("The journeys need PEPINIERE_TEST_DATABASE_URL, a PostgreSQL server, and redis-server.")
    stacks.make_template()
    return stacks.TEMPLATE


@pytest.fixture
def walk(template: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Way]]:
    """Begin a way: `walk(case, width, scripts=True)`; its processes and windows are closed at the end."""
    begun: list[Way] = []

    def begin(case: Case, width: int, *, scripts: bool = True) -> Way:
        stacks.fresh_database(stacks.JOURNEY, template)
        stack = Stack(stacks.JOURNEY)
        stack.go_to(FIRST_DAY)
        way = Way(stack.start(), browser, case, width, scripts)
        shutil.rmtree(ARTEFACTS / way.series, ignore_errors=True)
        begun.append(way)
        return way

    yield begin
    for way in begun:
        for person in way.people.values():
            person.close()
        for name in ("web", "worker", "beat"):
            _keep(way, name)
        way.stack.close()


def _keep(way: Way, name: str) -> None:
    """Keep what a process wrote, beside the pictures."""
    folder = ARTEFACTS / way.series
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.log").write_text(way.stack.log(name))
