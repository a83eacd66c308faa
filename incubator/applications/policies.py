"""Who may act on an application, on the applicant's side. Those of the desk stand with each activity."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.accounts.states import NEVER_APPLICANTS
from incubator.applications.models import Application, ApplicationMember, Correction
from incubator.applications.states import State, TeamRole
from incubator.files.models import StoredFile
from incubator.people.states import Role
from incubator.programmes.deadline import closed_sentence
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.ui import typography
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import READ_WITH_THE_RECORD, closes, holds_startups

__all__ = ["closed_sentence"]
# Who reads an answer of a class at the desk, in words or as a file; whoever treats files reads the others.
READERS_OF_CLASS = {
    "personal": frozenset({Role.OFFICER, Role.DIRECTOR}),
    "sensitive": frozenset({Role.OFFICER}),
}
WRITERS = (TeamRole.LEAD, TeamRole.EDITOR, TeamRole.AGENT)
# Why the acts of a team ask nobody's standing at the desk.
THE_TEAMS_OWN = "An act of the team on its own file."


@closes("file", gettext_lazy("You belong to this start-up: somebody else decides."))
def startups_of_own_files(person: Any) -> QuerySet:
    """Whoever is in the team of a file is of its start-up, before the start-up has other members."""
    own = ApplicationMember.objects.filter(person=person).exclude(role=TeamRole.AGENT)
    return own.annotate(startup=F("application__startup")).order_by()


@holds_startups("file")
def startups_with_a_file(programmes: Any) -> QuerySet:
    """A programme holds the start-ups that sent it a file."""
    sent = Application.objects.sent().order_by()
    return sent if programmes is None else sent.filter(call__programme__in=programmes)


def part_of(actor: Any, application: Application) -> str:
    """Return the actor's part in the file, "" for somebody else; read once where the file was fetched with
    it.
    """
    if actor.is_system or not actor.pk:
        return ""
    if getattr(application, "part_of", None) == actor.pk:
        return str(getattr(application, "part", ""))
    member = application.team.filter(person=actor).first()
    return member.role if member else ""


def open_correction(application: Application) -> Correction | None:
    """Return the correction asked for and not yet answered; a cancelled call waits for none."""
    if application.state != State.RETURNED or application.call.state == CallState.CANCELLED:
        return None
    return application.corrections.filter(answered_at=None).first()


def late_correction_sentence(correction: Correction) -> str:
    """Say until when the corrections were expected."""
    return _("The corrections were expected before %(moment)s. Call the centre.") % {
        "moment": typography.moment(correction.due_at)
    }


def is_let_in(application: Application, at: datetime) -> bool:
    """Tell whether a late code lets this draft be written and sent after the closing."""
    until = application.late_until
    return until is not None and at < until and application.call.state == CallState.PUBLISHED


def staff_sentence(actor: Any, at: datetime) -> str:
    """Say why people who work for the centre or a town hall do not apply; "" for everybody else."""
    if actor.has_role(Role.AGENT, at=at):
        return _(
            'An agent does not apply in their own name. To enter a file with somebody, use "Assist someone".'
        )
    if actor.has_role(*NEVER_APPLICANTS, at=at):
        return _(
            "People who work for the centre do not apply to its calls. Read the call on the site, or try its form by the"
            " preview at the desk."
        )
    return ""


def reads_class(actor: Any, data_class: str, at: datetime) -> bool:
    """Tell whether somebody who treats a file reads its answers of a class."""
    readers = READERS_OF_CLASS.get(data_class)
    return readers is None or not readers.isdisjoint(actor.roles(at))


@policy(
    "application.start",
    who=gettext_lazy("Anybody who does not work for the centre or a town hall, while the call is open"),
    exempt="Whoever applies is nobody of the desk.",
)
def anybody_while_the_call_is_open(actor: Any, call: Call, at: datetime) -> Verdict:
    """A draft is opened only in a call that takes applications."""
    if actor.is_system or not actor.pk:
        return denied(_("An application is opened by a person."))
    if refusal := staff_sentence(actor, at):
        return denied(refusal)
    closed = closed_sentence(call, at)
    if not closed and call.by_invitation and not call.invitations.held_by(actor).exists():
        return denied(
            _(
                "This call is for invited people. Sign in with the contact that was invited, or call the centre."
            )
        )
    return denied(closed) if closed else ALLOWED


@policy(
    "application.save",
    "application.attach",
    who=gettext_lazy("The lead and those who may write, until closing"),
    exempt=THE_TEAMS_OWN,
)
def the_writers_until_closing(actor: Any, application: Application, at: datetime) -> Verdict:
    """A draft is written until the closing instant; a returned file until the date of its correction."""
    if part_of(actor, application) not in WRITERS:
        return denied(_("You may read this file, not write in it. Ask its lead."))
    if application.state == State.RETURNED:
        return _correction_in_time(application, at)
    if application.state != State.DRAFT:
        return denied(_("This file has been sent: its answers no longer change."))
    closed = "" if is_let_in(application, at) else closed_sentence(application.call, at)
    return denied(closed) if closed else ALLOWED


@policy("application.submit", who=gettext_lazy("The lead, before the closing instant"), exempt=THE_TEAMS_OWN)
def the_lead_before_the_deadline(actor: Any, application: Application, at: datetime) -> Verdict:
    """The lead sends while the call takes it (`programmes.models.deadline`), or with a late code."""
    if part_of(actor, application) != TeamRole.LEAD:
        return denied(_("Only the project lead sends the application."))
    if application.call.takes(at, application.sending_begun_at) or is_let_in(application, at):
        return ALLOWED
    return denied(closed_sentence(application.call, at))


@policy(
    "application.let_in",
    who=gettext_lazy("The lead of a draft, with a late code, after the closing"),
    exempt=THE_TEAMS_OWN,
)
def the_lead_of_a_closed_draft(actor: Any, application: Application, at: datetime) -> Verdict:
    """A late code is for a call that has closed: before, the file is simply sent."""
    if part_of(actor, application) != TeamRole.LEAD:
        return denied(_("Only the project lead enters a late code."))
    if application.call.is_open(at):
        return denied(_("The call is open: send your file, no code is needed."))
    return ALLOWED


@policy(
    "application.resubmit",
    who=gettext_lazy("The lead, before the date of the correction"),
    exempt=THE_TEAMS_OWN,
)
def the_lead_before_the_date_of_the_correction(actor: Any, application: Application, at: datetime) -> Verdict:
    """The call may be closed: the correction has its own date."""
    if part_of(actor, application) != TeamRole.LEAD:
        return denied(_("Only the project lead sends the corrections."))
    return _correction_in_time(application, at)


@policy(
    "application.withdraw",
    who=gettext_lazy("The lead, at any time before the place is accepted"),
    exempt=THE_TEAMS_OWN,
)
def the_lead_withdraws(actor: Any, application: Application, at: datetime) -> Verdict:
    """Nobody withdraws for the team."""
    if part_of(actor, application) != TeamRole.LEAD:
        return denied(_("Only the project lead withdraws the application."))
    return ALLOWED


@policy(
    "application.read_file",
    who=gettext_lazy("The team; the office for files that were sent"),
    exempt=READ_WITH_THE_RECORD,
)
def the_team_and_the_office(actor: Any, file: StoredFile, at: datetime) -> Verdict:
    """The team reads its documents; at the desk, whoever reads the answers of their class. Jurors get theirs through
    their assignment.
    """
    visible = Application.objects.visible_to(actor).select_related("form_version")
    application = visible.filter(pk=file.record_id).first()
    if application is None:
        return denied(_("This document belongs to somebody else's file."))
    if part_of(actor, application):
        return ALLOWED
    data_class = application.form_version.form.class_of(file.purpose)
    return (
        ALLOWED if reads_class(actor, data_class, at) else denied(_("Your role does not read this answer."))
    )


def _correction_in_time(application: Application, at: datetime) -> Verdict:
    correction = open_correction(application)
    if application.call.state == CallState.CANCELLED:
        return denied(_("This call was cancelled: nothing more is done with your file."))
    if correction is None:
        return denied(_("No correction is asked for."))
    return ALLOWED if at < correction.due_at else denied(late_correction_sentence(correction))
