"""A written example with every hard case of the figures: two cohorts, ends, pauses, nulls, a final report, cancelled money."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace

from funding import awarding
from funding.tranches import spending
from incubator.cohorts import enrolment, graduation
from incubator.cohorts.models import Cohort, Place
from incubator.people.models import SYSTEM, User
from incubator.reporting import acceptance, filling, periods
from incubator.reporting.models import Report
from tests.world import funding
from tests.world import mentorship as mentoring
from tests.world.incubation import active_place, expected_report, planned_period

NOW = datetime(2027, 12, 20, 9, 0, tzinfo=UTC)
AT = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)
SENT = datetime(2027, 10, 10, 9, 0, tzinfo=UTC)


def build(people: Mapping[str, User], person, *, mentor_user: User) -> SimpleNamespace:
    """Make the start-ups: one in two cohorts, one graduated, one that left, one paused."""
    officer, director = people["officer"], people["director"]
    office = funding.Office(officer, people["finance"], people["approver"], director)
    leads = {name: person(f"lead-{name}") for name in ("double", "graduate", "gone", "paused")}
    places = {
        name: active_place(lead, officer, director, startup_name=name.title()) for name, lead in leads.items()
    }
    second = _second_cohort(places["double"].cohort)
    funding.opened_line(people["finance"])
    _money(places, leads, office)
    _reports(places, leads, officer)
    again = enrolment.take_place(second, places["double"].startup, by=leads["double"], at=AT)
    _overlapping_quarter(again, leads["double"], officer)
    graduation.graduate(places["graduate"], by=officer, at=AT)
    graduation.leave(places["gone"], note="La start-up cesse.", by=officer, at=AT)
    graduation.pause(places["paused"], note="Congé.", by=officer, at=AT)
    mentor = mentoring.active_mentor(mentor_user, officer)
    mentoring.matched(mentor, places["double"].startup, officer)
    mentoring.held_session(places["double"].startup, mentor, minutes=50)
    return SimpleNamespace(places=places, again=again, leads=leads, office=office)


def _second_cohort(first: Cohort) -> Cohort:
    return Cohort.objects.create(
        programme=first.programme, slug="deuxieme", number=first.number + 1, title_fr="Cohorte 2",
        starts_on=date(2027, 9, 1), ends_on=date(2028, 2, 28), places=10,
    )  # fmt: skip


def _money(places: Mapping[str, Place], leads: Mapping[str, User], office: funding.Office) -> None:
    """A tranche paid of 1 and half justified; a proposed award; one cancelled; one closed after its first tranche."""
    signed = funding.signed_award(places["double"], office, ceiling_amount=1_000_000)
    tranche = funding.paid_tranche(signed, leads["double"], office)
    funding.accepted_expense(tranche, leads["double"], office, 120_000)
    funding.expense(tranche, leads["double"], 50_000)
    refused = funding.expense(tranche, leads["double"], 30_000)
    spending.refuse(refused, note="Sans reçu lisible.", by=office.finance, at=AT)
    funding.proposed_award(places["paused"], office, ceiling_amount=400_000)
    cancelled = funding.proposed_award(places["gone"], office, ceiling_amount=700_000)
    awarding.cancel(cancelled, by=office.finance, at=AT)
    closed = funding.signed_award(places["graduate"], office, ceiling_amount=900_000)
    funding.paid_tranche(closed, leads["graduate"], office)
    closed.refresh_from_db()
    awarding.close(closed, by=office.finance, at=AT)


def write(
    report: Report, lead: User, officer: User, values: Mapping[str, int | None], *, at: datetime = SENT
) -> None:
    """Send a report with these numbers (None: not given, with a reason) and 0 elsewhere, and have it accepted."""
    lines = [line.indicator.code for line in filling.lines_of(report)]
    typed = {code: values.get(code, 0) for code in lines}
    filling.save(
        report, values={code: "" if value is None else str(value) for code, value in typed.items()},
        reasons={code: "Comptes en cours" for code, value in typed.items() if value is None},
        done="Essai.", difficulties="Le réseau.", next_steps="Une commune.", by=lead, at=at,
    )  # fmt: skip
    report.refresh_from_db()
    filling.submit(report, by=lead, at=at)
    report.refresh_from_db()
    acceptance.accept(report, by=officer, at=at)


def _reports(places: Mapping[str, Place], leads: Mapping[str, User], officer: User) -> None:
    """Two quarters and the final report; the last one leaves a number out, another waits to be corrected."""
    double, graduate, gone = places["double"], places["graduate"], places["gone"]
    first = expected_report(double, officer, "2027-t2")
    write(first, leads["double"], officer, {"jobs_full_time": 9, "jobs_part_time": 4, "revenue": 300_000})
    write(_of(graduate, "2027-t2"), leads["graduate"], officer, {"jobs_full_time": 2, "revenue": None})
    write(_of(gone, "2027-t2"), leads["gone"], officer, {"jobs_full_time": 1, "revenue": 10_000})
    final = expected_report(graduate, officer, "final", on=date(2027, 10, 1))
    # The final report begins before the quarters and ends after them: it is the last one; its null is not 2.
    write(
        final, leads["graduate"], officer, {"jobs_full_time": None, "jobs_part_time": 5, "revenue": 5_000_000}
    )
    third = expected_report(double, officer, "2027-t3")
    filling.save(
        third, values={"jobs_full_time": "99"}, reasons={}, done="", difficulties="", next_steps="", by=leads["double"],
        at=SENT,
    )  # fmt: skip


def _of(place: Place, slug: str) -> Report:
    return place.reports.get(period__slug=slug)


def _overlapping_quarter(again: Place, lead: User, officer: User) -> None:
    """A quarter of the second cohort that overlaps the one already reported: each day counts once."""
    asked = planned_period(again.cohort, officer, "2027-t3")
    asked = type(asked).objects.filter(pk=asked.pk)
    asked.update(starts_on=date(2027, 6, 15), ends_on=date(2027, 9, 30))
    periods.open_period(asked.get(), by=SYSTEM, at=AT)
    write(
        _of(again, "2027-t3"), lead, officer, {"jobs_full_time": 6, "jobs_part_time": 1, "revenue": 450_000}
    )
