"""From an offer to a place: never more places than the cohort has."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from incubator.applications.decisions import decision
from incubator.applications.models import Application
from incubator.cohorts import letters
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import LIFECYCLE, TAKEN
from incubator.people.models import SYSTEM, Actor
from incubator.startups.models import Startup
from incubator.workflow import audit
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused
from incubator.workflow.wording import name_verbs

name_verbs({"place.invite": _("Place offered")})


class NoCohort(Refused):
    """The call has no cohort yet."""

    code = "no_cohort"
    default = _("The cohort of this call is not set up yet. The centre will tell you; your offer stays open.")


class AlreadyInCohort(Refused):
    """The start-up holds a place in this cohort through another file."""

    code = "already_in_cohort"
    default = _("Your start-up already has a place in this cohort.")


class CohortFull(Refused):
    """All the places are taken."""

    code = "cohort_full"
    default = _("All the places of this cohort are taken. Your offer is kept; the centre will call you.")


def accept(application: Application, *, by: Actor, at: datetime) -> Place:
    """Accept the offer: the start-up takes a confirmed place, in the same transaction.

    Sends a letter to the lead. A second acceptance by the same person returns the same place. Raises
    NotAllowed, IllegalMove, NoCohort (the officers of the programme are then told, once a call) or CohortFull: the
    application is then still offered.
    """
    try:
        with acting(by):
            accepted = decision.accept(application, by=by, at=at)
            place = Place.objects.filter(application=accepted).first()
            if place is None:
                place = take_place(_cohort_of(accepted), accepted.startup, application=accepted, by=by, at=at)
                letters.place_confirmed(place, at=at)
    except NoCohort:
        application.refresh_from_db()
        letters.cohort_missing(application, at=at)
        raise
    except Refused:
        # The transaction took the acceptance back; the caller's object must not claim otherwise.
        application.refresh_from_db()
        raise
    return place


def take_place(
    cohort: Cohort, startup: Startup, *, application: Application | None = None, by: Actor, at: datetime
) -> Place:
    """Count one place more in the cohort and give it to the start-up, confirmed by its lead.

    Raises CohortFull, AlreadyInCohort or NotAllowed.
    """
    with transaction.atomic():
        # The condition is the guard: two who accept at once cannot both pass it.
        free = Cohort.objects.filter(pk=cohort.pk, places_taken__lt=F("places"))
        if not free.update(places_taken=F("places_taken") + 1):
            raise CohortFull()
        try:
            with transaction.atomic():
                place = Place.objects.create(
                    cohort=cohort, startup=startup, application=application, taken_at=at, created_at=at
                )
        except IntegrityError as error:
            raise AlreadyInCohort() from error
        audit.record("place.invite", place, by=SYSTEM, at=at)
        with LIFECYCLE.move(place, "confirm", by=by, at=at):
            pass
    return place


def give_up(place: Place, *, at: datetime) -> None:
    """Give the place back to the cohort (after a departure); called inside the move that ends it."""
    if place.state in TAKEN:
        Cohort.objects.filter(pk=place.cohort_id, places_taken__gt=0).update(
            places_taken=F("places_taken") - 1
        )


def refuse(application: Application, *, by: Actor, at: datetime, reason: str = "") -> Application:
    """Decline the offer; the place goes to the waiting list."""
    return decision.refuse(application, by=by, at=at, reason=reason)


def _cohort_of(application: Application) -> Cohort:
    cohort = Cohort.objects.filter(call=application.call_id).first()
    if cohort is None:
        raise NoCohort()
    return cohort
