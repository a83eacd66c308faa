"""The text of a report to paste into a conversation: what the team may read, nothing else."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from incubator.ui import typography
from mentorship.models import Action, Session


def whatsapp_text(session: Session, actions: Iterable[Action]) -> str:
    """Return summary and actions as short lines."""
    heading = _("%(startup)s, session of %(day)s") % {
        "startup": session.startup.name,
        "day": typography.short_day(session.held_on),
    }
    lines = [heading, "", session.summary]
    found = list(actions)
    if found:
        lines += ["", _("What will be done:"), *(_line(action) for action in found)]
    return "\n".join(lines)


def _line(action: Action) -> str:
    owner = action.get_owner_display()
    if action.due_on is None:
        return f"- {action.what} ({owner})"
    by = _("by %(day)s") % {"day": typography.short_day(action.due_on)}
    return f"- {action.what} ({owner}, {by})"
