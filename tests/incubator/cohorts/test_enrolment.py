"""From an offer to a place, never more than the cohort has."""

import pytest

from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.cohorts import enrolment
from incubator.cohorts.models import Cohort, Place
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import applications, reviews
from tests.world.incubation import ENROLLED, planned_cohort

IN_TIME = reviews.PUBLISHED


def offers(call, officer, director, *founders) -> list[Application]:
    files = []
    for founder in founders:
        file = applications.draft(
            call, founder, {**applications.small_answers(), "shop": f"Atelier {founder}"}
        )
        applications.add_documents(file, founder)
        files.append(sending.submit(file, by=founder, at=applications.SENT))
    for file in files:
        reviews.decided(file, officer)
    reviews.published(call, director)
    for file in files:
        file.refresh_from_db()
    return files


def counts() -> tuple[int, ...]:
    return (
        Place.objects.count(),
        Event.objects.count(),
        Message.objects.count(),
        Cohort.objects.get().places_taken,
    )


def test_accept_takes_a_confirmed_place_and_writes_to_the_lead(call, cohort, officer, director, founder):
    (file,) = offers(call, officer, director, founder)

    place = enrolment.accept(file, by=founder, at=IN_TIME)

    assert (place.state, place.startup, place.application, place.cohort) == (
        "confirmed",
        file.startup,
        file,
        cohort,
    )
    assert (file.state, Cohort.objects.get().places_taken) == ("accepted", 1)
    assert [e.verb for e in Event.objects.of(place)] == ["place.invite", "place.confirm"]
    letter = Message.objects.filter(kind="cohorts/place_confirmed").get()
    assert (letter.recipient, letter.subject.replace("\u00a0", " ")) == (
        founder,
        f"Votre place est confirmée : {file.startup.name}",
    )


def test_accept_twice_returns_the_same_place(call, cohort, officer, director, founder):
    (file,) = offers(call, officer, director, founder)
    first = enrolment.accept(file, by=founder, at=IN_TIME)
    before = counts()

    second = enrolment.accept(file, by=founder, at=IN_TIME)

    assert (second, counts()) == (first, before)


def test_accept_by_somebody_else_is_refused(call, cohort, officer, director, founder, outsider):
    (file,) = offers(call, officer, director, founder)
    before = counts()

    for stranger in (outsider, officer, director):
        with pytest.raises(NotAllowed):
            enrolment.accept(file, by=stranger, at=IN_TIME)

    file.refresh_from_db()
    assert (file.state, counts()) == ("offered", before)


def test_an_accepted_place_is_not_handed_to_a_stranger(call, cohort, officer, director, founder, outsider):
    (file,) = offers(call, officer, director, founder)
    enrolment.accept(file, by=founder, at=IN_TIME)

    with pytest.raises(IllegalMove):
        enrolment.accept(file, by=outsider, at=IN_TIME)


def test_the_last_place_goes_once_and_the_other_offer_stays(call, officer, director, founder, founder2):
    planned_cohort(call, officer, places=1)
    first, second = offers(call, officer, director, founder, founder2)
    enrolment.accept(first, by=founder, at=IN_TIME)
    before = counts()

    with pytest.raises(enrolment.CohortFull) as refusal:
        enrolment.accept(second, by=founder2, at=IN_TIME)

    assert str(refusal.value) == (
        "Toutes les places de cette cohorte sont prises. Votre offre est gardée ; le centre vous appellera."
    )
    assert (second.state, counts()) == ("offered", before)
    second.refresh_from_db()
    assert second.state == "offered"


def test_a_call_without_a_cohort_keeps_the_offer(call, officer, director, founder):
    (file,) = offers(call, officer, director, founder)
    events = Event.objects.count()

    with pytest.raises(enrolment.NoCohort):
        enrolment.accept(file, by=founder, at=IN_TIME)

    file.refresh_from_db()
    assert (file.state, Event.objects.count()) == ("offered", events)


def test_a_start_up_holds_one_place_in_a_cohort(cohort, place, founder):
    with pytest.raises(enrolment.AlreadyInCohort):
        enrolment.take_place(cohort, place.startup, by=founder, at=ENROLLED)

    assert (Place.objects.count(), Cohort.objects.get().places_taken) == (1, 1)


def test_refuse_gives_the_offer_up(call, cohort, officer, director, founder):
    (file,) = offers(call, officer, director, founder)

    enrolment.refuse(file, by=founder, at=IN_TIME, reason="Un autre programme.")

    file.refresh_from_db()
    assert (file.state, Place.objects.count()) == ("refused", 0)
