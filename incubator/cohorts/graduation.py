"""The ends of an incubation, and its pauses."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.cohorts import enrolment
from incubator.cohorts.models import Place
from incubator.cohorts.states import LIFECYCLE
from incubator.core.clock import local_day
from incubator.people.models import Actor
from incubator.workflow import values
from incubator.workflow.refusals import ReasonMissing, once

Work = Callable[[Place], None]
LONGEST = 2000
MAY_BE_ASKED = _("Write the reason: the start-up may ask for it.")


def start(place: Place, *, by: Actor, at: datetime) -> Place:
    """Start the incubation of a confirmed place, once its agreement is recorded."""
    return _move(place, "start", _nothing, by=by, at=at)


def graduate(place: Place, *, by: Actor, at: datetime) -> Place:
    """Record that the start-up finished the programme."""

    def work(done: Place) -> None:
        done.ended_on = local_day(at)

    return _move(place, "graduate", work, by=by, at=at)


def leave(place: Place, *, note: str, by: Actor, at: datetime) -> Place:
    """Record that the start-up left and why; its place becomes free. Raise ReasonMissing without a reason."""
    return _move(place, "leave", _ended(note, at), by=by, at=at)


def exclude(place: Place, *, note: str, by: Actor, at: datetime) -> Place:
    """Record that the centre excluded the start-up, with the reason; its place becomes free."""
    return _move(place, "exclude", _ended(note, at), by=by, at=at)


def pause(place: Place, *, note: str = "", by: Actor, at: datetime) -> Place:
    """Pause the incubation; the reason stays with the place until it is resumed."""

    def work(paused: Place) -> None:
        paused.pause_note = values.check_text("note", note, longest=LONGEST)

    return _move(place, "pause", work, by=by, at=at)


def resume(place: Place, *, by: Actor, at: datetime) -> Place:
    """Resume a paused incubation."""

    def work(resumed: Place) -> None:
        resumed.pause_note = ""

    return _move(place, "resume", work, by=by, at=at)


def _nothing(place: Place) -> None:
    """The move itself is all there is to do."""


def _ended(note: str, at: datetime) -> Work:
    if not note.strip():
        raise ReasonMissing(MAY_BE_ASKED)

    def work(place: Place) -> None:
        enrolment.give_up(place, at=at)
        place.ended_on, place.end_note = local_day(at), values.check_text("note", note, longest=LONGEST)

    return work


@once
def _move(place: Place, name: str, work: Work, *, by: Actor, at: datetime) -> Place:
    """Make a move of the place; repeated by the same person, it returns the place as it stands."""
    with LIFECYCLE.move(place, name, by=by, at=at) as moved:
        work(moved)
    return moved
