"""What deserves a look in a list: each flag is a condition the database answers. None is stored."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression, RawSQL
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
    "late": "danger",
    "no_documents": "warning",
    "duplicate": "warning",
    "task": "waiting",
}

# Of a row of applications, in SQL: what `conditions` says. The instants are those since when a file waits, and now.
LATE = "CASE WHEN applications_application.id IN (SELECT application_id FROM applications_lateentry) THEN 8 ELSE 0 END"
OTHERS = """
CASE WHEN applications_application.state = 'submitted' AND applications_application.changed_at < %s
     THEN 1 ELSE 0 END
+ CASE WHEN applications_application.state = 'submitted' AND applications_application.id IN (
           SELECT application_id FROM applications_correction WHERE answered_at IS NOT NULL)
       THEN 2 ELSE 0 END
+ CASE WHEN applications_application.state = 'returned' AND applications_application.id IN (
           SELECT application_id FROM applications_correction WHERE answered_at IS NULL AND due_at < %s)
       THEN 4 ELSE 0 END
+ CASE WHEN applications_application.documents_count = 0
       THEN 16 ELSE 0 END
+ CASE WHEN applications_application.id IN (
           SELECT first_id FROM applications_twins WHERE state = 'open'
           UNION ALL SELECT second_id FROM applications_twins WHERE state = 'open')
       THEN 32 ELSE 0 END
+ CASE WHEN applications_application.id IN (
           SELECT application_id FROM applications_note
           WHERE assignee_id IS NOT NULL AND done_at IS NULL AND struck_at IS NULL)
       THEN 64 ELSE 0 END
"""


def conditions(at: datetime) -> dict[str, Q]:
    """Return what makes each flag true at that instant."""
    marked = _marked(at)
    return {
        "overdue": Q(state=State.SUBMITTED, changed_at__lt=at - WAITS),
        "back": Q(state=State.SUBMITTED) & Q(pk__in=marked["back"]),
        "unanswered": Q(state=State.RETURNED) & Q(pk__in=marked["unanswered"]),
        "late": Q(submitted_at__gt=F("call__closes_at")) | Q(pk__in=marked["late"]),
        "no_documents": Q(documents_count=0),
        "duplicate": Q(pk__in=marked["duplicate"]),
        "task": Q(pk__in=marked["task"]),
    }


def _marked(at: datetime) -> dict[str, QuerySet]:
    """Return, for the flags that another table raises, the files it names."""
    corrections = Correction.objects.order_by()
    twins = Twins.objects.filter(state=TwinState.OPEN).order_by()
    return {
        "back": corrections.exclude(answered_at=None).values("application"),
        "unanswered": corrections.filter(answered_at=None, due_at__lt=at).values("application"),
        "late": LateEntry.objects.order_by().values("application"),
        "duplicate": twins.values("first").union(twins.values("second"), all=True),
        "task": Note.objects.open_tasks().order_by().values("application"),
    }


def mask(at: datetime) -> CombinedExpression:
    """Return all flags of a row as one number, as `conditions` has them: the first flag is worth 1, the next 2, then 4…

    Written out, because the ORM takes longer to compose these conditions than the database to answer them.
    """
    instants = [connection.ops.adapt_datetimefield_value(instant) for instant in (at - WAITS, at)]
    # The SQL is that of this module, whatever anybody types.
    others = RawSQL(OTHERS, instants, output_field=IntegerField())  # noqa: S611
    after_closing = When(submitted_at__gt=F("call__closes_at"), then=Value(8))
    late = Case(after_closing, default=RawSQL(LATE, ()), output_field=IntegerField())  # noqa: S611
    return others + late


def read(number: int) -> list[str]:
    """Return the names of the flags that a number holds."""
    return [name for place, name in enumerate(LABELS) if number >> place & 1]
