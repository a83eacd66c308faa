"""Two people with one invitation, and a lead taken while its taker is removed, on PostgreSQL."""

from collections import Counter

import pytest

from incubator.applications.filling import drafting
from incubator.applications.models import Application, ApplicationMember, LeadOffer
from incubator.applications.querysets import InvitationQuerySet
from incubator.applications.states import TeamRole
from incubator.applications.team import handing_over, inviting, members
from tests.conftest import AT, make_person
from tests.races import unguarded
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, say, tally

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
GONE = "refused: no_such_invitation"


@pytest.fixture(autouse=True)
def _no_throttle(monkeypatch):
    """A thousand invitations an hour are the test's, not a person's; nor is a team of as many."""
    monkeypatch.setattr(inviting, "MOST_IN_A_TEAM", 10_000)
    monkeypatch.setattr(inviting.throttling, "consume", lambda *_given, **_at: None)
    monkeypatch.setattr(inviting.throttling, "give_back", lambda *_given, **_at: None)


def two_joins(call, trials: int) -> tuple[Counter, int]:
    """Two people bring the same code; return the outcomes and how often both came in."""
    lead, people = make_person("lead"), [make_person("one"), make_person("two")]
    file, doubled = drafting.start(call, by=lead, at=AT), 0

    def trial(pair: Pair, _number: int):
        nonlocal doubled
        _invited, code = inviting.invite(file, None, role=TeamRole.EDITOR, by=lead, at=AT)

        def joins(person):
            found = inviting.find(code, by=person, address="", at=AT)
            return lambda: str(inviting.join(found, by=person, at=AT) and DONE)

        outcome = pair.at_once(*(joins(person) for person in people))
        came = ApplicationMember.objects.filter(application=file, person__in=people)
        doubled += came.count() > 1
        came.delete()
        return outcome

    return tally(trials, trial), doubled


def test_one_invitation_brings_one_person_in(call):
    counts, doubled = two_joins(call, TRIALS)

    say("two people with one code", counts, doubled=doubled)
    assert counts == {(DONE, GONE): TRIALS}
    assert doubled == 0


def test_one_invitation_without_its_condition_brings_two(call, monkeypatch):
    monkeypatch.setattr(InvitationQuerySet, "waiting", lambda self, _at: self.all())

    counts, doubled = two_joins(call, CONTROL_TRIALS)

    say("two people with one code, condition removed", counts, doubled=doubled)
    assert doubled > 0


def takes_while_removed(call, trials: int) -> tuple[Counter, int]:
    """The lead removes the member who takes the lead; return the outcomes and how often no lead was left."""
    lead, other = make_person("lead"), make_person("other")
    file, without = drafting.start(call, by=lead, at=AT), 0

    def trial(pair: Pair, _number: int):
        nonlocal without
        file.team.all().delete()
        LeadOffer.objects.filter(application=file).delete()
        ApplicationMember.objects.create(application=file, person=lead, role=TeamRole.LEAD)
        member = ApplicationMember.objects.create(application=file, person=other, role=TeamRole.EDITOR)
        handing_over.offer(file, member, by=lead, at=AT)
        outcome = pair.at_once(
            lambda: handing_over.take(Application.objects.get(pk=file.pk), by=other, at=AT),
            lambda: members.remove(
                ApplicationMember.objects.select_related("application", "person").get(pk=member.pk),
                by=lead,
                at=AT,
            ),
        )
        without += ApplicationMember.objects.filter(application=file, role=TeamRole.LEAD).count() != 1
        return outcome

    return tally(trials, trial), without


def test_a_file_keeps_one_lead_whoever_is_first(call):
    counts, without = takes_while_removed(call, TRIALS)

    say("lead taken and its taker removed", counts, without_one_lead=without)
    assert without == 0
    assert sum(n for outcomes, n in counts.items() if outcomes.count(DONE) == 1) == TRIALS


def test_without_the_lock_a_file_may_lose_its_lead(call, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts, without = takes_while_removed(call, CONTROL_TRIALS * 3)

    say("lead taken and its taker removed, lock removed", counts, without_one_lead=without)
    assert without + sum(n for outcomes, n in counts.items() if outcomes.count(DONE) != 1) > 0
