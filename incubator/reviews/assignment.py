"""Gives files to jurors: one by one, or by a proposal that spreads them evenly and that staff adjust."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from incubator.applications import screening
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.conflicts.models import Interest
from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor, User
from incubator.people.states import Role
from incubator.reviews import letters
from incubator.reviews.models import Assignment, Round
from incubator.reviews.states import LIFECYCLE, AssignmentState
from incubator.startups.models import Membership
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import AlreadyDone, Refused

READY = (State.ELIGIBLE, State.IN_REVIEW, State.SHORTLISTED)


class NotAJuror(Refused):
    """The person does not hold the role."""

    code = "not_a_juror"
    default = _("This person is not a member of the jury.")


class HasALink(Refused):
    """The juror has a link with the start-up."""

    code = "has_a_link"
    default = _("This juror has a link with the start-up: choose somebody else.")


class NotReady(Refused):
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

    pairs: list[tuple[Application, User]] = field(default_factory=list)
    lacking: dict[Application, int] = field(default_factory=dict)


def assign(round: Round, application: Application, juror: User, *, by: Actor, at: datetime) -> Assignment:
    """Put a file in a juror's hands; an eligible file thereby goes into review.

    Given twice, it is the same assignment. Raises NotAJuror, HasALink, NotReady or TakenBack.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        given = Assignment(round=round, application=application, juror=juror)
        deciding.require("review.assign", by, given, at)
        standing = Assignment.objects.filter(round=round, application=application, juror=juror).first()
        if standing is not None and standing.state in (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED):
            return standing
        _require_fit(application, juror, standing, round=round, at=at)
        if application.state == State.ELIGIBLE:
            screening.send_to_review(application, by=by, at=at)
        last = Assignment.objects.filter(round=round, juror=juror).aggregate(last=Max("number"))["last"]
        given.number, given.created_at = (last or 0) + 1, at
        given.save()
        audit.record("review.assign", given, by=by, at=at, application=application.reference)
    return given


def _require_fit(
    application: Application, juror: User, standing: Assignment | None, *, round: Round, at: datetime
) -> None:
    if standing is not None:
        raise TakenBack()
    if not juror.has_role(Role.JUROR, at=at):
        raise NotAJuror()
    if has_link(juror, application.startup_id) or juror.pk in _team(application):
        raise HasALink()
    if application.call_id != round.call_id or application.state not in READY:
        raise NotReady()


def _team(application: Application) -> set[int]:
    members = application.startup.memberships.values_list("person", flat=True)
    return {*application.team.values_list("person", flat=True), *members}


def propose(round: Round, jurors: Sequence[User], per_file: int) -> Plan:
    """Spread the files of the round's call evenly, each to `per_file` jurors without a link to it.

    What is already assigned counts; nothing is written. Files with the fewest possible jurors choose first.
    """
    files = list(
        Application.objects.filter(call=round.call_id, state__in=READY)
        .select_related("call", "startup")
        .order_by("reference")
    )
    given = list(Assignment.objects.filter(round=round).values_list("application", "juror", "state"))
    closed = _closed(files, jurors) | {(file, juror) for file, juror, _state in given}
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


def _closed(files: Sequence[Application], jurors: Sequence[User]) -> set[tuple[int, int]]:
    """Return the (file, juror) pairs that a link or a membership closes."""
    by_startup = {file.startup_id: file.pk for file in files}
    links = Interest.objects.blocking().filter(startup__in=by_startup, person__in=jurors)
    members = Membership.objects.filter(startup__in=by_startup, person__in=jurors)
    return {
        (by_startup[startup], person)
        for rows in (links, members)
        for startup, person in rows.values_list("startup", "person")
    }


def assign_all(
    round: Round, pairs: Iterable[tuple[Application, User]], *, by: Actor, at: datetime
) -> list[Assignment]:
    """Confirm a proposal: every pair is assigned, or none is; each juror is told once."""
    with transaction.atomic():
        before = set(Assignment.objects.filter(round=round).values_list("pk", flat=True))
        given = [assign(round, application, juror, by=by, at=at) for application, juror in pairs]
        letters.files_given(round, [one for one in given if one.pk not in before], by=by, at=at)
        return given


def recuse(assignment: Assignment, *, reason: str = "", by: Actor, at: datetime) -> Assignment:
    """Take a file back from a juror: its scores stay in the history and no longer count."""
    try:
        with LIFECYCLE.move(assignment, "recuse", by=by, at=at) as given:
            given.reason = reason[:400]
    except AlreadyDone as done:
        return done.thing
    return assignment
