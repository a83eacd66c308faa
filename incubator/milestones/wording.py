"""The life of a milestone in the words of its start-up."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from incubator.milestones.models import Milestone
from incubator.milestones.states import MilestoneState
from incubator.ui.typography import number, short_day


def standing(milestone: Milestone, day: date) -> str:
    """Return where the milestone stands on `day`, as its start-up reads it."""
    late = milestone.days_late(day)
    if late:
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number(late)}
    return {
        MilestoneState.PLANNED: _("To do before %(day)s") % {"day": short_day(milestone.due_on)},
        MilestoneState.SUBMITTED: _("Sent, the centre is reading"),
        MilestoneState.RETURNED: pgettext("milestone", "To complete"),
        MilestoneState.APPROVED: pgettext("milestone", "Approved"),
        MilestoneState.WAIVED: pgettext("milestone", "Waived"),
    }[MilestoneState(milestone.state)]


def tone(milestone: Milestone, day: date) -> str:
    """Return the state that colours the sentence: late, or the milestone's own."""
    return "overdue" if milestone.days_late(day) else milestone.state


def holder(milestone: Milestone) -> str:
    """Say who holds it: the start-up, the centre, or nobody any more."""
    if milestone.is_open:
        return _("with you")
    return _("at the centre") if milestone.state == MilestoneState.SUBMITTED else ""
