"""Mentors, matches and sessions for the tests of every slice, reached through the work functions."""

from datetime import UTC, datetime
from typing import Any

from incubator.core.clock import local_day
from incubator.people.models import User
from incubator.startups.models import Sector, Startup
from mentorship import matching, onboarding, session_log
from mentorship.models import Match, Mentor, Session
from mentorship.session_log import NewAction
from tests.world.kept import kept

AT = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
NOTE = "NOTE-CANARI entre nous : la trésorerie est vide"
SUMMARY = "Les prix sont fixés. Trois mairies seront appelées."


@kept
def active_mentor(
    person: User, officer: User, *, sectors: tuple[Sector, ...] = (), at: datetime = AT
) -> Mentor:
    """A mentor invited, approved, with the charter signed."""
    mentor = onboarding.invite(person, expertise="Vente aux mairies", sectors=sectors, by=officer, at=at)
    onboarding.approve(mentor, by=officer, at=at)
    return onboarding.sign_charter(mentor, by=person, at=at)


@kept
def matched(mentor: Mentor, startup: Startup, officer: User, *, goals: str = "", at: datetime = AT) -> Match:
    """An active match."""
    match = matching.propose(mentor, startup, goals=goals, by=officer, at=at)
    return matching.confirm(match, by=officer, at=at)


def held_session(startup: Startup, mentor: Mentor, *, at: datetime = AT, **given: Any) -> Session:
    """A session logged by its mentor, with a canary in its note and one action for the team."""
    values: dict[str, Any] = {
        "held_on": local_day(at), "minutes": 45, "mode": "in_person", "topics": ["sales"], "summary": SUMMARY,
        "note": NOTE, "colour": "amber", "new_actions": [NewAction("Appeler trois mairies")],
    }  # fmt: skip
    return session_log.log(startup, mentor=mentor, by=mentor.person, at=at, **{**values, **given})
