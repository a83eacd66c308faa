"""Who may open a round, give and take back files, score, and abstain."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.reviews.models import Assignment, LinksDeclared
from incubator.reviews.states import AssignmentState
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_OFFICE = _("Only a programme officer or a director organises the jury.")


@policy("round.open", "round.extend", "round.assign", "round.rank", who=_("Programme officers and directors"))
def the_office_organises(actor: Actor, thing: Any, at: datetime) -> Verdict:
    """The jury is organised by the office."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(NOT_THE_OFFICE)


@policy("review.assign", who=_("Programme officers and directors, without a link to the start-up"))
def the_office_assigns(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """Whoever has a link does not choose who judges."""
    if not OFFICE & actor.roles(at):
        return denied(NOT_THE_OFFICE)
    if has_link(actor, assignment.application.startup_id):
        return denied(_("You have a link with this start-up: somebody else gives its file to the jury."))
    return ALLOWED


@policy("review.recuse", who=_("The same, and the system when a juror declares a link"))
def the_office_takes_back(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """The office takes a file back; a declared link does it by itself."""
    return ALLOWED if actor.is_system else the_office_assigns(actor, assignment, at)


@policy("review.submit", "review.abstain", "review.score", who=_("The juror, while the round is open"))
def the_juror_while_open(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """A juror judges the own files, once the links are declared, without a link, between the two dates."""
    if actor.pk is None or assignment.juror_id != actor.pk or assignment.state == AssignmentState.RECUSED:
        return denied(_("This file is not in your hands."))
    if has_link(actor, assignment.application.startup_id):
        return denied(_("You have declared a link with this team. This file is now closed to you."))
    return open_and_declared(assignment, at)


@policy("review.reopen", who=_("The juror or the office, while the round is open"))
def the_juror_or_the_office_while_open(actor: Actor, assignment: Assignment, at: datetime) -> Verdict:
    """Own scores change until the round closes; the office may ask for it, without a link."""
    if assignment.juror_id == actor.pk:
        return the_juror_while_open(actor, assignment, at)
    verdict = the_office_assigns(actor, assignment, at)
    return open_and_declared(assignment, at) if verdict else verdict


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
