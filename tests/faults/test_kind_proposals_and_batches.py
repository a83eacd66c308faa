"""Kind: a proposal asks fewer questions than the act, and one bad line stops the batch without a name."""

import ast
from pathlib import Path

import pytest

from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting
from incubator.applications.decisions import publishing, withdrawal
from incubator.applications.exceptions import call_invitations
from incubator.applications.models import ApplicationMember, CallInvitation, Decision
from incubator.applications.states import State, TeamRole
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.reviews import assignment, committee
from incubator.reviews.models import Assignment
from incubator.startups.models import Membership
from incubator.startups.states import MemberRole
from incubator.workflow import batches
from incubator.workflow.refusals import NotAllowed, Refused
from tests.conftest import LONG_AGO
from tests.world import applications as files_of
from tests.world import reviews as world

pytestmark = pytest.mark.django_db
A_LINK = {"kind": InterestKind.PERSONAL, "at": world.SCREENED}


@pytest.fixture
def first(call, founder, officer):
    return world.eligible(files_of.submitted(call, founder, "su-01"), officer)


@pytest.fixture
def second(call, founder2, officer):
    return world.eligible(files_of.submitted(call, founder2, "su-05"), officer)


@pytest.fixture
def round_(call, officer):
    return world.open_round(call, officer)


def a_link(file, juror):
    declaring.declare(juror, file.startup, by=juror, **A_LINK)


def a_member_of_the_startup(file, juror):
    Membership.objects.create(
        startup=file.startup, person=juror, role=MemberRole.MEMBER, from_on=LONG_AGO.date()
    )


def a_part_in_the_file(file, juror):
    ApplicationMember.objects.create(application=file, person=juror, role=TeamRole.READER)


def no_longer_a_juror(file, juror):
    juror.grants.filter(role=Role.JUROR).update(until_at=world.SCREENED)


@pytest.mark.parametrize("why", [a_link, a_member_of_the_startup, a_part_in_the_file, no_longer_a_juror])
def test_what_the_act_refuses_is_never_proposed(why, round_, first, second, juror, juror2, officer):
    """For each reason alone: the pair is not in the proposal, and assigning it is refused."""
    why(first, juror)

    plan = assignment.propose(round_, [juror, juror2], 2, by=officer, at=world.SCREENED)

    assert (first, juror) not in plan.pairs
    assert (first, juror2) in plan.pairs
    with pytest.raises(Refused):
        assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)
    batch = assignment.assign_all(round_, plan.pairs, by=officer, at=world.SCREENED)
    assert (len(batch.done), batch.left_out) == (len(plan.pairs), [])


def test_a_file_whose_officer_has_a_link_is_not_proposed_to_them(round_, first, second, juror, officer):
    a_link(first, officer)

    plan = assignment.propose(round_, [juror], 1, by=officer, at=world.SCREENED)

    assert plan.pairs == [(second, juror)]


def test_the_page_names_the_pair_that_is_refused_and_assigns_the_others(
    call, round_, first, second, juror, officer, client_for
):
    a_part_in_the_file(first, juror)
    pairs = [f"{first.public_id}:{juror.public_id}", f"{second.public_id}:{juror.public_id}"]

    page = client_for(officer).post(
        f"/desk/calls/{call.reference}/jury/{round_.public_id}/propose/", {"pair": pairs}, follow=True
    )

    text = page.content.decode()
    assert "Dossiers confiés\u00a0: 1." in text
    assert f"{first.reference}, Juror" in text
    assert "a un lien avec la start-up" in text
    assert [given.application for given in Assignment.objects.all()] == [second]
    first.refresh_from_db()
    assert first.state == State.ELIGIBLE


def test_a_file_withdrawn_since_the_proposal_is_left_out(round_, first, second, juror, officer, founder):
    plan = assignment.propose(round_, [juror], 1, by=officer, at=world.SCREENED)
    withdrawal.withdraw(first, by=founder, at=world.SCREENED)

    batch = assignment.assign_all(round_, plan.pairs, by=officer, at=world.SCREENED)

    assert [given.application for given in batch.done] == [second]
    assert [str(one.reason) for one in batch.left_out] == ["Seul un dossier recevable va au jury."]


def test_the_ranking_is_applied_to_the_files_the_person_may_decide(
    call, first, second, juror, officer, founder2
):
    round_ = world.scored(call, [first, second], [juror], officer, values={first.pk: 5, second.pk: 4})
    a_link(first, officer)

    batch = committee.apply_ranking(round_, by=officer, at=world.DECIDED)

    assert [made.application for made in batch.done] == [second]
    assert [one.thing.ranked.file.thing for one in batch.left_out] == [first]
    assert not Decision.objects.filter(application=first, kind="outcome").exists()


def test_a_publication_names_the_file_that_stops_it(call, first, second, juror, officer, director):
    world.decided(first, officer)
    world.decided(second, officer)
    a_link(second, director)

    with pytest.raises(NotAllowed) as refusal:
        publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert str(refusal.value).startswith(f"{second.reference}\u00a0: ")
    assert not Decision.objects.published().exists()


def test_good_contacts_are_invited_and_each_bad_line_stays(call, officer, client_for):
    Call.objects.filter(pk=call.pk).update(by_invitation=True)
    typed = "a@example.test\npas un contact\n+228 90 11 22 33\nautre@"

    page = client_for(officer).post(f"/desk/calls/{call.reference}/invitations/add/", {"contacts": typed})

    assert set(CallInvitation.objects.values_list("contact", flat=True)) == {"a@example.test", "+22890112233"}
    text = page.content.decode()
    assert "pas un contact\nautre@</textarea>" in text
    for line in ("pas un contact", "autre@"):
        assert f"«\u00a0{line}\u00a0» n’est ni une adresse" in text


def test_a_call_that_invites_nobody_refuses_all(call, officer):
    with pytest.raises(call_invitations.InvitationRefused):
        call_invitations.invite(call, [Door("email", "a@example.test")], by=officer, at=world.SCREENED)


def test_a_batch_leaves_nothing_of_what_it_refuses_and_hides_no_fault(officer, juror):
    def act(name):
        granting.User.objects.filter(pk=juror.pk).update(full_name=name)
        if name == "bad":
            raise Refused("Non.")
        return name

    batch = batches.each(["one", "bad", "two"], act)

    assert (batch.done, [(o.thing, o.reason) for o in batch.left_out]) == (["one", "two"], [("bad", "Non.")])
    assert batches.told(batch, str) == ["bad\u00a0: Non."]
    juror.refresh_from_db()
    assert juror.full_name == "two"
    with pytest.raises(ZeroDivisionError):
        batches.each([0], lambda n: 1 // n)


def caught_in_loops(tree):
    """Yield the lines of loops that catch a refusal by hand, as `batches.each` does."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For):
            for each in ast.walk(loop):
                if isinstance(each, ast.ExceptHandler) and "Refused" in ast.dump(each.type or ast.Pass()):
                    yield each.lineno


# A publication is all or nothing and names what stops it; evidence answers beside each file's own field; a payment whose
# provider is silent is asked about again at the next turn; the files of a form answer beside their field, and the good ones
# stay; a remembered way of reading a table is only tried.
OWN_WAY = {
    "incubator/imports/uploaded_table.py",
    "incubator/files/held.py",
    "incubator/files/several.py",
    "incubator/applications/decisions/publishing.py",
    "incubator/milestones/views/founder.py",
    "funding/cards/checkout.py",
}


def test_no_loop_catches_refusals_in_a_way_of_its_own():
    root = Path(__file__).parents[2]
    found = set()
    for top in ("incubator", "funding", "mentorship", "cms"):
        for path in (root / top).rglob("*.py"):
            if any(caught_in_loops(ast.parse(path.read_text()))):
                found.add(str(path.relative_to(root)))

    assert found - {"incubator/workflow/batches.py"} - OWN_WAY == set()
