"""Who may screen a file, and write about it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import (
    Application,
    Note,
)
from incubator.applications.policies import open_correction
from incubator.applications.states import DecisionKind, State
from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_OFFICE = _("Only a programme officer or a director may do this.")
A_LINK = _("You have a link with this start-up: somebody else treats its file.")
ANOTHER_PROGRAMME = _("This call belongs to a programme that other officers work on.")


def of_the_office(actor: Actor, at: datetime) -> Verdict:
    """What `office` answers of a file that `at_the_desk_of` gave this actor in the same request."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(NOT_THE_OFFICE)


def office(actor: Actor, application: Application, at: datetime) -> Verdict:
    """An officer of the programme or a director, without a link to the start-up."""
    verdict = of_the_office(actor, at)
    if not verdict:
        return verdict
    if Application.objects.at_the_desk_of(actor).filter(pk=application.pk).exists():
        return ALLOWED
    return denied(A_LINK if has_link(actor, application.startup_id) else ANOTHER_PROGRAMME)


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


@policy("application.tag", who=_("Programme officers, without a link to the start-up"))
def an_officer_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Tags are the words of the officers of a programme."""
    if Role.OFFICER not in actor.roles(at):
        return denied(_("Only a programme officer makes tags and puts them on files."))
    return office(actor, application, at)


@policy("note.change", who=_("The author of the comment"))
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
