"""One start-up's whole way in a real browser, from an empty database to a paid tranche; then with another call.

Nothing is written but through the pages (and two commands of the machine's administrator). Codes and letters are read
in the mail that left. The clock of the server is moved; everything else is as it is served.
"""

from datetime import timedelta

import pytest

from tests.journeys import (
    steps_faults,
    steps_founder,
    steps_incubation,
    steps_jury,
    steps_mentor,
    steps_money,
    steps_office,
    steps_public,
    steps_report,
)
from tests.journeys.cases import other, sample
from tests.journeys.verbs import expected, verbs_of
from tests.journeys.way import Way

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("make", "width", "scripts", "faults"),
    [
        pytest.param(sample, 360, True, True, id="phone"),
        pytest.param(sample, 1280, True, False, id="desk"),
        pytest.param(sample, 360, False, False, id="without-scripts"),
        pytest.param(other, 360, True, False, id="another-call"),
    ],
)
def test_the_whole_way(walk, make, width, scripts, faults):
    way = walk(make(), width, scripts=scripts)
    publish(way)
    apply(way, faults=faults)
    screen(way)
    score(way)
    decide(way, faults=faults)
    enrol(way)
    mentor(way)
    money(way)
    report(way)
    pay(way)
    close(way)
    find_and_account(way)
    assert way.troubles() == []
    assert verbs_of(way) == expected(way)


def publish(way: Way) -> None:
    steps_office.opens_the_centre(way)
    steps_office.publishes_the_call(way)
    steps_office.is_shown_to_visitors(way)


def apply(way: Way, *, faults: bool) -> None:
    first, second, third, late = way.teams
    steps_founder.checks_eligibility(way, first)
    steps_founder.starts(way, first)
    steps_founder.fills_steps(way, first)
    steps_founder.sees_what_is_missing(way, first)
    steps_founder.adds_documents(way, first)
    if faults:
        steps_faults.sends_without_worker_and_broker(way, first)
    else:
        steps_founder.sends(way, first)
    steps_founder.applies(way, second)
    steps_founder.applies(way, third)
    steps_founder.starts(way, late)
    steps_founder.fills_steps(way, late)
    steps_founder.adds_documents(way, late)
    way.stack.go_to(way.day("close") + timedelta(seconds=1))
    steps_founder.is_too_late(way, late)


def screen(way: Way) -> None:
    steps_office.returns_for_correction(way, way.teams[0])
    steps_office.confirms_the_others(way)


def score(way: Way) -> None:
    first, second, third, _late = way.teams
    good, fair, poor = way.case.marks
    steps_office.gives_the_files(way)
    way.stack.go_to(way.jury_opens + timedelta(hours=1))
    for name, linked in (("juror1", None), ("juror2", None), ("juror3", third)):
        steps_jury.declares_links(way, name, linked)
        steps_jury.scores(way, name, first, good)
    steps_jury.a_linked_file_is_closed(way, "juror3", third)
    steps_jury.scores(way, "juror1", second, fair)
    steps_jury.scores(way, "juror3", second, fair)
    steps_jury.abstains(way, "juror2", second)
    steps_jury.scores(way, "juror1", third, poor)
    steps_jury.scores(way, "juror2", third, poor)
    way.stack.go_to(way.jury_closes + timedelta(hours=1))
    steps_office.reads_the_ranking(way)


def decide(way: Way, *, faults: bool) -> None:
    steps_office.writes_the_decisions(way)
    if faults:
        steps_faults.publishes_without_worker_and_broker(way)
    else:
        steps_office.publishes_the_decisions(way)
    steps_office.every_result_is_read(way)


def enrol(way: Way) -> None:
    steps_incubation.plans_the_cohort(way)
    steps_report.plans_the_periods(way)
    steps_incubation.accepts_the_place(way, way.teams[0])
    steps_incubation.starts_the_incubation(way, way.teams[0])


def mentor(way: Way) -> None:
    way.stack.go_to(way.day("start") + timedelta(days=1, hours=9))
    steps_mentor.joins(way)
    steps_mentor.is_matched(way, way.teams[0])
    steps_mentor.logs_a_session(way, way.teams[0])
    steps_mentor.the_team_reads(way, way.teams[0])


def money(way: Way) -> None:
    team = way.teams[0]
    steps_money.opens_a_line(way)
    steps_money.awards(way, team)
    steps_money.verifies_the_company(way, team)
    steps_money.gives_the_second_role(way)
    steps_money.asks_for(way, team, 1)
    steps_money.pays(way, team, 1)
    steps_money.justifies(way, team, way.case.data["grant"]["tranches"][0]["amount"])
    steps_incubation.sends_evidence(way, team, 1)
    steps_incubation.approves_evidence(way, team, 1)
    steps_money.asks_for(way, team, 2)
    steps_money.pays(way, team, 2)


def report(way: Way) -> None:
    team = way.teams[0]
    steps_report.opens(way, team, "first")
    steps_report.reports(way, team)
    steps_report.returns_once(way, team)
    steps_report.accepts(way, team)


def close(way: Way) -> None:
    """The last report, for which the last tranche waits."""
    team = way.teams[0]
    steps_report.opens(way, team, "last")
    steps_report.reports(way, team)
    steps_report.accepts(way, team)
    steps_report.the_tranche_sees_it(way, team)


def pay(way: Way) -> None:
    steps_money.pays_a_desk_fee(way, way.teams[0])
    steps_money.reads_the_ledger(way)


def find_and_account(way: Way) -> None:
    steps_public.agrees_to_be_found(way, way.teams[0])
    steps_public.is_found(way, way.teams[0])
    steps_public.reads_the_accounts(way)
