"""Comments on a file, each for its readers, and tasks: who does what by when. Nothing of it is ever deleted."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters, screening
from incubator.applications.models import Application, Note
from incubator.applications.states import Audience
from incubator.applications.submission import telling
from incubator.core import clock
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

TOLD = "applications/comment_for_the_team"
TO_CHANGE = timedelta(minutes=15)
LONGEST, LONGEST_TASK = 4000, 400


class NothingSaid(Refused):
    """A comment or a task without words."""

    status = 422
    code = "nothing_said"
    default = _("Write a few words first.")


class TooLateToChange(Refused):
    """The quarter of an hour is over."""

    code = "too_late_to_change"
    default = _("A comment can be changed for fifteen minutes. Strike it out and write another one.")


class AlreadyStruck(Refused):
    """The note was struck out before."""

    code = "already_struck"
    default = _("This is already struck out.")


class NotForThem(Refused):
    """The task was given to somebody who may not treat the file."""

    status = 422
    code = "not_for_them"
    default = _("This person does not treat files, or has a link with this start-up. Choose somebody else.")


class DayGone(Refused):
    """A task to do before today."""

    status = 422
    code = "day_gone"
    default = _("Choose today or a day to come.")


def comment(
    application: Application, text: str, *, audience: str = Audience.STAFF, by: User, at: datetime
) -> Note:
    """Write a comment for its readers; one for the team tells its lead, by a short message, where to read
    it. Raises NothingSaid and NotAllowed.
    """
    words = values.check_text("text", text, longest=LONGEST)
    with acting(by):
        deciding.require("application.comment", by, application, at)
        if not words or audience not in Audience.values:
            raise NothingSaid()
        note = Note.objects.create(
            application=application, author=by, text=words, audience=audience, created_at=at
        )
        if audience == Audience.APPLICANT:
            _tell(note, at)
        audit.record("application.comment", application, by=by, at=at, audience=audience)
    return note


def _tell(note: Note, at: datetime) -> None:
    """The letter carries no word of the comment: it says that something is new, and where."""
    application = note.application
    lead = letters.lead_of(application)
    context = letters.about(application)
    outbox.post(TOLD, to=lead, at=at, about=application, context=context, by=note.author)
    telling.tell_the_others(application, TOLD, context, lead=lead, by=note.author, at=at)


def may_change(note: Note, person: User, at: datetime) -> bool:
    """Tell whether the author may still change the words."""
    return (
        note.author_id == person.pk
        and note.struck_at is None
        and note.done_at is None
        and at < note.created_at + TO_CHANGE
    )


def change(note: Note, text: str, *, by: User, at: datetime, read: Read | None = None) -> Note:
    """Change the words of one's own comment within fifteen minutes; `read` says what its writer had read.

    Raises NothingSaid, TooLateToChange and ChangedMeanwhile.
    """
    with acting(by):
        locked = _locked(note, by, at)
        words = values.check_text("text", text, longest=LONGEST)
        if not words:
            raise NothingSaid()
        if not may_change(locked, by, at):
            raise TooLateToChange()
        written = versions.merged({"text": words}, {"text": locked.text}, read)
        if not written:
            return locked
        locked.text, locked.edited_at = written["text"], at
        locked.save(update_fields=["text", "edited_at"])
        audit.record("application.change_comment", locked.application, by=by, at=at, note=locked.public_id)
    return locked


def strike(note: Note, *, by: User, at: datetime) -> Note:
    """Strike out one's own comment or task: the office still reads it, barred; the others no longer do."""
    with acting(by):
        locked = _locked(note, by, at)
        if locked.struck_at is not None:
            raise AlreadyStruck()
        locked.struck_at = at
        locked.save(update_fields=["struck_at"])
        audit.record("application.strike_comment", locked.application, by=by, at=at, note=locked.public_id)
    return locked


def _locked(note: Note, by: User, at: datetime) -> Note:
    locked = Note.objects.select_for_update(of=("self",)).select_related("application").get(pk=note.pk)
    deciding.require("note.change", by, locked, at)
    return locked


def give_task(application: Application, text: str, *, to: User, due_on: date, by: User, at: datetime) -> Note:
    """Ask somebody of the office for something about the file, by a day. Raises NothingSaid, NotForThem,
    DayGone and NotAllowed.
    """
    with acting(by):
        deciding.require("application.comment", by, application, at)
        words = values.check_text("text", text, longest=LONGEST_TASK)
        if not words:
            raise NothingSaid()
        if due_on < clock.local_day(at):
            raise DayGone()
        if not screening.followers(application, at).filter(pk=to.pk).exists():
            raise NotForThem()
        note = Note.objects.create(
            application=application, author=by, text=words, assignee=to, due_on=due_on, created_at=at
        )
        audit.record("application.give_task", application, by=by, at=at, note=note.public_id)
    return note


def finish_task(note: Note, *, by: User, at: datetime) -> Note:
    """Say that a task is done; done twice it is done once."""
    with acting(by):
        deciding.require("application.comment", by, note.application, at)
        done = Note.objects.open_tasks().filter(pk=note.pk).update(done_at=at, done_by=by)
        if done:
            audit.record("application.finish_task", note.application, by=by, at=at, note=note.public_id)
    note.refresh_from_db()
    return note
