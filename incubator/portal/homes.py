"""What each home of the portal shows, gathered from the slices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, prefetch_related_objects

from funding import public_state as money_words
from funding.models import Tranche
from funding.states import TrancheState
from incubator.applications.filling.public_state import PublicState, describe
from incubator.applications.models import Application, Assistance, Correction
from incubator.applications.policies import is_let_in
from incubator.applications.querysets import OF_THE_CALL
from incubator.applications.states import DecisionKind, DecisionState, State
from incubator.cohorts.models import Place
from incubator.core.clock import local_day
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.portal import current, todo
from incubator.programmes.models import Call
from incubator.reviews import progress
from incubator.startups.models import Startup
from mentorship import briefing
from mentorship.models import Action, Mentor, Session

AGENT_LINES = 10
LETTERS = 3
# What the line of a file shows.
OF_A_FILE = (
    *("public_id", "reference", "state", "submitted_at", "changed_at", "late_until", "startup__name"),
    *OF_THE_CALL,
)
# Files that have ended are no longer news on a home, once the person has a place.
ENDED = (State.WITHDRAWN, State.REFUSED, State.ACCEPTED)
NEXT = (
    TrancheState.PLANNED,
    TrancheState.REQUESTED,
    TrancheState.VERIFIED,
    TrancheState.APPROVED,
    TrancheState.ORDERED,
    TrancheState.BLOCKED,
)


@dataclass(frozen=True, slots=True)
class FileLine:
    """An application as its team reads it."""

    application: Application
    state: PublicState
    correction: Correction | None
    answer_by: datetime | None
    is_open: bool
    closes_at: datetime | None = None


def files_of(person: User, at: datetime) -> list[FileLine]:
    """Return the person's applications with their public state, the last changed first."""
    mine = list(
        Application.objects.of(person)
        .annotate(part=F("team__role"))
        .select_related("call", "startup")
        .only(*OF_A_FILE)
        .order_by("-changed_at", "-pk")
    )
    sent = [application for application in mine if application.submitted_at is not None]
    prefetch_related_objects(sent, "call__calendar", "decisions", "corrections")
    return [_line(application, at) for application in mine]


def _line(application: Application, at: datetime) -> FileLine:
    published, correction = {}, None
    if application.submitted_at is not None:  # a draft has neither, nor a calendar to follow
        decisions = application.decisions.all()
        published = {one.kind: one for one in decisions if one.state == DecisionState.PUBLISHED}
        correction = next((one for one in application.corrections.all() if one.answered_at is None), None)
    call, outcome = application.call, published.get(DecisionKind.OUTCOME)
    state = describe(
        application.state,
        call,
        at=at,
        calendar=call.calendar.all() if application.submitted_at is not None else (),
        published=published,
        correction=correction,
        late_until=application.late_until,
        part=application.part,
    )
    answer_by = outcome.answer_by if outcome else None
    late = is_let_in(application, at)
    closes_at = application.late_until if late else call.closing(at)
    return FileLine(application, state, correction, answer_by, late or call.is_open(at), closes_at)


def applicant(person: User, at: datetime) -> dict[str, Any]:
    """Return the home of somebody without a place; the first visit shows the open calls."""
    return _home(person, [], at)


def founder(person: User, at: datetime) -> dict[str, Any]:
    """Return the home of a founder: the start-ups with a place, and the applications."""
    places = list(
        Place.objects.filter(
            state__in=current.WITH_A_PLACE, startup__in=Startup.objects.of(person).values("pk")
        )
        .select_related("startup", "cohort", "agreement")
        .order_by("-taken_at")
    )
    return _home(person, places, at)


def _home(person: User, places: list[Place], at: datetime) -> dict[str, Any]:
    files, tranches = files_of(person, at), _tranches(places)
    ready = todo.requestable(tranches)
    found = todo.collect(files, places, tranches, ready, person=person, at=at)
    return {
        "todos": found[: todo.SHOWN],
        "other_todos": found[todo.SHOWN :],
        "files": [line for line in files if not (places and line.application.state in ENDED)],
        "places": places,
        "tranche": _next_tranche(tranches, ready, at),
        "mentoring": _mentoring(places),
        "letters": Message.objects.letters_to(person, at)[:LETTERS],
        "open_calls": [] if files else list(Call.objects.open(at).order_by("closes_at")),
        "planned_calls": [] if files else list(Call.objects.planned(at).order_by("opens_at")[:3]),
    }


def _tranches(places: list[Place]) -> list[Tranche]:
    if not places:
        return []
    rows = Tranche.objects.filter(award__place__in=[place.pk for place in places]).select_related(
        "award__startup"
    )
    return list(rows.order_by("award", "number"))


def _next_tranche(tranches: list[Tranche], ready: Tranche | None, at: datetime) -> Any:
    """Return the next tranche with its words, None when none is to come."""
    tranche = next((one for one in tranches if one.state in NEXT), None)
    if tranche is None:
        return None
    return tranche, money_words.of_tranche(tranche, releasable=tranche == ready, at=at)


def _mentoring(places: list[Place]) -> dict[str, Any] | None:
    if not places:
        return None
    startup = places[0].startup
    return {
        "startup": startup,
        "last": Session.objects.held()
        .filter(startup=startup)
        .for_list()
        .defer("note_sealed", "colour")
        .first(),
        "open": Action.objects.open().filter(startup=startup).count(),
    }


def mentor(person: User, at: datetime) -> dict[str, Any]:
    """Return the home of a mentor: start-ups in hand, hours of the year, last letters."""
    year = local_day(at).year
    minutes = Session.objects.held().filter(mentor__person=person, held_on__year=year).minutes_in_all()
    return {
        "mentor": Mentor.objects.of(person).first(),
        "rows": briefing.in_hand(person, local_day(at)),
        "hours": round(minutes / 60, 1),
        "year": year,
        "letters": Message.objects.letters_to(person, at)[:LETTERS],
    }


def juror(person: User, at: datetime) -> dict[str, Any]:
    """Return the home of a juror: each round with how far it is."""
    return {
        "lists": progress.own_lists(person),
        "letters": Message.objects.letters_to(person, at)[:LETTERS],
    }


def agent(person: User | AnonymousUser, at: datetime) -> dict[str, Any]:
    """Return the home of a town-hall agent: files to have confirmed, people helped, calls to help with."""
    mine = Assistance.objects.visible_to(person).select_related("application__call")
    month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return {
        "waiting": mine.order_by("created_at", "pk")[:AGENT_LINES],
        "helped": Assistance.objects.helped_since(person, month),
        "open_calls": Call.objects.open(at).order_by("closes_at"),
        "planned_calls": Call.objects.planned(at)[:3],
    }
