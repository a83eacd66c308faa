"""No page of the desk that speaks of many names a start-up that is closed to its reader."""

import pytest
from django.db import transaction

from incubator.conflicts import declaring
from incubator.startups.models import Startup
from tests.access.asking import address, ask
from tests.access.cells import NOTHING
from tests.access.table import TABLE
from tests.access.test_table import name_of
from tests.access.world import NOW

pytestmark = pytest.mark.django_db
# The own links name their start-ups: whoever declared one knows of it; letters that one was sent were read.
OWN_LINKS = {"conflicts:register", "conflicts:mine", "notifications:letters"}
# The books are whole, or they are no books (`LedgerQuerySet.gate`).
BOOKS = {"funding:ledger"}
# Published by the start-up, for everybody.
PUBLIC = {
    "ui:styleguide",
    "portal:directory",
    "portal:directory_en",
    "portal:results",
    "portal:results_en",
    "home",
}


def naming(world, role: str) -> set[tuple[str, str]]:
    """Which pages of no record, and of a call or a cohort, name which start-ups to a role."""
    held = Startup.objects.filter(places__isnull=False).values_list("name", flat=True)
    names = {name for name in held if " " in name}  # the others are words of the pages too
    found = set()
    for key, row in TABLE.items():
        if row.about in (NOTHING, "call", "cohort", "round at desk", "figure") and row.get[role] == 200:
            answer = ask(world, role, "GET", address(world, name_of(key), row.about))
            found |= {(key, name) for name in names if name in answer.text}
    return {(key, name) for key, name in found if name_of(key) not in OWN_LINKS | PUBLIC | BOOKS}


@pytest.mark.parametrize("role", ["officer", "finance", "approver", "director", "admin", "donor"])
def test_lists_name_no_start_up_that_is_closed(world, role):
    with transaction.atomic():
        for startup in Startup.objects.all():
            person = world.people[role]
            declaring.declare(person, startup, kind="personal", by=person, at=NOW)
        named = sorted(naming(world, role))
        transaction.set_rollback(True)

    assert named == []


def test_the_same_pages_name_them_to_a_colleague(world):
    """The control: somebody of the same role without a link reads them there."""
    assert len({key for key, _name in naming(world, "officer")}) > 5
