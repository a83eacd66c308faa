"""Many applications with their reviews for the benchmark: copies of one that was made by the acts themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from incubator.applications.models import Answer, Application, ApplicationMember, Revision, SearchText
from incubator.applications.states import State, TeamRole
from incubator.core import clock, ids
from incubator.core.text_search import words_of
from incubator.files.models import StoredFile
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.reviews.models import Assignment, LinksDeclared, Round, Score
from incubator.reviews.states import AssignmentState
from incubator.startups.models import Membership, Startup
from incubator.startups.states import MemberRole
from incubator.workflow.models import Event

FILES_A_JUROR = 30
STATES = (State.SUBMITTED, State.ELIGIBLE, State.IN_REVIEW, State.IN_REVIEW)
RECORD = "application"
BATCH = 2000
RANDOM = (
    "translate(substr(encode(decode(md5(random()::text || file.id || one.id), 'hex'), 'base64'), 1, {length}), "
    "'+/', 'xz')"
)


@dataclass
class Seeded:
    """What the measured requests need."""

    juror: User | None = None
    drafts: tuple[tuple[Application, User], ...] = ()


def copy(row: models.Model, **changed: Any) -> Any:
    """Return an unsaved copy of a row under another identity."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    if "public_id" in values:
        values["public_id"] = ids.public_id()
    return type(row)(**{**values, **changed})


def people(wanted: int, name: str, at: datetime) -> list[User]:
    rows = [
        User(email=f"{name}{n}@measure.example", full_name=f"{name} {n}", created_at=at)
        for n in range(wanted)
    ]
    return User.objects.bulk_create(rows, BATCH)


def files(
    like: Application, wanted: int, name: str, state: Any, at: datetime
) -> list[tuple[Application, User]]:
    """Write so many copies of a file with its start-up, team, answers and documents; `state` is asked per number."""
    leads = people(wanted, name, at)
    startups = Startup.objects.bulk_create(
        [copy(like.startup, slug=f"{name}-{n}", name=f"{name.capitalize()} {n:05d}") for n in range(wanted)],
        BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(startup=s, person=p, role=MemberRole.LEAD, from_on=clock.local_day(at))
            for s, p in zip(startups, leads, strict=True)
        ],
        BATCH,
    )
    made = Application.objects.bulk_create(
        [
            copy(
                like,
                startup_id=s.pk,
                startup_name=s.name,
                state=state(n),
                reference=f"{like.call.reference}-{name[0]}{n:05d}" if like.reference else None,
                submitted_at=at - timedelta(minutes=n) if like.submitted_at else None,
            )
            for n, s in enumerate(startups)
        ],
        BATCH,
    )
    ApplicationMember.objects.bulk_create(
        [
            ApplicationMember(application=a, person=p, role=TeamRole.LEAD)
            for a, p in zip(made, leads, strict=True)
        ],
        BATCH,
    )
    words(like, made)
    of_each(like.answers.all(), made, "application_id", Answer)
    of_each(Revision.objects.filter(application=like), made, "application_id", Revision)
    of_each(StoredFile.objects.filter(record=RECORD, record_id=like.pk), made, "record_id", StoredFile)
    of_each(Event.objects.filter(subject_type=RECORD, subject_id=like.pk), made, "subject_id", Event)
    return list(zip(made, leads, strict=True))


def words(like: Application, made: list[Application]) -> None:
    """Let each copy be found by its own name and reference besides what the first one says."""
    if first := SearchText.objects.filter(application=like).first():
        own = {a.pk: words_of([a.reference or "", a.startup_name]) for a in made}
        rows = [
            SearchText(application=a, open_words=first.open_words + own[a.pk], words=first.words + own[a.pk])
            for a in made
        ]
        SearchText.objects.bulk_create(rows, BATCH)


def of_each(rows: models.QuerySet, made: list[Application], column: str, model: type[models.Model]) -> None:
    """Copy rows of one file for all the others: PostgreSQL does it by itself, elsewhere they are written one by one."""
    if connection.vendor != "postgresql":
        originals = list(rows)
        copies = (copy(row, **{column: a.pk}, **_own_key(row)) for a in made for row in originals)
        while batch := list(islice(copies, BATCH)):
            model._base_manager.bulk_create(batch)
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field.column, column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) '
            f'SELECT {values} FROM "{model._meta.db_table}" one CROSS JOIN unnest(%s::bigint[]) AS file(id) '
            "WHERE one.id = ANY(%s)",
            [[application.pk for application in made], list(rows.values_list("pk", flat=True))],
        )


def _own_key(row: models.Model) -> dict[str, str]:
    return {"key": ids.public_id(22)} if isinstance(row, StoredFile) else {}


def _value(model: type[models.Model], name: str, column: str) -> str:
    """Return what stands in a column of a copy: the file it belongs to, an identity of its own, or the same."""
    if name == column:
        return "file.id"
    if name == "public_id" or (model is StoredFile and name == "key"):
        return RANDOM.format(length=10 if name == "public_id" else 22)
    return f'one."{name}"'


def reviews(call: Call, sent: list[Application], at: datetime) -> User:
    """Give two jurors every file that is with the jury, half of them scored; return one of the jurors."""
    round_ = Round.objects.create(
        call=call,
        title_fr="Jury",
        opens_at=at - timedelta(days=2),
        closes_at=at + timedelta(days=9),
        created_at=at,
    )
    inside = [a for a in sent if a.state == State.IN_REVIEW]
    jurors = people(max(3, -(-2 * len(inside) // FILES_A_JUROR)), "jure", at)
    since = at - timedelta(days=99)
    Grant.objects.bulk_create([Grant(person=j, role=Role.JUROR, from_at=since) for j in jurors], BATCH)
    LinksDeclared.objects.bulk_create(
        [LinksDeclared(round=round_, juror=j, declared_at=at) for j in jurors], BATCH
    )
    numbers = dict.fromkeys((j.pk for j in jurors), 0)
    hands = []
    for place, application in enumerate(inside):
        for turn in range(2):
            juror = jurors[(2 * place + turn) % len(jurors)]
            numbers[juror.pk] += 1
            scored = (place + turn) % 2
            hands.append(
                Assignment(
                    round=round_,
                    application=application,
                    juror=juror,
                    number=numbers[juror.pk],
                    created_at=at,
                    state=AssignmentState.SUBMITTED if scored else AssignmentState.ASSIGNED,
                    points=60 + place % 40 if scored else None,
                    scale_top=1 if scored else None,
                    submitted_at=at if scored else None,
                )
            )
    Assignment.objects.bulk_create(hands, BATCH)
    criteria = list(call.criteria.all())
    Score.objects.bulk_create(
        [
            Score(assignment=h, criterion=c, value=3, comment="Vu.", saved_at=at)
            for h in hands
            if h.submitted_at
            for c in criteria
        ],
        BATCH,
    )
    return jurors[0]


@transaction.atomic
def seed(sent: Application, draft: Application, wanted: int, drafts: int) -> Seeded:
    """Write the applications and reviews of one size, and complete drafts to be sent while measuring."""
    at = clock.now()
    made = files(sent, wanted, "mesure", lambda n: STATES[n % len(STATES)], at)
    juror = reviews(sent.call, [application for application, _lead in made], at)
    return Seeded(juror, tuple(files(draft, drafts, "brouillon", lambda _n: State.DRAFT, at)))
