"""Who read a person's records, from the audit: when, which one, how, in which role at which centre. Nobody is named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from incubator.applications.forgetting import EXAMINED
from incubator.applications.models import Application
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.states import CallState
from incubator.startups.models import Startup
from incubator.ui.typography import short_day
from incubator.workflow.models import Event
from incubator.workflow.querysets import EXPORTED, READINGS
from mentorship.models import Session

OPENED, SENSITIVE, TAKEN = READINGS, ("application.read_sensitive",), ("application.print",)


@dataclass(frozen=True)
class Kind:
    """One kind of record: the person's rows of it, and what a row is called."""

    rows: Callable[[User], QuerySet]
    name: Callable[[Any], str]


@dataclass(frozen=True)
class Reading:
    """One reading of a record by somebody else; a juror stays unknown to the team."""

    at: datetime
    record: str
    how: str
    by: str


def _files(person: User) -> QuerySet:
    """Return the documents that the person gave, and those of the files they are in the team of."""
    mine = Application.objects.of(person).values("pk")
    return StoredFile.objects.filter(Q(uploaded_by=person) | Q(record="application", record_id__in=mine))


KINDS = {
    "application": Kind(
        lambda person: Application.objects.of(person).select_related("startup"),
        lambda row: " · ".join(filter(None, (row.reference, row.startup.name))),
    ),
    "storedfile": Kind(_files, lambda row: row.name),
    "startup": Kind(Startup.objects.of, lambda row: row.name),
    "session": Kind(
        lambda person: Session.objects.filter(
            Q(startup__in=Startup.objects.of(person).values("pk")) | Q(mentor__person=person)
        ),
        lambda row: _("mentoring session of %(day)s") % {"day": short_day(row.held_on)},
    ),
    "user": Kind(lambda person: User.objects.filter(pk=person.pk), lambda row: _("your account")),
}


def of(person: User, limit: int | None = None) -> Iterator[Reading]:
    """Yield who read the person's records, the last first."""
    yield from told(list(events(person)[:limit]))


def events(person: User, record: tuple[str, int] | None = None) -> QuerySet[Event]:
    """Return the readings by others of the person's records, or of one of them, the last first."""
    mine = Q(pk__in=[])
    for kind, said in KINDS.items():
        rows = said.rows(person).order_by()
        if record is None:
            mine |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
        elif record[0] == kind:
            mine |= Q(subject_type=kind, subject_id__in=rows.filter(pk=record[1]).values("pk"))
    found = Event.objects.filter(mine, verb__in=(*OPENED, *SENSITIVE, *TAKEN)).exclude(actor=person)
    return (
        found.exclude(pk__in=_told_with_the_results())
        .prefetch_related("actor__grants__centre")
        .select_related("actor")
        .order_by("-at", "-pk")
    )


def _told_with_the_results() -> QuerySet:
    """Return the readings by jurors of files that are examined: that a file is with the jury is not said before."""
    files = (
        Application.objects.filter(state__in=EXAMINED).exclude(call__state=CallState.CANCELLED).values("pk")
    )
    documents = StoredFile.objects.filter(record="application", record_id__in=files).values("pk")
    rows = Q(subject_type="application", subject_id__in=files) | Q(
        subject_type="storedfile", subject_id__in=documents
    )
    return Event.objects.filter(rows, actor__grants__role=Role.JUROR).values("pk")


def told(found: list[Event]) -> list[Reading]:
    """Return readings in words; the records of each kind are asked for once."""
    names: dict[tuple[str, int], str] = {}
    for kind, said in KINDS.items():
        keys = {event.subject_id for event in found if event.subject_type == kind}
        if keys:
            names |= {(kind, row.pk): said.name(row) for row in _named(kind, keys)}
    return [
        Reading(event.at, names.get((event.subject_type, event.subject_id), ""), _how(event), _role(event))
        for event in found
    ]


def records(person: User) -> list[tuple[str, str]]:
    """Return the records that may be asked for: the value of the filter, and the name."""
    return [
        (f"{kind}-{row.public_id}", said.name(row))
        for kind, said in KINDS.items()
        for row in said.rows(person).order_by("-pk")
    ]


def record_of(person: User, value: str) -> tuple[str, int] | None:
    """Return the record of the person that a value of the filter names."""
    kind, _sign, public_id = value.partition("-")
    said = KINDS.get(kind)
    row = said.rows(person).filter(public_id=public_id).first() if said else None
    return (kind, row.pk) if row is not None else None


def _named(kind: str, keys: set[int]) -> QuerySet:
    model: Any = {
        "application": Application,
        "storedfile": StoredFile,
        "startup": Startup,
        "session": Session,
    }
    rows = model.get(kind, User)._base_manager.filter(pk__in=keys)
    return rows.select_related("startup") if kind == "application" else rows


def _how(event: Event) -> str:
    if event.verb in TAKEN or event.data.get("route") == "applications:desk_pdf":
        return _("taken away as a PDF")
    if event.verb == EXPORTED:
        return _("taken away in a table or an archive")
    if event.verb in SENSITIVE:
        return _("read with the sensitive answers")
    return _("downloaded") if event.verb == "file.read" else _("read on the screen")


def _role(event: Event) -> str:
    """Return the roles held at that instant, with the centre of each."""
    grants = event.actor.grants.all() if event.actor else ()
    held = [g for g in grants if g.from_at <= event.at and (g.until_at is None or event.at < g.until_at)]
    words = [f"{Role(g.role).label} – {g.centre}" if g.centre else str(Role(g.role).label) for g in held]
    return ", ".join(dict.fromkeys(words)) or _("a member of the team")
