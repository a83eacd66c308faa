"""The dates of corrections: the team reminded before and after, the office giving more time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters
from incubator.applications.casework.screening import DateInThePast
from incubator.applications.models import Application, Correction
from incubator.applications.states import LIFECYCLE, State
from incubator.people.models import SYSTEM, User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import IllegalMove, Refused

BEFORE = timedelta(days=2)


class NotLater(Refused):
    """More time that is less."""

    status = 422
    code = "not_later"
    default = _("Choose a date after the present one: the team counts on it.")


def remind(*, at: datetime) -> int:
    """Write to each team whose corrections are due within two days, and to each whose date has passed; return
    how many letters left. Run as often as one likes, each team is written to once a date.
    """
    soon = list(Correction.objects.to_remind(at, BEFORE).values_list("pk", flat=True))
    late = list(Correction.objects.to_tell_late(at).values_list("pk", flat=True))
    sent = [_write(pk, "reminded_at", "correction_due_soon", at) for pk in soon]
    sent += [_write(pk, "told_late_at", "correction_overdue", at) for pk in late]
    return sum(sent)


def _write(pk: int, column: str, letter: str, at: datetime) -> bool:
    """Take the reminder (a conditional update: two workers send one letter) and post it."""
    with transaction.atomic():
        taken = Correction.objects.filter(pk=pk, answered_at=None, **{f"{column}__isnull": True})
        if not taken.update(**{column: at}):
            return False
        correction = Correction.objects.select_related("application__call", "application__startup").get(pk=pk)
        letters.about_correction(letter, correction, by=SYSTEM, at=at)
        audit.record("application.remind", correction.application, by=SYSTEM, at=at, letter=letter)
    return True


def extend(application: Application, *, due_at: datetime, by: User, at: datetime) -> Correction:
    """Give the team more time for its corrections, and tell its lead; it is reminded again before the new
    date. Raises DateInThePast, NotLater and IllegalMove (nothing is asked for any more).
    """
    with acting(by):
        file = LIFECYCLE.locked(application)
        deciding.require("application.extend_correction", by, file, at)
        correction = file.corrections.filter(answered_at=None).first()
        if correction is None or file.state != State.RETURNED:
            raise IllegalMove()
        if due_at <= at:
            raise DateInThePast()
        if due_at <= correction.due_at:
            raise NotLater()
        facts = {"before": correction.due_at.isoformat(), "after": due_at.isoformat()}
        correction.due_at, correction.reminded_at, correction.told_late_at = due_at, None, None
        correction.save(update_fields=["due_at", "reminded_at", "told_late_at"])
        correction.application = file
        letters.about_correction("correction_extended", correction, by=by, at=at)
        audit.record("application.extend_correction", file, by=by, at=at, **facts)
    return correction
