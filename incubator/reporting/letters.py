"""What the slice writes to people."""

from datetime import datetime

from incubator.cohorts.letters import members_of
from incubator.notifications import outbox
from incubator.reporting.models import Report


def _post(letter: str, report: Report, at: datetime) -> None:
    for person in members_of(report.place):
        context = {"report": report, "period": report.period, "startup": report.place.startup}
        outbox.post(f"reporting/{letter}", to=person, about=report, at=at, context=context)


def report_expected(report: Report, *, at: datetime) -> None:
    """Tell the team that the report is open, and until when."""
    _post("report_expected", report, at)


def report_returned(report: Report, *, at: datetime) -> None:
    """Tell the team what to complete."""
    _post("report_returned", report, at)


def report_accepted(report: Report, *, at: datetime) -> None:
    """Tell the team that the report is accepted."""
    _post("report_accepted", report, at)
