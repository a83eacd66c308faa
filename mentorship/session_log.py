"""The report of a session: written once, read by the team, its note kept for the centre."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.people.models import Actor
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, Sentence
from incubator.workflow.versions import Read
from mentorship import actions, letters
from mentorship.models import Action, Mentor, Session
from mentorship.states import ActionOwner, Colour, Mode, SessionState, Topic

SHORTEST, LONGEST = 5, 600
LONGEST_TEXT = 6000
LONGEST_ACTION, LONGEST_PRESENT = 240, 240
AMENDABLE = ("held_on", "minutes", "mode", "topics", "present", "summary", "note", "colour")


class BadReport(Refused):
    """A report cannot be kept as it is; `data["fields"]` holds the sentences by field."""

    code = "bad_report"
    status = 422
    default = _("The report is to complete. What you typed is still there.")


class OtherReport(Refused):
    """The form was sent before by somebody else."""

    code = "other_report"
    default = _("This form was already used for another report. Open a new one.")


@dataclass(frozen=True, slots=True)
class NewAction:
    """Something to do: what, who, by when."""

    what: str
    owner: str = ActionOwner.TEAM
    due_on: date | None = None


def log(
    startup: Startup,
    *,
    mentor: Mentor,
    held_on: date,
    minutes: int,
    mode: str,
    topics: Sequence[str] = (),
    summary: str,
    note: str = "",
    colour: str = "",
    present: str = "",
    milestone: Milestone | None = None,
    new_actions: Sequence[NewAction] = (),
    done: Iterable[Action] = (),
    dropped: Iterable[Action] = (),
    form_token: str | None = None,
    by: Actor,
    at: datetime,
) -> Session:
    """Write a report in one transaction: session, new actions, actions closed, letter to the team.

    The same form sent twice is one report (`form_token`). The note is sealed and never leaves in a letter.
    Raises NotAllowed, OtherReport, BadReport with a sentence for each field.
    """
    with acting(by):
        # One report at a time for a mentor: a form sent twice at once finds the first.
        mentor = Mentor.objects.select_for_update().get(pk=mentor.pk)
        sent = Session.objects.filter(form_token=form_token).first() if form_token else None
        if sent is not None:
            return _same(sent, startup, by)
        session = Session(
            startup=startup, mentor=mentor, held_on=held_on, minutes=minutes, mode=mode, topics=list(topics),
            summary=summary.strip(), colour=colour, present=present.strip(), milestone=milestone,
            state=SessionState.HELD, logged_at=at, logged_by=by, created_at=at, form_token=form_token or None,
        )  # fmt: skip
        deciding.require("session.log", by, session, at)
        _check(session, new_actions, at)
        session.note = values.check_text("note", note, longest=LONGEST_TEXT)
        session.save()
        made = [_add(session, new) for new in new_actions]
        closed = _close(startup, done, dropped, by, at)
        audit.record("session.log", session, by=by, at=at, minutes=minutes, actions=len(made), closed=closed)
        letters.session_logged(session, made, by=by, at=at)
    return session


def amend(session: Session, *, by: Actor, at: datetime, read: Read | None = None, **fields: Any) -> Session:
    """Change a report within 48 hours; the team is sent a changed summary. Other names are an error.

    Raises NotAllowed, BadReport, ChangedMeanwhile where another page wrote another text.
    """
    unknown = set(fields) - set(AMENDABLE)
    if unknown:
        raise TypeError(f"Not fields of a report: {', '.join(sorted(unknown))}")
    with acting(by):
        locked = Session.objects.select_for_update().get(pk=session.pk)
        deciding.require("session.amend", by, locked, at)
        before = {name: getattr(locked, name) for name in fields}
        fields = versions.merged(fields, before, read)
        for name, value in fields.items():
            setattr(locked, name, value.strip() if isinstance(value, str) else value)
        _check(locked, (), at)
        changed = sorted(name for name in fields if getattr(locked, name) != before[name])
        if not changed:
            return locked
        locked.save()
        audit.record("session.amend", locked, by=by, at=at, fields=changed)
        if "summary" in changed:
            letters.session_logged(locked, locked.actions.all(), amended=True, by=by, at=at)
    return locked


def _same(sent: Session, startup: Startup, by: Actor) -> Session:
    if sent.logged_by_id != by.pk or sent.startup_id != startup.pk:
        raise OtherReport()
    return sent


def _add(session: Session, new: NewAction) -> Action:
    return Action.objects.create(
        startup=session.startup, session=session, what=new.what.strip(), owner=new.owner, due_on=new.due_on
    )


def _close(
    startup: Startup, done: Iterable[Action], dropped: Iterable[Action], by: Actor, at: datetime
) -> int:
    """Close what is still open; what somebody closed in the meantime stays as they left it."""
    opened = Action.objects.open().filter(startup=startup)
    finished = list(opened.filter(pk__in=[action.pk for action in done]))
    given_up = list(
        opened.filter(pk__in=[action.pk for action in dropped]).exclude(pk__in=[a.pk for a in finished])
    )
    for action in finished:
        actions.complete(action, by=by, at=at)
    for action in given_up:
        actions.drop(action, by=by, at=at)
    return len(finished) + len(given_up)


def _check(session: Session, new_actions: Sequence[NewAction], at: datetime) -> None:
    foreign = session.milestone is not None and session.milestone.place.startup_id != session.startup_id
    rules: list[tuple[str, bool, Sentence]] = [
        (
            "held_on",
            session.held_on > local_day(at),
            _("The day of a session already held cannot be in the future."),
        ),
        (
            "minutes",
            not SHORTEST <= session.minutes <= LONGEST,
            _("A session lasts between 5 and 600 minutes."),
        ),
        ("mode", session.mode not in Mode.values, _("Choose how you met.")),
        ("topics", not set(session.topics) <= set(Topic.values), _("Choose topics of the list.")),
        ("colour", session.colour not in ("", *Colour.values), _("Choose green, amber or red, or nothing.")),
        ("summary", not session.summary, _("Write the summary: two sentences are enough.")),
        ("summary", len(session.summary) > LONGEST_TEXT, values.too_long(LONGEST_TEXT)),
        (
            "present",
            len(session.present) > LONGEST_PRESENT,
            _("Shorten the list of people to 240 characters."),
        ),
        ("milestone", foreign, _("Choose a milestone of this start-up.")),
        (
            "new_actions",
            not all(_is_good(new) for new in new_actions),
            _("Say in at most 240 characters what will be done, and by whom."),
        ),
    ]
    found = {field: sentence for field, wrong, sentence in rules if wrong}
    if found:
        raise BadReport(data={"fields": found})


def _is_good(new: NewAction) -> bool:
    return 0 < len(new.what.strip()) <= LONGEST_ACTION and new.owner in ActionOwner.values
