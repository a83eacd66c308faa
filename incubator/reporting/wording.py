"""The life of a report in the words of its start-up."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from incubator.reporting.models import Report
from incubator.reporting.states import ReportState
from incubator.ui.typography import number, short_day


def standing(report: Report, day: date) -> str:
    """Return where the report stands on `day`, as its start-up reads it."""
    late = report.days_late(day)
    if late:
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number(late)}
    return {
        ReportState.EXPECTED: _("To fill in before %(day)s") % {"day": short_day(report.period.due_on)},
        ReportState.SUBMITTED: pgettext("report", "Sent"),
        ReportState.RETURNED: pgettext("report", "To complete"),
        ReportState.ACCEPTED: pgettext("report", "Accepted"),
    }[ReportState(report.state)]


def tone(report: Report, day: date) -> str:
    """Return the state that colours the sentence: late, or the report's own."""
    return "overdue" if report.days_late(day) else report.state


def holder(report: Report) -> str:
    """Say who holds it: the start-up, the centre, or nobody any more."""
    if report.is_open:
        return _("with you")
    return _("at the centre") if report.state == ReportState.SUBMITTED else ""
