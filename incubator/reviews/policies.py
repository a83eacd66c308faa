"""Who may open a round, give and take back files, score, and abstain."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.querysets import CallQuerySet
from incubator.reviews.models import Assignment, LinksDeclared, Round
from incubator.reviews.querysets import AssignmentQuerySet, RoundQuerySet
from incubator.reviews.states import AssignmentState
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import holders

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_OFFICE = _("Only a programme officer or a director organises the jury.")


NOT_IN_YOUR_HANDS = _("This file is not in your hands.")
the_office = holders(*OFFICE, of=AssignmentQuerySet.gate, refusal=NOT_THE_OFFICE, system=True)
a_juror = holders(Role.JUROR, of=AssignmentQuerySet.gate, refusal=NOT_IN_YOUR_HANDS)


@policy(
    "round.open",
    who=_("Programme officers and directors"),
    gate=holders(*OFFICE, of=CallQuerySet.gate, refusal=NOT_THE_OFFICE),
)
def the_office_opens(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The jury of a call is called together by the office."""
    return ALLOWED


@policy(
    "round.extend",
    "round.assign",
    "round.rank",
    who=_("Programme officers and directors"),
    gate=holders(*OFFICE, of=RoundQuerySet.gate, refusal=NOT_THE_OFFICE),
)
def the_office_organises(actor: Actor, round_: Round, at: datetime) -> Verdict:
    """The jury is organised by the office."""
    return ALLOWED


@policy(
    "review.assign",
    "review.recuse",
    who=_(
        "Programme officers and directors, without a link to the start-up; the system when a juror declares one"
    ),
    gate=the_office,
)
def the_office_assigns(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """Whoever has a link does not choose who judges; a declared link takes a file back by itself."""
    return ALLOWED


@policy(
    "review.submit",
    "review.abstain",
    "review.score",
    who=_("The juror, while the round is open"),
    gate=a_juror,
)
def the_juror_while_open(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """A juror judges the own files, once the links are declared, without a link, between the two dates."""
    if actor.pk is None or assignment.juror_id != actor.pk or assignment.state == AssignmentState.RECUSED:
        return denied(NOT_IN_YOUR_HANDS)
    return open_and_declared(assignment, at)


@policy(
    "review.reopen",
    who=_("The juror or the office, while the round is open"),
    exempt="It asks `a_juror` for the own scores, `the_office` for those of others.",
)
def the_juror_or_the_office_while_open(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """Own scores change until the round closes; the office may ask for it, without a link."""
    is_own = assignment.juror_id == actor.pk
    verdict = (a_juror if is_own else the_office)(actor, assignment, at)
    if not verdict:
        return verdict
    return the_juror_while_open(actor, assignment, at) if is_own else open_and_declared(assignment, at)


def open_and_declared(assignment: Assignment, at: datetime) -> Verdict:
    """The round runs, and the juror has declared the links."""
    round_ = assignment.round
    if at < round_.opens_at:
        return denied(_("The round is not open yet."))
    if at >= round_.closes_at:
        return denied(
            _("The round is closed. Your scores are kept as they were; call the centre to change them.")
        )
    declared = getattr(assignment, "links_declared", None)
    if declared is None:
        declared = LinksDeclared.objects.filter(round=round_, juror=assignment.juror_id).exists()
    if not declared:
        return denied(_("Before any file, go through the list of teams and declare your links."))
    return ALLOWED
