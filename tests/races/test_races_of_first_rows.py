"""What is looked for, then made, asked for twice at the same instant, on PostgreSQL: one row, whoever comes second."""

from collections import Counter
from collections.abc import Callable

import pytest

from incubator.accounts import consenting, profile
from incubator.accounts.contacts import Door
from incubator.accounts.models import Consent, Profile
from incubator.accounts.roles import joining
from incubator.applications.assistance import assisting
from incubator.applications.exceptions import call_invitations
from incubator.applications.filling import drafting
from incubator.applications.models import Application, CallInvitation
from incubator.files import uploading
from incubator.files.models import UploadSession
from incubator.jobs import requests
from incubator.jobs.models import Job
from incubator.lists import saved_views
from incubator.lists.models import SavedView
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.startups import founding
from incubator.startups.models import Startup
from tests.conftest import AT, make_person
from tests.races import unguarded
from tests.races.pairs import DONE, Pair, say, tally

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES, CONTROL_TIMES = 100, 40
Start = Callable[[int], object]


def a_draft_of_one_name(call, officer):
    founder = make_person("founder1")
    return (
        lambda n: drafting.start(call, by=founder, at=AT, name=f"Projet {n}"),
        lambda: Application.objects.values("startup__name"),
    )


def an_assisted_file(call, officer):
    agent = make_person("agent1", Role.AGENT)
    return (
        lambda n: assisting.open_file(call, name=f"Abla {n}", phone="", by=agent, at=AT),
        lambda: Application.objects.values("assistance__name"),
    )


def a_saved_view(call, officer):
    return (
        lambda n: saved_views.save(
            "", name=f"Vue {n % 15}", is_shared=False, of_list="applications", by=officer, at=AT
        ),
        lambda: SavedView.objects.values("name"),
    )


def a_consent(call, officer):
    person = make_person("person1")
    return (
        lambda n: consenting.record(person, f"purpose-{n}", wording="a" * 64, given=True, at=AT),
        lambda: Consent.objects.values("purpose"),
    )


def an_export(call, officer):
    def ask(n):
        Job.objects.filter(title__lt=f"{n:04d}").delete()
        requests.ask("applications.table", title=f"{n:04d}", keys=[n], params={}, by=officer, at=AT)

    return ask, lambda: Job.objects.values("title")


def an_upload(call, officer):
    facts = {"record": "application", "purpose": "plan", "name": "plan.pdf", "size": 1000}
    facts |= {"formats": ["pdf"], "max_bytes": 10_000, "by": officer, "at": AT}

    def begin(n):
        UploadSession.objects.exclude(record_id=n).delete()
        uploading.begin(record_id=n, sha256=f"{n:064d}", **facts)

    return begin, lambda: UploadSession.objects.values("record_id")


HELD = [a_draft_of_one_name, an_assisted_file, a_saved_view, a_consent, an_export, an_upload]


def race(start: Start, times: int) -> Counter:
    return tally(times, lambda pair, n: pair.at_once(lambda: start(n) and DONE, lambda: start(n) and DONE))


def doubled(rows) -> int:
    return sum(1 for found in Counter(tuple(row.values()) for row in rows()).values() if found > 1)


@pytest.mark.parametrize("made", HELD)
def test_two_at_once_make_one(made, call, officer):
    start, rows = made(call, officer)

    counts = race(start, TIMES)

    say(made.__name__, counts, doubled=doubled(rows))
    assert counts == {(DONE, DONE): TIMES}
    assert doubled(rows) == 0


@pytest.mark.parametrize("made", [a_draft_of_one_name, an_assisted_file, a_saved_view, a_consent])
def test_without_the_hold_two_are_made(made, call, officer, monkeypatch):
    unguarded.no_row_lock(monkeypatch)
    start, rows = made(call, officer)

    counts = race(start, CONTROL_TIMES)

    say(f"{made.__name__}, nothing held", counts, doubled=doubled(rows))
    assert doubled(rows) > 0


def test_one_person_expected_twice_is_one(officer):
    def start(n):
        return joining.expect(
            Door("email", f"p{n}@example.test"), full_name="P", language="fr", by=officer, at=AT
        )

    counts = race(start, TIMES)

    say("a person expected", counts)
    assert counts == {(DONE, DONE): TIMES}
    assert User.objects.filter(email__startswith="p", email__endswith="@example.test").count() == TIMES


def test_one_guest_invited_twice_is_invited_once(call, officer):
    Call.objects.filter(pk=call.pk).update(by_invitation=True)
    call.refresh_from_db()

    counts = race(
        lambda n: (
            call_invitations.invite(call, [Door("email", f"g{n}@example.test")], by=officer, at=AT) in (0, 1)
        ),
        TIMES,
    )

    say("a guest", counts)
    assert counts == {(DONE, DONE): TIMES}
    assert CallInvitation.objects.count() == TIMES


def test_two_startups_of_one_name_have_two_slugs(officer):
    people = [make_person(f"lead{n}") for n in range(2)]
    with Pair() as pair:
        outcomes = Counter(
            pair.at_once(
                *(
                    lambda person=person, n=n: (
                        bool(founding.found(f"Nom {n}", lead=person, by=officer, at=AT)) and DONE
                    )
                    for person in people
                )
            )
            for n in range(TIMES)
        )

    say("two start-ups of one name", outcomes)
    assert outcomes == {(DONE, DONE): TIMES}
    assert Startup.objects.count() == 2 * TIMES


def test_one_profile_for_two_first_facts(officer):
    people = [make_person(f"someone{n}") for n in range(TIMES)]

    counts = race(lambda n: profile.remember(people[n], {"last_name": "Kossi"}, at=AT), TIMES)

    say("a profile", counts)
    assert counts == {(DONE, DONE): TIMES}
    assert Profile.objects.count() == TIMES
