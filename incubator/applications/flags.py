"""What deserves a look in a list: each flag is a condition the database answers. None is stored."""

from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from incubator.applications.models import Correction, LateEntry, Note, Twins
from incubator.applications.states import State, TwinState

# A file that was received waits at most this long for its check.
WAITS = timedelta(days=5)
LABELS: dict[str, Promise] = {
    "overdue": pgettext_lazy("flag", "Waiting too long"),
    "back": pgettext_lazy("flag", "Corrections back"),
    "unanswered": pgettext_lazy("flag", "Correction date passed"),
    "late": pgettext_lazy("flag", "Late entry"),
    "no_documents": pgettext_lazy("flag", "No documents"),
    "duplicate": pgettext_lazy("flag", "Looks like another"),
    "task": pgettext_lazy("flag", "Task to do"),
}
TONES = {
    "overdue": "danger",
    "back": "waiting",
    "unanswered": "danger",
    "late": "warning",
    "no_documents": "warning",
    "duplicate": "warning",
    "task": "waiting",
}


def conditions(at: datetime) -> dict[str, Q]:
    """Return what makes each flag true at that instant."""
    answered = Correction.objects.exclude(answered_at=None).values("application")
    twins = Twins.objects.filter(state=TwinState.OPEN)
    passed = Correction.objects.filter(answered_at=None, due_at__lt=at).values("application")
    return {
        "overdue": Q(state=State.SUBMITTED, changed_at__lt=at - WAITS),
        "back": Q(state=State.SUBMITTED, pk__in=answered),
        "unanswered": Q(state=State.RETURNED, pk__in=passed),
        "late": Q(submitted_at__gt=F("call__closes_at")) | Q(pk__in=LateEntry.objects.values("application")),
        "no_documents": Q(documents_count=0),
        "duplicate": Q(pk__in=twins.values("first")) | Q(pk__in=twins.values("second")),
        "task": Q(pk__in=Note.objects.open_tasks().values("application")),
    }


def mask(at: datetime) -> Combinable:
    """Return all flags of a row as one number: the first flag is worth 1, the next 2, then 4…"""
    worth = [
        Case(When(condition, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, condition in enumerate(conditions(at).values())
    ]
    return reduce(add, worth)


def read(number: int) -> list[str]:
    """Return the names of the flags that a number holds."""
    return [name for place, name in enumerate(LABELS) if number >> place & 1]
