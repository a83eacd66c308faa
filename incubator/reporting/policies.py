"""Who may act on reports."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.policies import THE_TEAMS_OWN
from incubator.cohorts import policies as cohorts
from incubator.cohorts.policies import OFFICE
from incubator.people.models import Actor
from incubator.reporting.models import Period, Report
from incubator.reporting.querysets import ReportQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import Standing, holders


def belongs(actor: Actor, report: Report) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return cohorts.belongs(actor, report.place)


@policy("report.submit", "report.write", who=_("a member of the start-up"), exempt=THE_TEAMS_OWN)
def a_member(actor: Actor, report: Report, at: datetime) -> Verdict:
    """A report is the team's own word."""
    return (
        ALLOWED if belongs(actor, report) else denied(_("Only the team of the start-up fills in its report."))
    )


@policy(
    "report.accept",
    "report.return_to_founder",
    who=_("a programme officer or the director, never a member of the start-up"),
    gate=holders(*OFFICE, of=ReportQuerySet.gate, refusal=_("Only the centre accepts a report.")),
)
def the_office_reads(actor: Actor, report: Report, at: datetime) -> Verdict:
    """Money follows an acceptance: nobody accepts the own report."""
    return ALLOWED


PERIOD = Standing(programme="cohort__programme")
ONLY_THE_CENTRE = _("Only the centre plans reports.")


@policy(
    "period.plan",
    who=_("a programme officer or the director"),
    gate=holders(*OFFICE, of=PERIOD, refusal=ONLY_THE_CENTRE),
)
def the_office_plans(actor: Actor, period: Period, at: datetime) -> Verdict:
    """The centre decides what is asked and when."""
    return ALLOWED


@policy(
    "period.open",
    who=_("the clock, on the planned day; a programme officer or the director before it"),
    gate=holders(*OFFICE, of=PERIOD, refusal=ONLY_THE_CENTRE, system=True),
)
def the_office_or_the_clock(actor: Actor, period: Period, at: datetime) -> Verdict:
    """A planned period opens by itself."""
    return ALLOWED
