"""Six earlier cohorts of twenty-five: five finished, one running; 150 start-ups in all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from funding import budget
from funding.models import BudgetLine
from incubator.cohorts.letters import lead_of
from incubator.cohorts.models import Cohort, Place
from incubator.demo import calls, charging, incubation, mentoring, selection
from incubator.demo.selection import Draw
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.reporting import periods
from incubator.reporting.models import Report
from mentorship.models import Mentor

COHORTS = 6
# How many days before today each cohort started; the last one is running.
STARTED = (1230, 1045, 860, 675, 420, 110)


@dataclass
class Stage:
    """What the history needs all along."""

    now: datetime
    cast: dict[str, User]
    draw: Draw
    say: Callable[[str], None]
    line: BudgetLine | None = None
    mentors: list[Mentor] = field(default_factory=list)


def build(stage: Stage) -> None:
    """Tell the six cohorts in order, each in one transaction."""
    first = (stage.now - timedelta(days=STARTED[0] + 170)).date()
    stage.line = budget.open_line(
        funder="ptf-numerique",
        funder_name="Partenaires du numérique",
        code="subventions-incubation",
        title_fr="Subventions aux start-up",
        title_en="Grants to start-ups",
        amount=600_000_000,
        from_on=first,
        until_on=first + timedelta(days=3000),
        by=stage.cast["finance"],
        at=incubation.noon(first),
    )
    stage.mentors = [
        mentoring.mentor(stage.cast[name], by=stage.cast["staff"], on=first)
        for name in ("mentor1", "mentor2")
    ]
    for place, days in enumerate(STARTED, start=1):
        stage.say(f"cohort {place} of {COHORTS}")
        with transaction.atomic():
            _cohort(stage, place, starts_on=(stage.now - timedelta(days=days)).date())


def _cohort(stage: Stage, number: int, *, starts_on: date) -> None:
    cast, running = stage.cast, number == COHORTS
    call = calls.earlier(number, cast["staff"], cast["director"], starts_on=starts_on, now=stage.now)
    known = cast["founder1"] if running else None
    applications = selection.apply(call, stage.draw, known=known)
    jurors = [cast[f"juror{place}"] for place in (1, 2, 3)]
    offered = selection.select(
        call, applications, jurors, stage.draw, staff=cast["staff"], director=cast["director"], known=known
    )
    cohort = incubation.plan_cohort(
        call, number, starts_on=starts_on, by=cast["staff"], at=call.closes_at + timedelta(days=30)
    )
    for place in incubation.enrol(offered, cohort, cast):
        _life(stage, place, running=running)
    _reports(stage, cohort)
    if not running:
        for place in Place.objects.filter(cohort=cohort):
            incubation.finish(place, cast["staff"], at=incubation.noon(cohort.ends_on))
            mentoring.part(place.startup, by=cast["staff"], on=cohort.ends_on)


def _life(stage: Stage, place: Place, *, running: bool) -> None:
    """Milestones, sessions and money of one start-up, as far as today."""
    draw, cast, cohort = stage.draw.random, stage.cast, place.cohort
    lead, today = lead_of(place), stage.now.date()
    mentor = stage.mentors[place.pk % len(stage.mentors)]
    mentoring.match(mentor, place, by=cast["staff"], on=cohort.starts_on + timedelta(days=7))
    days = [cohort.starts_on + timedelta(days=20 + 35 * n + draw.randint(0, 9)) for n in range(3)]
    mentoring.sessions(place.startup, mentor, draw, days=[day for day in days if day < today])
    incubation.register(place.startup, lead, on=cohort.starts_on - timedelta(days=15))
    tranches = incubation.award(
        place, stage.line, cast, at=incubation.noon(cohort.starts_on - timedelta(days=9))
    )
    paid = incubation.pay(
        tranches[0], lead, cast, at=incubation.noon(cohort.starts_on + timedelta(days=5)), until=stage.now
    )
    late = draw.random() < 0.15
    for milestone in Milestone.objects.filter(place=place).order_by("number"):
        at = incubation.noon(milestone.due_on - timedelta(days=draw.randint(1, 12)))
        if at + timedelta(days=6) < stage.now and not (late and running):
            incubation.meet(milestone, lead, cast["staff"], draw, at=at)
            if milestone.number == 1 and paid:
                incubation.justify(tranches[0], lead, cast["finance"], at=at)
                wait = timedelta(days=draw.randint(8, 30) if running else 8)
                incubation.pay(tranches[1], lead, cast, at=at + wait, until=stage.now)
    if draw.random() < 0.7:
        incubation.publish_profile(
            place.startup, lead, at=incubation.noon(cohort.starts_on + timedelta(days=10))
        )
    charging.desk_fee(
        place.startup, lead, cast, at=incubation.noon(cohort.starts_on + timedelta(days=30)), draw=draw
    )


def _reports(stage: Stage, cohort: Cohort) -> None:
    """Open the periods whose day has come; reports are sent, accepted, or still late."""
    cast, draw = stage.cast, stage.draw.random
    for period in incubation.plan_periods(cohort, by=cast["staff"], at=incubation.noon(cohort.starts_on)):
        opens = incubation.noon(period.opens_on, hour=7)
        if opens > stage.now:
            continue
        periods.open_period(period, by=cast["staff"], at=opens)
        for one in Report.objects.filter(period=period).select_related("place__startup", "period"):
            sent = opens + timedelta(days=draw.randint(2, 12))
            if sent + timedelta(days=8) < stage.now:
                incubation.report(one, lead_of(one.place), cast["staff"], draw, at=sent)
        _last_tranches(stage, cohort, period.kind)


def _last_tranches(stage: Stage, cohort: Cohort, kind: str) -> None:
    if kind != "final":
        return
    for place in Place.objects.filter(cohort=cohort).select_related("startup"):
        lead, tranches = lead_of(place), list(place.award.tranches.order_by("number"))
        at = incubation.noon(cohort.ends_on) + timedelta(days=25)
        if at + timedelta(days=30) < stage.now and tranches[1].paid_at:
            incubation.justify(tranches[1], lead, stage.cast["finance"], at=at)
            incubation.pay(tranches[2], lead, stage.cast, at=at + timedelta(days=5), until=stage.now)
