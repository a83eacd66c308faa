"""What the slice writes to people. Never the note, never the colour."""

from collections.abc import Iterable
from datetime import datetime

from incubator.notifications import outbox
from incubator.people.models import Actor, User
from incubator.startups.models import Startup
from mentorship.models import Action, Match, Mentor, Session


def team_of(startup: Startup) -> list[User]:
    """Return the people of the start-up today."""
    members = startup.memberships.filter(until_on=None).select_related("person").order_by("id")
    return [member.person for member in members]


def mentor_invited(mentor: Mentor, *, by: Actor, at: datetime) -> None:
    """Tell the person that the centre would like them as a mentor."""
    outbox.post("mentorship/mentor_invited", to=mentor.person, about=mentor, by=by, at=at)


def mentor_approved(mentor: Mentor, *, by: Actor, at: datetime) -> None:
    """Tell the mentor that the space is open and that the charter waits for a signature."""
    outbox.post("mentorship/mentor_approved", to=mentor.person, about=mentor, by=by, at=at)


def match_confirmed(match: Match, *, by: Actor, at: datetime) -> None:
    """Tell the mentor which start-up, and the team which mentor."""
    context = {"startup": match.startup, "mentor": match.mentor, "goals": match.goals}
    outbox.post(
        "mentorship/match_for_mentor", to=match.mentor.person, about=match, by=by, at=at, context=context
    )
    for person in team_of(match.startup):
        outbox.post("mentorship/match_for_team", to=person, about=match, by=by, at=at, context=context)


def match_ended(match: Match, *, by: Actor, at: datetime) -> None:
    """Tell the team that this mentor accompanies it no more, whoever ended it: the mentor left, or the office."""
    context = {"startup": match.startup, "mentor": match.mentor}
    for person in team_of(match.startup):
        outbox.post("mentorship/match_ended", to=person, about=match, by=by, at=at, context=context)


def session_logged(
    session: Session, actions: Iterable[Action], *, amended: bool = False, by: Actor, at: datetime
) -> None:
    """Send the summary and the actions to each person of the team."""
    context = {
        "startup_name": session.startup.name,
        "startup_slug": session.startup.slug,
        "mentor_name": str(session.mentor),
        "held_on": session.held_on,
        "summary": session.summary,
        "actions": [(action.what, action.get_owner_display, action.due_on) for action in actions],
        "amended": amended,
    }
    for person in team_of(session.startup):
        outbox.post("mentorship/session_logged", to=person, about=session, by=by, at=at, context=context)
