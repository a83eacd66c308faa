"""The ends of an incubation, and its pauses."""
from datetime import datetime

from incubator.cohorts import enrolment
from incubator.cohorts.models import Place
from incubator.cohorts.states import LIFECYCLE
from incubator.core.clock import local_day
from incubator.people.models import Actor


def start(place: Place, *, by: Actor, at: datetime) -> Place:
    """Start the incubation of a confirmed place, once its agreement is recorded."""
    with LIFECYCLE.move(place, "start", by=by, at=at) as started:
        pass
    return started


def graduate(place: Place, *, by: Actor, at: datetime) -> Place:
    """Record that the start-up finished the programme."""
    with LIFECYCLE.move(place, "graduate", by=by, at=at) as done:
        done.ended_on = local_day(at)
    return done


def leave(place: Place, *, note: str, by: Actor, at: datetime) -> Place:
    """Record that the start-up left; its place becomes free."""
    with LIFECYCLE.move(place, "leave", by=by, at=at) as left:
        enrolment.give_up(left, at=at)
        left.ended_on, left.end_note = local_day(at), note
    return left


def exclude(place: Place, *, note: str, by: Actor, at: datetime) -> Place:
    """Record that the centre excluded the start-up, with the reason; its place becomes free."""
    with LIFECYCLE.move(place, "exclude", by=by, at=at) as excluded:
        enrolment.give_up(excluded, at=at)
        excluded.ended_on, excluded.end_note = local_day(at), note
    return excluded


def pause(place: Place, *, by: Actor, at: datetime) -> Place:
    """Pause the incubation."""
    with LIFECYCLE.move(place, "pause", by=by, at=at) as paused:
        pass
    return paused


def resume(place: Place, *, by: Actor, at: datetime) -> Place:
    """Resume a paused incubation."""
    with LIFECYCLE.move(place, "resume", by=by, at=at) as resumed:
        pass
    return resumed
