"""Who may act on reports."""
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.reporting.models import Period, Report
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE = (Role.OFFICER, Role.DIRECTOR)


def belongs(actor: Actor, report: Report) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return report.place.startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


@policy("report.submit", "report.write", who=_("a member of the start-up"))
def a_member(actor: Actor, report: Report, at: datetime) -> Verdict:
    return ALLOWED if belongs(actor, report) else denied(_("Only the team of the start-up fills in its report."))


@policy(
    "report.accept",
    "report.return_to_founder",
    who=_("a programme officer or the director, never a member of the start-up"),
)
def the_office_reads(actor: Actor, report: Report, at: datetime) -> Verdict:
    if not actor.has_role(*OFFICE, at=at):
        return denied(_("Only the centre accepts a report."))
    if belongs(actor, report):
        return denied(_("You belong to this start-up: somebody else decides."))
    return ALLOWED


@policy("period.plan", "period.open", who=_("a programme officer or the director; the clock opens a planned one"))
def the_office_or_the_clock(actor: Actor, period: Period | None, at: datetime) -> Verdict:
    return ALLOWED if actor.is_system or actor.has_role(*OFFICE, at=at) else denied(_("Only the centre plans reports."))
