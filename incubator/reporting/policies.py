"""Who may act on reports."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.cohorts import policies as cohorts
from incubator.cohorts.policies import OFFICE
from incubator.people.models import Actor
from incubator.reporting.models import Period, Report
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


def belongs(actor: Actor, report: Report) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return cohorts.belongs(actor, report.place)


@policy("report.submit", "report.write", who=_("a member of the start-up"))
def a_member(actor: Actor, report: Report, at: datetime) -> Verdict:
    """A report is the team's own word."""
    return (
        ALLOWED if belongs(actor, report) else denied(_("Only the team of the start-up fills in its report."))
    )


@policy(
    "report.accept",
    "report.return_to_founder",
    who=_("a programme officer or the director, never a member of the start-up"),
)
def the_office_reads(actor: Actor, report: Report, at: datetime) -> Verdict:
    """Money follows an acceptance: nobody accepts the own report."""
    if not OFFICE & actor.roles(at):
        return denied(_("Only the centre accepts a report."))
    if belongs(actor, report):
        return denied(_("You belong to this start-up: somebody else decides."))
    return ALLOWED


@policy("period.plan", who=_("a programme officer or the director"))
def the_office_plans(actor: Actor, period: Period | None, at: datetime) -> Verdict:
    """The centre decides what is asked and when."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(_("Only the centre plans reports."))


@policy("period.open", who=_("the clock, on the planned day; a programme officer or the director before it"))
def the_office_or_the_clock(actor: Actor, period: Period, at: datetime) -> Verdict:
    """A planned period opens by itself."""
    return (
        ALLOWED
        if actor.is_system or OFFICE & actor.roles(at)
        else denied(_("Only the centre plans reports."))
    )
