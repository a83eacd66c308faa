"""Who may screen a file, and write about it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import (
    Application,
    Note,
)
from incubator.applications.policies import open_correction
from incubator.applications.querysets import ApplicationQuerySet
from incubator.applications.states import DecisionKind, State
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import holders

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_OFFICE = _("Only a programme officer or a director may do this.")
office = holders(*OFFICE, of=ApplicationQuerySet.gate, refusal=NOT_THE_OFFICE)


@policy(
    "application.return_for_correction",
    "application.confirm_eligible",
    "application.send_to_review",
    "application.take_charge",
    "application.decide",
    "application.comment",
    "application.clear",
    "application.extend_correction",
    "application.merge",
    who=_("Programme officers and directors, without a link to the start-up"),
    gate=office,
)
def the_office_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Casework: the office treats the file."""
    return ALLOWED


@policy("application.tag", who=_("Programme officers, without a link to the start-up"), gate=office)
def an_officer_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Tags are the words of the officers of a programme."""
    if Role.OFFICER not in actor.roles(at):
        return denied(_("Only a programme officer makes tags and puts them on files."))
    return ALLOWED


@policy(
    "note.change", who=_("The author of the comment"), exempt="The author's; it asks `office` of the file."
)
def the_author(actor: Actor, note: Note, at: datetime) -> Verdict:
    """Nobody changes somebody else's words; the author still has to be of the office."""
    if note.author_id != actor.pk:
        return denied(_("Only its author changes or strikes out a comment."))
    return office(actor, note.application, at)


@policy(
    "application.find_ineligible",
    who=_("Programme officers and directors, without a link to the start-up"),
    gate=office,
)
def the_office_once_the_correction_is_due(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A file that was returned keeps its whole delay before anybody closes it."""
    if application.state != State.RETURNED:
        return ALLOWED
    correction = open_correction(application)
    waiting = correction is not None and correction.due_at > at
    return denied(_("The team still has time to send its corrections.")) if waiting else ALLOWED


@policy(
    "application.reopen_screening",
    who=_("The same, until the result of the screening is published"),
    gate=office,
)
def the_office_before_the_publication(actor: Actor, application: Application, at: datetime) -> Verdict:
    """What was announced is not taken back in silence."""
    told = application.decisions.published().filter(kind=DecisionKind.ELIGIBILITY).exists()
    return (
        denied(_("The result of the screening is published: it no longer changes here.")) if told else ALLOWED
    )
