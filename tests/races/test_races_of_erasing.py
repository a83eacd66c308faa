"""One instant: a person is erased while they write in another tab, or press twice. Nothing of theirs is left behind."""

from collections import Counter
from threading import Event

import pytest

from incubator.accounts.contacts import Door
from incubator.applications.models import Application, TeamInvitation
from incubator.applications.states import TeamRole
from incubator.applications.team import inviting
from incubator.people.models import User
from incubator.portal.personal import erasing
from incubator.workflow import deciding
from incubator.workflow import models as trail
from tests.conftest import AT
from tests.races import unguarded, worlds
from tests.races.pairs import DONE, Pair, say, tally

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 40  # each is erased once
LEFT, NOTHING_LEFT = "left behind", "nothing left"


def erasure_against_an_invitation(call, people: int) -> Counter:
    files = iter(worlds.complete_drafts(call, people))

    def trial(pair: Pair, number: int):
        file, lead = next(files)
        told = pair.at_once(
            lambda: erasing.erase(User.objects.get(pk=lead.pk), by=User.objects.get(pk=lead.pk), at=AT),
            lambda: inviting.invite(
                Application.objects.get(pk=file.pk), Door("email", f"ami{number}@example.test"),
                role=TeamRole.READER, by=User.objects.get(pk=lead.pk), at=AT,
            ),
        )  # fmt: skip
        left = TeamInvitation.objects.filter(application=file).exists()
        return (*told, LEFT if left else NOTHING_LEFT)

    return tally(people, trial)


def test_no_invitation_is_kept_after_its_person_is_erased(call):
    counts = erasure_against_an_invitation(call, PEOPLE)

    say("an invitation against the erasure of its person", counts)
    assert {told[-1] for told in counts} == {NOTHING_LEFT}
    assert {told for told in counts if "database" in str(told)} == set()
    assert User.objects.filter(state="anonymised").count() == PEOPLE


def test_without_the_locks_an_invitation_is_left_behind(call, monkeypatch):
    """The invitation is allowed when all is erased and nothing committed: nobody waits, and it is written."""
    unguarded.no_actor_held(monkeypatch)
    unguarded.no_row_lock(monkeypatch)
    forgotten, allowed, require = Event(), Event(), deciding.require

    def is_allowed(name, *asked):
        if name == "application.invite":
            forgotten.wait(30)
        require(name, *asked)
        if name == "application.invite":
            allowed.set()

    def told(*_args, **_named):
        forgotten.set()
        allowed.wait(30)

    monkeypatch.setattr(deciding, "require", is_allowed)
    monkeypatch.setattr(erasing.letters, "account_erased", told)
    counts = erasure_against_an_invitation(call, 1)

    say("an invitation against an erasure, nothing held", counts)
    assert set(counts) == {(DONE, DONE, LEFT)}


def test_two_erasures_of_one_person_are_one(call):
    files = iter(worlds.complete_drafts(call, PEOPLE // 2))

    def trial(pair: Pair, _number: int):
        _file, lead = next(files)
        erase = lambda: erasing.erase(User.objects.get(pk=lead.pk), by=User.objects.get(pk=lead.pk), at=AT)  # noqa: E731
        return pair.at_once(erase, erase)

    counts = tally(PEOPLE // 2, trial)

    say("two erasures of one person", counts)
    assert {told for told in counts if "database" in str(told)} == set()
    assert all(DONE in told for told in counts)
    assert trail.Event.objects.filter(verb="user.erase").count() == PEOPLE // 2
