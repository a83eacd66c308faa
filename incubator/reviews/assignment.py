"""Gives files to jurors: one by one, or by a proposal that spreads them evenly and that staff adjust."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import screening
from incubator.applications.casework.policies import office
from incubator.applications.models import Application, ApplicationMember
from incubator.applications.states import State
from incubator.conflicts.models import Interest
from incubator.people.models import Actor, User
from incubator.people.states import Role
from incubator.reviews import letters
from incubator.reviews.models import Assignment, Round
from incubator.reviews.states import LIFECYCLE, AssignmentState
from incubator.startups.models import Membership
from incubator.workflow import audit, batches, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.batches import Batch
from incubator.workflow.refusals import Refused, once

Pair = tuple[Application, User]
MOST_PER_FILE = 9
READY = (State.ELIGIBLE, State.IN_REVIEW, State.SHORTLISTED)


class NotAJuror(Refused):
    """The person does not hold the role."""

    code = "not_a_juror"
    default = _("This person is not a member of the jury.")


class HasALink(Refused):
    """The juror has a link with the start-up, or belongs to it."""

    code = "has_a_link"
    default = _("This juror has a link with the start-up: choose somebody else.")


class NotForTheJury(Refused):
    """The file is not one for the jury."""

    code = "not_ready"
    default = _("Only an eligible file goes to the jury.")


class TakenBack(Refused):
    """The file was taken back from this juror, or the juror abstained."""

    code = "taken_back"
    default = _("This juror abstained or gave this file back: choose somebody else.")


@dataclass(frozen=True)
class Plan:
    """A proposal: (file, juror) pairs, and how many jurors each file still lacks."""

    pairs: list[Pair] = field(default_factory=list)
    lacking: dict[Application, int] = field(default_factory=dict)


def assign(round: Round, application: Application, juror: User, *, by: Actor, at: datetime) -> Assignment:
    """Put a file in a juror's hands; an eligible file thereby goes into review.

    Given twice, it is the same assignment. Raises NotAJuror, HasALink, NotForTheJury or TakenBack.
    """
    with acting(by):
        Round.objects.select_for_update().get(pk=round.pk)
        given = Assignment(round=round, application=application, juror=juror)
        deciding.require("review.assign", by, given, at)
        standing = Assignment.objects.filter(round=round, application=application, juror=juror).first()
        if standing is not None and standing.state in (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED):
            return standing
        application.refresh_from_db(fields=["state"])
        if refusal := misfits(round, [application], [juror], at=at).get((application.pk, juror.pk)):
            raise refusal
        if application.state == State.ELIGIBLE:
            screening.send_to_review(application, by=by, at=at)
        last = Assignment.objects.filter(round=round, juror=juror).aggregate(last=Max("number"))["last"]
        given.number, given.created_at = (last or 0) + 1, at
        given.save()
        audit.record("review.assign", given, by=by, at=at, application=application.reference)
    return given


def misfits(
    round: Round, files: Collection[Application], jurors: Collection[User], *, at: datetime
) -> dict[tuple[int, int], Refused]:
    """Return why a file cannot go to a juror: {(file, juror): refusal}, by their keys; other pairs can be assigned.

    The one list of conditions: the proposal leaves out what it holds, and the act refuses it. Six queries at most.
    """
    found: dict[tuple[int, int], Refused] = {}
    people, keys = {juror.pk for juror in jurors}, {file.pk for file in files}
    holders = set(User.objects.with_role(Role.JUROR, at).filter(pk__in=people).values_list("pk", flat=True))
    for file in files:
        ready = file.call_id == round.call_id and file.state in READY
        refusal: Refused | None = None if ready else NotForTheJury()
        for person in people:
            refused = refusal or (None if person in holders else NotAJuror())
            if refused is not None:
                found[file.pk, person] = refused
    found |= {pair: HasALink() for pair in _linked(files, people)}
    left = Assignment.objects.filter(round=round, application__in=keys, juror__in=people).exclude(
        state__in=(AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)
    )
    return found | {pair: TakenBack() for pair in left.values_list("application", "juror")}


def _linked(files: Collection[Application], people: Collection[int]) -> set[tuple[int, int]]:
    """Return the (file, juror) pairs that a link, a place in the start-up or a part in the file closes."""
    by_startup = {file.startup_id: file.pk for file in files}
    links = Interest.objects.blocking().filter(startup__in=by_startup, person__in=people)
    members = Membership.objects.filter(startup__in=by_startup, person__in=people)
    team = ApplicationMember.objects.filter(application__in=by_startup.values(), person__in=people)
    return {
        (by_startup[startup], person)
        for rows in (links, members)
        for startup, person in rows.values_list("startup", "person")
    } | set(team.values_list("application", "person"))


def propose(round: Round, jurors: Sequence[User], per_file: int, *, by: User, at: datetime) -> Plan:
    """Spread the files of the round's call evenly, each to `per_file` jurors that it can be assigned to.

    Only the files that this person may assign are spread. What is already assigned counts; nothing is written. Files
    with the fewest possible jurors choose first.
    """
    values.check_number("per_file", per_file, least=1, most=MOST_PER_FILE)
    theirs = Application.objects.at_the_desk_of(by) if office.of_rows(by, at) else Application.objects.none()
    ready = theirs.filter(call=round.call_id, state__in=READY)
    files = list(ready.select_related("call", "startup").order_by("reference"))
    given = list(Assignment.objects.filter(round=round).values_list("application", "juror", "state"))
    closed = {*misfits(round, files, jurors, at=at), *((file, juror) for file, juror, _state in given)}
    kept = [(f, j) for f, j, state in given if state in (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)]
    has, load = Counter(file for file, _j in kept), Counter(juror for _f, juror in kept)
    possible = {file.pk: [j for j in jurors if (file.pk, j.pk) not in closed] for file in files}
    order = {juror.pk: place for place, juror in enumerate(jurors)}
    plan = Plan()
    for file in sorted(files, key=lambda f: (len(possible[f.pk]), f.reference or "")):
        wanted = max(per_file - has[file.pk], 0)
        # The least loaded first; between equals, the order of the list.
        chosen = sorted(possible[file.pk], key=lambda j: (load[j.pk], order[j.pk]))[:wanted]
        load.update(juror.pk for juror in chosen)
        plan.pairs.extend((file, juror) for juror in chosen)
        if len(chosen) < wanted:
            plan.lacking[file] = wanted - len(chosen)
    plan.pairs.sort(key=lambda pair: (pair[0].reference or "", order[pair[1].pk]))
    return plan


def assign_all(round: Round, pairs: Iterable[Pair], *, by: Actor, at: datetime) -> Batch[Pair, Assignment]:
    """Confirm a proposal: every pair that can be is assigned, the others are left out; each juror is told once."""
    with acting(by):
        deciding.require("round.assign", by, round, at)
        before = set(Assignment.objects.filter(round=round).values_list("pk", flat=True))
        batch = batches.each(pairs, lambda pair: assign(round, *pair, by=by, at=at))
        letters.files_given(round, [one for one in batch.done if one.pk not in before], by=by, at=at)
    return batch


@once
def recuse(assignment: Assignment, *, reason: str = "", by: Actor, at: datetime) -> Assignment:
    """Take a file back from a juror: its scores stay in the history and no longer count."""
    with LIFECYCLE.move(assignment, "recuse", by=by, at=at) as given:
        given.reason = values.check_text("reason", reason, longest=400)
    return assignment
