"""Six cohorts of twenty-five: five that finished and one that runs; 150 start-ups in all.

Everything is made in short steps that look first at what is there. The cohorts that finished are written while the
demonstration is already served; whenever that is cut off, it goes on where it stopped.
"""

from datetime import date, datetime, timedelta

from funding import budget
from funding.models import BudgetLine, Tranche
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.cohorts.letters import lead_of
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import PlaceState
from incubator.demo import calls, charging, incubation, mentoring, selection
from incubator.demo.stage import Stage
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reporting import periods
from incubator.reporting.models import Period, Report
from incubator.reporting.states import ReportState
from mentorship.models import Mentor

# How many days before today each cohort started; the last one is running.
STARTED = (1230, 1045, 860, 675, 420, 110)
RUNNING = len(STARTED)
LINE = "subventions-incubation"


def prepare(stage: Stage) -> None:
    """Open the budget line and bring in the mentors, before the first cohort."""
    first = (stage.now - timedelta(days=STARTED[0] + 170)).date()
    budget.open_line(
        funder="ptf-numerique",
        funder_name="Partenaires du numérique",
        code=LINE,
        title_fr="Subventions aux start-up",
        title_en="Grants to start-ups",
        amount=600_000_000,
        from_on=first,
        until_on=first + timedelta(days=3000),
        by=stage.cast["finance"],
        at=incubation.noon(first),
    )
    for name in ("mentor1", "mentor2"):
        mentoring.mentor(stage.cast[name], by=stage.cast["staff"], on=first)


def running(stage: Stage) -> None:
    """Bring the running cohort as far as today: the known founder is one of it."""
    _cohort(stage, RUNNING)


def finished(stage: Stage) -> None:
    """Tell the cohorts that finished, in order."""
    for number in range(1, RUNNING):
        stage.say(f"cohort {number} of {RUNNING}")
        _cohort(stage, number)


def _cohort(stage: Stage, number: int) -> None:
    call = _call(stage, number)
    known = stage.cast["founder1"] if number == RUNNING else None
    selection.apply(stage, call, first=(number - 1) * selection.APPLICANTS + 1, known=known)
    selection.select(stage, call, known=known)
    cohort = _places(stage, call, number)
    for index, place in enumerate(Place.objects.filter(cohort=cohort).order_by("pk")):
        if not hasattr(place, "award"):
            with stage.step("start-up", number, index):
                _life(stage, place, running=number == RUNNING)
    _reports(stage, cohort)
    if number != RUNNING:
        _end(stage, cohort)


def _starts_on(stage: Stage, number: int) -> date:
    return (stage.now - timedelta(days=STARTED[number - 1])).date()


def _call(stage: Stage, number: int) -> Call:
    call = Call.objects.filter(slug=calls.slug_of(number)).first()
    if call is None:
        starts_on, staff, director = _starts_on(stage, number), stage.cast["staff"], stage.cast["director"]
        with stage.step("call", number):
            call = calls.earlier(number, staff, director, starts_on=starts_on)
    return call


def _places(stage: Stage, call: Call, number: int) -> Cohort:
    """Plan the cohort, and start the incubation of all that were offered a place."""
    cohort = Cohort.objects.filter(call=call).first()
    if cohort is None:
        with stage.step("places", number):
            cohort = incubation.plan_cohort(
                call,
                number,
                starts_on=_starts_on(stage, number),
                by=stage.cast["staff"],
                at=call.closes_at + timedelta(days=30),
            )
            offered = Application.objects.filter(call=call, state=State.OFFERED).order_by("reference")
            incubation.enrol(list(offered), cohort, stage.cast)
    return cohort


def _life(stage: Stage, place: Place, *, running: bool) -> None:
    """Milestones, sessions and money of one start-up, as far as today."""
    draw, cast, cohort = stage.draw.random, stage.cast, place.cohort
    lead, today = lead_of(place), stage.now.date()
    mentors = Mentor.objects.filter(person__in=(cast["mentor1"], cast["mentor2"])).order_by("pk")
    mentor = mentors[place.pk % 2]
    mentoring.match(mentor, place, by=cast["staff"], on=cohort.starts_on + timedelta(days=7))
    days = [cohort.starts_on + timedelta(days=20 + 35 * n + draw.randint(0, 9)) for n in range(3)]
    mentoring.sessions(place.startup, mentor, draw, days=[day for day in days if day < today])
    incubation.register(place.startup, lead, cast, on=cohort.starts_on - timedelta(days=15))
    line = BudgetLine.objects.get(code=LINE)
    tranches = incubation.award(place, line, cast, at=incubation.noon(cohort.starts_on - timedelta(days=9)))
    paid = incubation.pay(
        tranches[0], lead, cast, at=incubation.noon(cohort.starts_on + timedelta(days=5)), until=stage.now
    )
    _milestones(stage, place, lead, tranches if paid else [], running=running)
    if draw.random() < 0.7:
        incubation.publish_profile(
            place.startup, lead, at=incubation.noon(cohort.starts_on + timedelta(days=10))
        )
    charging.desk_fee(
        place.startup, lead, cast, at=incubation.noon(cohort.starts_on + timedelta(days=30)), draw=draw
    )


def _milestones(stage: Stage, place: Place, lead: User, tranches: list[Tranche], *, running: bool) -> None:
    """Meet the milestones whose day has come; the first one releases the second tranche, if the first was paid."""
    draw, staff, finance = stage.draw.random, stage.cast["staff"], stage.cast["finance"]
    if draw.random() < 0.15 and running:  # late
        return
    for milestone in Milestone.objects.filter(place=place).order_by("number"):
        at = incubation.noon(milestone.due_on - timedelta(days=draw.randint(1, 12)))
        if at + timedelta(days=6) >= stage.now:
            continue
        incubation.meet(milestone, lead, staff, draw, at=at)
        if milestone.number == 1 and tranches:
            incubation.justify(tranches[0], lead, finance, at=at)
            wait = timedelta(days=draw.randint(8, 30) if running else 8)
            incubation.pay(tranches[1], lead, stage.cast, at=at + wait, until=stage.now)


def _reports(stage: Stage, cohort: Cohort) -> None:
    """Open the periods whose day has come; reports are sent, accepted, or still late."""
    staff = stage.cast["staff"]
    if not Period.objects.filter(cohort=cohort).exists():
        with stage.step("periods", cohort.number):
            incubation.plan_periods(cohort, by=staff, at=incubation.noon(cohort.starts_on))
    for period in Period.objects.filter(cohort=cohort).order_by("opens_on"):
        opens = incubation.noon(period.opens_on, hour=7)
        if opens > stage.now:
            continue
        if period.opened_at is None:
            with stage.step("period", cohort.number, period.slug):
                periods.open_period(period, by=staff, at=opens)
        for index, one in enumerate(Report.objects.filter(period=period).order_by("pk")):
            if one.state == ReportState.EXPECTED:
                with stage.step("report", cohort.number, period.slug, index):
                    _report(stage, one, opened=opens)


def _report(stage: Stage, report: Report, *, opened: datetime) -> None:
    draw = stage.draw.random
    sent = opened + timedelta(days=draw.randint(2, 12))
    if sent + timedelta(days=8) < stage.now:
        incubation.report(report, lead_of(report.place), stage.cast["staff"], draw, at=sent)


def _end(stage: Stage, cohort: Cohort) -> None:
    """The last tranche of each start-up, its graduation, and the end of its mentoring."""
    staff = stage.cast["staff"]
    active = Place.objects.filter(cohort=cohort, state=PlaceState.ACTIVE).select_related("startup")
    for place in active.order_by("pk"):
        with stage.step("end", cohort.number, place.startup.name):
            _last_tranche(stage, place, at=incubation.noon(cohort.ends_on) + timedelta(days=25))
            incubation.finish(place, staff, at=incubation.noon(cohort.ends_on))
            mentoring.part(place.startup, by=staff, on=cohort.ends_on)


def _last_tranche(stage: Stage, place: Place, *, at: datetime) -> None:
    lead, finance = lead_of(place), stage.cast["finance"]
    second, third = Tranche.objects.filter(award=place.award, number__gte=2).order_by("number")
    if second.paid_at:
        incubation.justify(second, lead, finance, at=at)
        incubation.pay(third, lead, stage.cast, at=at + timedelta(days=5), until=stage.now)
