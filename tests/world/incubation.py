"""Start-ups in incubation for the tests of every slice, reached by the acts that lead there."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.cohorts import agreement, enrolment, planning
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.milestones import evidence, signoff
from incubator.milestones import planning as milestone_planning
from incubator.milestones.models import Milestone
from incubator.people.models import SYSTEM, User
from incubator.programmes.models import Call
from incubator.reporting import acceptance, filling, periods
from incubator.reporting.indicators import load_indicators
from incubator.reporting.models import Period, Report
from incubator.startups import founding
from tests.world.applications import PDF
from tests.world.kept import kept
from tests.world.programmes import published_call

ENROLLED = datetime(2027, 5, 25, 10, 0, tzinfo=UTC)
STARTED = datetime(2027, 6, 7, 9, 0, tzinfo=UTC)
SENT = datetime(2027, 8, 30, 16, 0, tzinfo=UTC)
DECIDED = datetime(2027, 9, 2, 9, 0, tzinfo=UTC)
REPORTED = datetime(2027, 10, 8, 18, 0, tzinfo=UTC)
ANSWERS = {
    "integer": "12",
    "textarea": "Dix personnes entendues au marché.",
    "url": "https://essai.example/",
    "date": "2027-07-05",
    "boolean": "yes",
    "money": "150000",
}


def planned_cohort(
    call: Call, officer: User, *, places: int | None = None, at: datetime = ENROLLED
) -> Cohort:
    """The cohort of a call, with the dates and places it announces."""
    plan = planning.proposal(call)
    words = {name: getattr(plan, name) for name in plan.__slots__}
    words["places"] = places or plan.places
    return planning.plan_cohort(call, programme=call.programme, by=officer, at=at, **words)


def confirmed_place(
    cohort: Cohort, founder: User, *, startup_name: str = "Tikpa Hors-Ligne", at: datetime = ENROLLED
) -> Place:
    """A place taken by a start-up whose record was made by staff: no application stands behind it."""
    startup = founding.found(startup_name, lead=founder, by=founder, at=at)
    return enrolment.take_place(cohort, startup, by=founder, at=at)


def signed_place(cohort: Cohort, founder: User, *, startup_name: str = "Tikpa Hors-Ligne") -> Place:
    """A confirmed place whose agreement the lead accepted on screen."""
    place = confirmed_place(cohort, founder, startup_name=startup_name)
    agreement.record(place, method=AgreementMethod.ON_SCREEN, signed_by=founder, by=founder, at=ENROLLED)
    return place


@kept
def active_place(
    founder: User,
    officer: User,
    director: User,
    *,
    at: datetime = STARTED,
    call: Call | None = None,
    startup_name: str = "Tikpa Hors-Ligne",
) -> Place:
    """A start-up in incubation, with the milestones of its call (the sample call unless one is given)."""
    call = call or Call.objects.filter(reference="AC-2027-01").first() or published_call(officer, director)
    cohort = Cohort.objects.filter(call=call).first() or planned_cohort(call, officer)
    place = signed_place(cohort, founder, startup_name=startup_name)
    milestone_planning.begin(place, by=officer, at=at)
    place.refresh_from_db()
    return place


def fill_evidence(milestone: Milestone, founder: User, *, at: datetime = SENT) -> None:
    """Answer every field of a milestone and add a PDF where a file is asked."""
    fields = evidence.form_of(milestone.evidence_wanted).fields()
    raw = {field.key: ANSWERS[field.type] for field in fields if field.type != "file"}
    signoff.save_evidence(milestone, raw, by=founder, at=at)
    for key in evidence.file_fields(milestone.evidence_wanted):
        upload = SimpleUploadedFile(f"{key}.pdf", PDF, content_type="application/pdf")
        signoff.attach(milestone, key, [upload], by=founder, at=at)
    milestone.refresh_from_db()


@kept
def submitted_milestone(place: Place, number: int, founder: User, *, at: datetime = SENT) -> Milestone:
    """A milestone whose evidence is sent."""
    milestone = place.milestones.get(number=number)
    fill_evidence(milestone, founder, at=at)
    return signoff.submit(milestone, by=founder, at=at)


@kept
def approved_milestone(
    place: Place, number: int, founder: User, officer: User, *, at: datetime = DECIDED
) -> Milestone:
    """A milestone that the office approved."""
    milestone = submitted_milestone(place, number, founder, at=min(at, SENT))
    return signoff.approve(milestone, by=officer, at=at)


def planned_period(cohort: Cohort, officer: User, slug: str = "2027-t3", *, at: datetime = STARTED) -> Period:
    """One of the periods the dates of the cohort suggest ("2027-t2", "2027-t3", "2027-t4" or "final")."""
    load_indicators()
    plan = next(p for p in periods.proposals(cohort) if p.slug == slug)
    words = {name: getattr(plan, name) for name in plan.__slots__}
    return periods.plan_period(cohort, by=officer, at=at, **words)


def expected_report(
    place: Place, officer: User, slug: str = "2027-t3", *, on: date | None = None, at: datetime | None = None
) -> Report:
    """A report that the clock opened."""
    period = planned_period(place.cohort, officer, slug)
    day = on or period.opens_on
    periods.open_period(period, by=SYSTEM, at=at or datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC))
    return place.reports.get(period=period)


def fill_report(report: Report, founder: User, *, number: str = "10", at: datetime = REPORTED) -> None:
    """Write every number and the three sentences."""
    codes = [line.indicator.code for line in filling.lines_of(report)]
    filling.save(
        report, values=dict.fromkeys(codes, number), reasons={}, done="Essai mené à Dapaong.",
        difficulties="Le réseau.", next_steps="Une deuxième commune.", by=founder, at=at,
    )  # fmt: skip
    report.refresh_from_db()


@kept
def submitted_report(
    place: Place, founder: User, officer: User, slug: str = "2027-t3", *, at: datetime = REPORTED
) -> Report:
    """A report that was sent."""
    report = expected_report(place, officer, slug)
    fill_report(report, founder, at=at)
    return filling.submit(report, by=founder, at=at)


@kept
def accepted_report(
    place: Place, founder: User, officer: User, slug: str = "2027-t3", *, at: datetime = REPORTED
) -> Report:
    """A report that the office accepted."""
    return acceptance.accept(submitted_report(place, founder, officer, slug, at=at), by=officer, at=at)
