"""Periods proposed, planned, opened once."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from incubator.notifications.models import Message
from incubator.people.models import SYSTEM
from incubator.reporting import periods
from incubator.reporting.indicators import QUARTERLY
from incubator.reporting.models import Indicator, Period, Report
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world.incubation import STARTED, active_place, confirmed_place, planned_period

OPENS = datetime(2027, 10, 1, 6, 0, tzinfo=UTC)


def test_load_indicators_may_be_run_again(db, capsys):
    call_command("load_indicators")
    call_command("load_indicators")

    assert capsys.readouterr().out == "36 indicators.\n36 indicators.\n"
    assert Indicator.objects.count() == 36
    assert Indicator.objects.get(code="revenue").name_fr == "Chiffre d’affaires"


def test_the_dates_of_the_cohort_propose_three_quarters_and_the_end(place):
    found = [(p.slug, p.starts_on, p.ends_on, p.opens_on, p.due_on) for p in periods.proposals(place.cohort)]

    assert found == [
        ("2027-t2", date(2027, 6, 7), date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 16)),
        ("2027-t3", date(2027, 7, 1), date(2027, 9, 30), date(2027, 10, 1), date(2027, 10, 16)),
        ("2027-t4", date(2027, 10, 1), date(2027, 12, 10), date(2027, 12, 11), date(2027, 12, 26)),
        ("final", date(2027, 6, 7), date(2027, 12, 10), date(2027, 12, 10), date(2028, 1, 9)),
    ]


def test_a_period_asks_the_eight_numbers_in_their_order(place, officer):
    period = planned_period(place.cohort, officer)

    assert tuple(period.asked.values_list("indicator__code", flat=True)) == QUARTERLY
    assert planned_period(place.cohort, officer) == period


def test_a_period_without_indicators_is_refused(place, officer):
    with pytest.raises(periods.UnknownIndicator):
        periods.plan_period(
            place.cohort,
            slug="x",
            title_fr="X",
            starts_on=date(2027, 7, 1),
            ends_on=date(2027, 9, 30),
            opens_on=date(2027, 10, 1),
            due_on=date(2027, 10, 16),
            by=officer,
            at=STARTED,
        )

    assert Period.objects.count() == 0


def test_opening_twice_makes_the_reports_once(place, founder, founder2, officer, director):
    active_place(founder2, officer, director, startup_name="Assilassimé")
    confirmed_place(place.cohort, founder, startup_name="Confirmée")
    period = planned_period(place.cohort, officer)

    first = periods.open_period(period, by=SYSTEM, at=OPENS)
    events, letters = Event.objects.count(), Message.objects.count()
    second = periods.open_period(period, by=officer, at=OPENS)

    assert (len(first), second, Report.objects.count()) == (3, [], 3)
    assert (Event.objects.count(), Message.objects.count()) == (events, letters)
    assert sorted(
        Message.objects.filter(kind="reporting/report_expected").values_list(
            "recipient__full_name", flat=True
        )
    ) == ["Founder", "Founder", "Founder2"]


def test_the_clock_finds_what_is_due_however_late(place, officer):
    period = planned_period(place.cohort, officer)

    found = [periods.due_to_open(day) for day in (date(2027, 9, 30), date(2027, 10, 1), date(2027, 12, 1))]

    assert found == [[], [period], [period]]


@pytest.mark.parametrize("who", ["founder", "donor", "finance", "admin"])
def test_only_the_office_plans_and_opens(request, place, officer, who):
    actor, period = request.getfixturevalue(who), planned_period(place.cohort, officer)

    with pytest.raises(NotAllowed):
        periods.open_period(period, by=actor, at=OPENS)
    with pytest.raises(NotAllowed):
        planned_period(place.cohort, actor, "final")

    period.refresh_from_db()
    assert (period.opened_at, Report.objects.count(), Period.objects.count()) == (None, 0, 1)
