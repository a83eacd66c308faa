"""Takes back the file of a row; one that somebody has worked on since stays, and says why."""

from datetime import datetime

from django.utils.translation import gettext as _

from incubator.applications.imports.entering import letters_of
from incubator.applications.models import Application, ImportBatch, ImportRow
from incubator.applications.states import LIFECYCLE, TeamRole, WithdrawnBecause
from incubator.applications.submission import letters
from incubator.notifications.models import Message
from incubator.notifications.states import MessageState
from incubator.people.models import User
from incubator.ui import typography
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, Refused

# Acts that change nothing of a file: who read or took a copy of it has not touched it.
READINGS = ("application.read_sensitive", "application.download")


class Stays(Refused):
    """The file was worked on since: the undoing leaves it."""

    code = "stays"


def take_back(batch: ImportBatch, row: ImportRow, *, by: User, at: datetime) -> None:
    """Withdraw the file of a row. Raises Stays, NotAllowed."""
    file = Application.objects.select_related("call", "startup").get(pk=row.application_id)
    try:
        with LIFECYCLE.move(file, "undo_import", by=by, at=at, data={"batch": batch.public_id}) as locked:
            if reason := touched(locked, row):
                raise Stays(reason)
            locked.changed_at = at
            locked.withdrawal_reason = WithdrawnBecause.IMPORT_UNDONE
            if batch.tells and _was_told(batch, locked):
                lead = locked.team.select_related("person").get(role=TeamRole.LEAD).person
                letters.import_undone(locked, to=lead, by=by, at=at)
    except IllegalMove as illegal:
        raise Stays(_("It is further on: %(state)s.") % {"state": file.state_label}) from illegal


def touched(file: Application, row: ImportRow) -> str:
    """Say what has happened to a file since its import, "" when nobody has touched it."""
    if file.decisions.exists():
        return _("A decision is written for it.")
    made_at = row.imported_at or file.created_at
    acts = Event.objects.of(file).filter(at__gt=made_at).exclude(actor=None).exclude(verb__in=READINGS)
    last = acts.order_by("-at", "-pk").first()
    since = last.at if last else file.changed_at if file.changed_at > made_at else None
    if since is None:
        return ""
    return _("Somebody has worked on it since (%(moment)s).") % {"moment": typography.short_moment(since)}


def _was_told(batch: ImportBatch, file: Application) -> bool:
    sent = Message.objects.filter(batch=letters_of(batch), state=MessageState.SENT)
    return sent.filter(about_ref__in=(file.reference, file.public_id)).exists()
