"""Start-ups in incubation: places, agreements, milestones, reports, mentors and their sessions."""

from incubator.cohorts import agreement, enrolment
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.startups import founding
from mentorship import matching
from tests.access.world import CANARY, NOW, World
from tests.world import incubation, mentorship

STARTUP = {"owner": "Tikpa Hors-Ligne", "other": "Savane Cadastre"}


def fill(world: World) -> None:
    people = world.people
    given = {"place": ("owner", STARTUP["owner"]), "other place": ("other_founder", STARTUP["other"])}
    given |= {name: ("third", name) for name in ("verified", "ordered", "proposed", "bare")}
    for name, (lead, startup) in given.items():
        world.things[name] = incubation.active_place(
            people[lead], people["officer"], people["director"], startup_name=startup
        )
    cohort: Cohort = world.things["place"].cohort
    signed = _confirmed(world, cohort, "Prête")
    agreement.record(
        signed,
        method=AgreementMethod.ON_SCREEN,
        signed_by=people["third"],
        by=people["third"],
        at=incubation.ENROLLED,
    )
    unsigned = enrolment.take_place(
        cohort, founding.found("Sans convention", lead=people["owner"], by=people["owner"], at=incubation.ENROLLED),
        by=people["owner"], at=incubation.ENROLLED,
    )  # fmt: skip
    place: Place = world.things["place"]
    world.args |= {
        "cohort": {"slug": cohort.slug},
        "place": {"slug": cohort.slug, "place": place.public_id},
        "bare place": {"place": world.things["bare"].public_id},
        "place without agreement": {"slug": cohort.slug, "place": unsigned.public_id},
        "graduation of place": {
            "slug": cohort.slug,
            "place": world.things["bare"].public_id,
            "name": "graduate",
        },
        "signed place": {"slug": cohort.slug, "place": signed.public_id},
        "startup": {"slug": place.startup.slug},
        "unsigned startup": {"slug": unsigned.startup.slug},
    }


def _confirmed(world: World, cohort: Cohort, name: str) -> Place:
    lead = world.people["third"]
    startup = founding.found(name, lead=lead, by=lead, at=incubation.ENROLLED)
    return enrolment.take_place(cohort, startup, by=lead, at=incubation.ENROLLED)


def follow(world: World) -> None:
    people, place = world.people, world.things["place"]
    owner, officer = people["owner"], people["officer"]
    incubation.approved_milestone(place, 1, owner, officer)
    sent = incubation.submitted_milestone(place, 2, owner)
    open_one = place.milestones.get(number=3)
    incubation.fill_evidence(open_one, owner)
    open_report = incubation.expected_report(place, officer, "2027-t2")
    incubation.fill_report(open_report, owner)
    report = incubation.expected_report(place, officer, "2027-t3")
    incubation.fill_report(report, owner)
    incubation.filling.save(
        report, values={}, reasons={}, done=CANARY["report"], difficulties="Le réseau.", next_steps="Une commune.",
        by=owner, at=incubation.REPORTED,
    )  # fmt: skip
    report.refresh_from_db()
    report = incubation.filling.submit(report, by=owner, at=incubation.REPORTED)
    planned = incubation.planned_period(place.cohort, officer, "2027-t4")
    slug = {"slug": place.startup.slug}
    world.things |= {
        "milestone": sent,
        "open milestone": open_one,
        "report": report,
        "open report": open_report,
    }
    world.args |= {
        "milestone": {"public_id": sent.public_id},
        "milestone of startup": {**slug, "n": open_one.number},
        "milestone kept open": {**slug, "n": open_one.number},
        "open milestone": {"public_id": open_one.public_id},
        "report": {"public_id": report.public_id},
        "report of startup": {**slug, "period": report.period.slug},
        "open report of startup": {**slug, "period": open_report.period.slug},
        "planned period": {"slug": place.cohort.slug, "period": planned.slug},
    }


def mentor(world: World) -> None:
    people, place = world.people, world.things["place"]
    officer, startup = people["officer"], place.startup
    mentor = mentorship.active_mentor(people["mentor"], officer)
    other = mentorship.active_mentor(people["other_mentor"], officer)
    match = mentorship.matched(mentor, startup, officer)
    mentorship.matched(other, world.things["other place"].startup, officer)
    proposed = matching.propose(other, world.things["bare"].startup, by=officer, at=NOW)
    session = mentorship.held_session(
        startup, mentor, at=NOW, note=CANARY["session note"], summary=CANARY["session summary"]
    )
    world.things |= {"session": session, "match": match, "mentor": mentor}
    world.args |= {
        "session": {"public_id": session.public_id},
        "action": {"slug": startup.slug, "public_id": session.actions.get().public_id},
        "match": {"public_id": match.public_id},
        "proposed match": {"public_id": proposed.public_id},
        "mentor's pause": {"public_id": mentor.public_id, "name": "pause"},
    }
