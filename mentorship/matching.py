"""Which mentor for which start-up: proposed with its reasons, confirmed by the centre, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor, person_or_none
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, halting
from incubator.workflow.refusals import Refused, once
from mentorship import letters
from mentorship.models import Match, Mentor
from mentorship.states import MATCH, MentorState, Reason

# What each reason weighs, and the hours a month one start-up takes.
WEIGHTS = {Reason.SECTOR: 3, Reason.KNOWN: 2, Reason.HOURS: 2, Reason.LANGUAGE: 1}
HOURS_A_STARTUP = 2


class MentorNotReady(Refused):
    """The mentor may not take a start-up yet."""

    code = "mentor_not_ready"
    default = _("This mentor has not signed the charter yet, or is paused. The match can wait as proposed.")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor for a start-up, with the reasons that make the score."""

    mentor: Mentor
    why: tuple[str, ...]

    @property
    def score(self) -> int:
        return sum(WEIGHTS[Reason(code)] for code in self.why)

    @property
    def words(self) -> list[str]:
        return [str(Reason(code).label) for code in self.why]


def suggest(startup: Startup, *, most: int = 5) -> list[Suggestion]:
    """Return the best available mentors with their reasons; nobody with a link, nobody who has it in hand."""
    taken = Match.objects.standing().filter(startup=startup).values("mentor")
    mentors = Mentor.objects.available().without_link_to(startup).exclude(pk__in=taken).with_load()
    known = set(Match.objects.filter(startup=startup).values_list("mentor", flat=True))
    languages = set(startup.memberships.filter(until_on=None).values_list("person__language", flat=True))
    found = [
        Suggestion(mentor, _reasons(mentor, startup, known, languages))
        for mentor in mentors.select_related("person").prefetch_related("sectors")
    ]
    return sorted(found, key=lambda one: (-one.score, one.mentor.startups_now, str(one.mentor)))[:most]


def _reasons(mentor: Mentor, startup: Startup, known: set[int], languages: set[str]) -> tuple[str, ...]:
    holds = {
        Reason.SECTOR: startup.sector_id in {sector.pk for sector in mentor.sectors.all()},
        Reason.KNOWN: mentor.pk in known,
        Reason.HOURS: mentor.hours_a_month >= HOURS_A_STARTUP * (mentor.startups_now + 1),
        Reason.LANGUAGE: bool(languages.intersection(mentor.languages)),
    }
    return tuple(str(reason) for reason, true in holds.items() if true)


def propose(
    mentor: Mentor, startup: Startup, *, goals: str = "", why: Sequence[str] = (), is_lead: bool = True,
    by: Actor, at: datetime,
) -> Match:  # fmt: skip
    """Propose a mentor for a start-up, with its reasons (codes of Reason, worked out when none is given).

    A match that stands already is returned as it is. Raises NotAllowed, for a mentor with a link above all.
    """
    with acting(by):
        mentor = Mentor.objects.select_for_update().get(pk=mentor.pk)
        match = Match(mentor=mentor, startup=startup, goals=goals, is_lead=is_lead, created_at=at)
        deciding.require("match.propose", by, match, at)
        standing = Match.objects.standing().filter(mentor=mentor, startup=startup).first()
        if standing is not None:
            return standing
        match.why = [str(Reason(code)) for code in why] or list(_why(mentor, startup))
        match.goals = values.check_text("goals", goals, longest=600)
        match.proposed_by = person_or_none(by)
        match.save()
        audit.record("match.propose", match, by=by, at=at, why=match.why)
    return match


def _why(mentor: Mentor, startup: Startup) -> tuple[str, ...]:
    loaded = Mentor.objects.with_load().get(pk=mentor.pk)
    known = set(Match.objects.filter(startup=startup).values_list("mentor", flat=True))
    languages = set(startup.memberships.filter(until_on=None).values_list("person__language", flat=True))
    return _reasons(loaded, startup, known, languages)


@once
def confirm(match: Match, *, by: Actor, at: datetime) -> Match:
    """Confirm: the mentor and the team are told, and the mentor may write reports."""
    with MATCH.move(match, "confirm", by=by, at=at) as active:
        if active.mentor.state != MentorState.ACTIVE:
            raise MentorNotReady()
        active.started_at = at
        letters.match_confirmed(active, by=by, at=at)
    return active


@once
def end(match: Match, *, by: Actor, at: datetime) -> Match:
    """End a match, proposed or active; its sessions and actions stay. The mentor writes nothing more afterwards, and the
    team of an active one is told.
    """
    with halting(match.mentor.person, by=by), MATCH.move(match, "end", by=by, at=at) as ended:
        if ended.started_at:
            letters.match_ended(ended, by=by, at=at)
        ended.ended_at = at
    return ended


def reasons(match: Match) -> list[str]:
    """Return why the match was proposed, in words."""
    return [str(Reason(code).label) for code in match.why if code in Reason.values]
