"""What deserves a look in a list: each flag is a condition the database answers. None is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import add
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Count, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from incubator.applications.models import Application, Correction, LateEntry, Note, Twins
from incubator.applications.states import State, TwinState
from incubator.core.prepared import INSTANT, Given

# A file that was received waits at most this long for its check.
WAITS = timedelta(days=5)
# Where the instants stand in a question that is composed once.
AT, SINCE = Given("at", INSTANT), Given("since", INSTANT)
AFTER_CLOSING = Q(submitted_at__gt=F("call__closes_at"))
# What a file says of itself; the other flags need its call or another table.
OWN = ("overdue", "no_documents")
# The columns of a file that flags read.
READ = ("id", "call_id", "state", "documents_count", "submitted_at", "changed_at")
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


def instants(at: datetime) -> dict[str, datetime]:
    """Return the values that a prepared question about flags needs."""
    return {"at": at, "since": at - WAITS}


def conditions(at: datetime) -> dict[str, Q]:
    """Return what makes each flag true at that instant."""
    return _conditions(**instants(at))


def _conditions(at: datetime | Given, since: datetime | Given) -> dict[str, Q]:
    marked = _marked(at)
    return {
        "overdue": Q(state=State.SUBMITTED, changed_at__lt=since),
        "back": Q(state=State.SUBMITTED) & Q(pk__in=marked["back"]),
        "unanswered": Q(state=State.RETURNED) & Q(pk__in=marked["unanswered"]),
        "late": AFTER_CLOSING | Q(pk__in=marked["late"]),
        "no_documents": Q(documents_count=0),
        "duplicate": Q(pk__in=marked["duplicate"]),
        "task": Q(pk__in=marked["task"]),
    }


def _marked(at: datetime | Given) -> dict[str, QuerySet]:
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


def numbers(*names: str) -> dict[str, Count]:
    """Return how many files raise each of these flags, for a question asked with `instants(at)`."""
    found = _conditions(AT, SINCE)
    return {name: Count("state", filter=found[name]) for name in names}


def sent_after_closing(rows: QuerySet) -> QuerySet:
    """Keep the files sent after the closing of their call."""
    return rows.filter(AFTER_CLOSING)


def named_elsewhere(rows: QuerySet) -> QuerySet:
    """Keep the other files that another table names: with those sent after the closing, all that may raise a flag
    which is not their own. There are few, and each of the two questions finds them by an index.
    """
    return rows.filter(pk__in=_marked_anywhere(AT)).exclude(AFTER_CLOSING)


def _marked_anywhere(at: datetime | Given) -> QuerySet:
    first, *others = _marked(at).values()
    return first.union(*others, all=True)


def mask(at: datetime | None) -> Expression:
    """Return all flags of a row as one number: the first flag is worth 1, the next 2, then 4… Without an instant it is
    for a prepared question, which is asked with `instants(at)`.
    """
    return _Mask(instants(at) if at else None)


class _Mask(Expression):
    """That number in SQL which the ORM wrote once: to write it again for each page costs more than reading the rows."""

    def __init__(self, values: dict[str, datetime] | None) -> None:
        super().__init__(output_field=IntegerField())
        self.values = values
        # One column of each table that the conditions read, so that the query joins both.
        self.tables: list[Any] = [F("id"), F("call__closes_at")]

    def get_source_expressions(self) -> list[Any]:
        return self.tables

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.tables = list(exprs)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        sql, params = _written(connection.alias)
        for column in self.tables:
            table = column.target.model._meta.db_table
            name, here = connection.ops.quote_name(table), compiler.quote_name_unless_alias(column.alias)
            sql = sql if name == here else sql.replace(f"{name}.", f"{here}.")
        if self.values is None:
            return f"({sql})", list(params)
        return f"({sql})", [p.among(self.values) if isinstance(p, Given) else p for p in params]


@cache
def _written(database: str) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of all flags and what stands in it, a place for each instant."""
    worth = {
        name: Case(When(condition, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, (name, condition) in enumerate(_conditions(AT, SINCE).items())
    }
    own = reduce(add, [worth.pop(name) for name in OWN])
    # Nearly no file is marked elsewhere: one look spares each of them the look into every table.
    anywhere = AFTER_CLOSING | Q(pk__in=_marked_anywhere(AT))
    others = Case(
        When(anywhere, then=reduce(add, worth.values())), default=Value(0), output_field=IntegerField()
    )
    rows = Application.objects.values_list(own + others)
    compiler = rows.query.get_compiler(database)
    compiler.pre_sql_setup()
    ((_number, (sql, params), _name),) = compiler.select
    return sql, tuple(params)


def read(number: int) -> list[str]:
    """Return the names of the flags that a number holds."""
    return [name for place, name in enumerate(LABELS) if number >> place & 1]
