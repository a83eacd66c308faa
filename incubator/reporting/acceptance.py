"""The office reads a report: accepts it, or returns it with a reason."""

from datetime import datetime

from incubator.people.models import Actor
from incubator.reporting import letters
from incubator.reporting.models import Report
from incubator.reporting.states import LIFECYCLE
from incubator.workflow import values
from incubator.workflow.refusals import ReasonMissing, once


@once
def accept(report: Report, *, by: Actor, at: datetime) -> Report:
    """Accept the report; the tranches that wait for it see it."""
    with LIFECYCLE.move(report, "accept", by=by, at=at) as accepted:
        accepted.decided_at, accepted.decided_by, accepted.office_note = at, by, ""
        letters.report_accepted(accepted, at=at)
    return accepted


@once
def return_to_founder(report: Report, *, note: str, by: Actor, at: datetime) -> Report:
    """Return the report with a reason, which the letter carries. Raise ReasonMissing without one."""
    if not note.strip():
        raise ReasonMissing()
    with LIFECYCLE.move(report, "return_to_founder", by=by, at=at) as returned:
        returned.decided_at, returned.decided_by, returned.office_note = (
            at,
            by,
            values.check_text("note", note, longest=2000),
        )
        letters.report_returned(returned, at=at)
    return returned
