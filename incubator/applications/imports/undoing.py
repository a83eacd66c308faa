"""Takes back the files of an undone import, one by one; those that somebody has worked on since stay, and say why."""

from datetime import datetime
from functools import cached_property
from typing import BinaryIO

from django.utils.translation import gettext as _

from incubator.applications.imports import background, importing
from incubator.applications.models import Application, ImportBatch, ImportRow
from incubator.applications.states import LIFECYCLE, TeamRole
from incubator.applications.submission import letters
from incubator.jobs.kinds import Work
from incubator.notifications.models import Message
from incubator.notifications.states import MessageState
from incubator.people.models import User
from incubator.ui import typography
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, Refused

# Acts that change nothing of a file: who read or took a copy of it has not touched it.
READINGS = ("application.read_sensitive", "application.download")


class Stays(Refused):
    """The file was worked on since: the undoing leaves it."""

    code = "stays"


class TakingBack(Work):
    """The background work of an undoing."""

    chunk = 25
    makes_file = False

    @cached_property
    def batch(self) -> ImportBatch:
        return ImportBatch.objects.select_related("call").get(pk=self.params["batch"])

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Take back the files of one chunk. Raises NotAllowed when the officer no longer may."""
        deciding.require("application.import", self.person, self.batch.call, at)
        for row in background.left(self.batch).filter(pk__in=keys):
            take_back(self.batch, row, by=self.person, at=at)


def take_back(batch: ImportBatch, row: ImportRow, *, by: User, at: datetime) -> None:
    """Withdraw the file of a row, or write down why it stays."""
    file = Application.objects.select_related("call", "startup").get(pk=row.application_id)
    try:
        with LIFECYCLE.move(file, "undo_import", by=by, at=at, data={"batch": batch.public_id}) as locked:
            if reason := touched(locked, row):
                raise Stays(reason)
            locked.changed_at = at
            locked.withdrawal_reason = _("Import undone: %(batch)s") % {"batch": batch.public_id}
            if batch.tells and _was_told(batch, locked):
                lead = locked.team.select_related("person").get(role=TeamRole.LEAD).person
                letters.import_undone(locked, to=lead, by=by, at=at)
    except IllegalMove:
        row.kept = _("It is further on: %(state)s.") % {"state": file.state_label}
        row.save(update_fields=["kept"])
    except Refused as refusal:
        row.kept = str(refusal.sentence)[:300]
        row.save(update_fields=["kept"])


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
    sent = Message.objects.filter(batch=importing.letters_of(batch), state=MessageState.SENT)
    return sent.filter(about_ref__in=(file.reference, file.public_id)).exists()
