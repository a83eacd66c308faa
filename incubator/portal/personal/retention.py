"""Erases every night what is kept no longer: accounts, files and incubations whose period is over, rows that grew old.

The periods are those of the register (`core/personal_data.py`) and of each call. Run twice it does nothing more; a dry
run counts the same and changes nothing.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from incubator.accounts import forgetting as accounts
from incubator.applications import forgetting as files_of
from incubator.applications.models import Application
from incubator.applications.privacy import APPLYING
from incubator.cohorts import forgetting as incubations
from incubator.cohorts.models import Place
from incubator.core import clock, column_words, forgetting
from incubator.core.forgetting import AGES, Subject
from incubator.notifications.models import Message
from incubator.notifications.states import MessageState
from incubator.people.models import SYSTEM, User
from incubator.people.states import PersonState
from incubator.portal.personal import erasing
from incubator.startups.forgetting import left_before
from incubator.startups.models import Startup
from incubator.territory.models import Centre
from incubator.workflow import audit
from incubator.workflow.refusals import Refused

logger = logging.getLogger(__name__)
RUN = "retention.run"  # the verb of the audit
AT_ONCE = 50  # subjects in one transaction
MODELS: dict[Subject, type[User | Application | Startup]] = {
    Subject.PERSON: User, Subject.FILE: Application, Subject.STARTUP: Startup,
}  # fmt: skip
# Does something with the records of some keys; returns with how many, and the public ids of those that wait.
Act = Callable[[Sequence[int]], tuple[int, list[str]]]
LEFT = (MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED)


@dataclass
class Report:
    """What a run erased, or would erase: how many people, files and start-ups, and how many old rows of each table.

    `waiting` are people and start-ups whose period is over and who have something to settle first; `failed` counts
    what broke and was left for the next night.
    """

    subjects: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    waiting: list[str] = field(default_factory=list)
    warned: int = 0
    failed: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return it as the audit keeps it: numbers, and public ids."""
        return {
            "subjects": +self.subjects, "rows": +self.rows, "waiting": self.waiting, "warned": self.warned,
            "failed": self.failed,
        }  # fmt: skip

    def __bool__(self) -> bool:
        return bool(+self.subjects or +self.rows or self.warned or self.failed)


def run(*, at: datetime) -> Report:
    """Erase what is over; a run that erased something is a row of the audit."""
    report = Report()
    _warnings(report, at)
    _files(report, at)
    _people(report, at)
    _startups(report, at)
    for label in _oldest_first():
        _rows(report, label, old_rows(label, at))
    centre = Centre.objects.order_by("pk").first()
    if report and centre:
        audit.record(RUN, centre, by=SYSTEM, at=at, **report.as_data())
    return report


def foresee(*, at: datetime) -> Report:
    """Return what a run at that instant would erase, and erase nothing. Some people may have something to settle first."""
    report = Report()
    startups = list(startups_over(at).order_by("pk"))
    report.waiting = [one.public_id for one in startups if forgetting.obstacles(Subject.STARTUP, one, at)]
    report.subjects[Subject.STARTUP] = len(startups) - len(report.waiting)
    report.subjects[Subject.FILE] = files_over(at).count()
    report.subjects[Subject.PERSON] = accounts.over(at).count()
    for label in AGES:
        report.rows[label] = old_rows(label, at).count()
    return report


def in_words(data: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the lines of a report as people read them: what, and how many."""
    subjects = [(str(Subject(name).label), number) for name, number in data.get("subjects", {}).items()]
    named = [(column_words.title_of(label) or "", number) for label, number in data.get("rows", {}).items()]
    lines = [*subjects, *((str(title) or str(_("Others")), number) for title, number in named)]
    warned = [(str(_("People warned a month before")), data.get("warned", 0))]
    waiting = [(str(_("People and start-ups with something to settle first")), len(data.get("waiting", [])))]
    failed = [(str(_("Not erased because of a fault: tried again the next night")), data.get("failed", 0))]
    return [(words, number) for words, number in (*lines, *warned, *waiting, *failed) if number]


def files_over(at: datetime) -> models.QuerySet[Application]:
    """Return the files whose period is over; that of a start-up with a place stays with its record."""
    return files_of.over(at).exclude(startup__in=Place.objects.values("startup"))


def old_rows(label: str, at: datetime) -> models.QuerySet:
    """Return the rows of a table that are older than they are kept, and not erased yet."""
    age = AGES[label]
    rows = apps.get_model(label)._meta.base_manager.filter(
        **{f"{age.instant}__lt": clock.months_before(at, age.months)}
    )
    values = forgetting.new_values(label)
    return rows.exclude(**values) if values else rows


def startups_over(at: datetime) -> models.QuerySet[Startup]:
    """Return the start-ups whose incubation is over for long enough, and those that nobody and nothing keeps."""
    old = clock.months_before(at, APPLYING.kept.months)
    left = left_before(old).filter(incubations.never_incubated())
    return Startup.objects.filter(
        models.Q(pk__in=incubations.over(at)) | models.Q(pk__in=left.order_by().values("pk"))
    )


def _warnings(report: Report, at: datetime) -> None:
    def warn(keys: Sequence[int]) -> tuple[int, list[str]]:
        people = list(accounts.to_warn(at).filter(pk__in=keys))
        for person in people:
            accounts.warn(person, at=at)
        return len(people), []

    report.warned = _in_batches(report, Subject.PERSON, accounts.to_warn(at), warn, 1)


def _files(report: Report, at: datetime) -> None:
    def erase(keys: Sequence[int]) -> tuple[int, list[str]]:
        _lock(Application.objects.filter(pk__in=keys))
        files = list(files_over(at).filter(pk__in=keys).order_by("pk"))
        erasing.erase_files(files, by=SYSTEM, at=at)
        return len(files), []

    report.subjects[Subject.FILE] += _in_batches(report, Subject.FILE, files_over(at), erase, AT_ONCE)


def _people(report: Report, at: datetime) -> None:
    def erase(keys: Sequence[int]) -> tuple[int, list[str]]:
        for person in User.objects.filter(pk__in=keys):
            erasing.hold(person)
        people = list(accounts.over(at).filter(pk__in=keys))
        try:
            for person in people:
                erasing.erase(person, by=SYSTEM, at=at)
        except Refused:
            return 0, [person.public_id for person in people]
        return len(people), []

    # One at a time: what one has to settle keeps nobody else.
    done = _in_batches(report, Subject.PERSON, accounts.over(at), erase, 1)
    report.subjects[Subject.PERSON] += done
    # The letter that told them so has left since.
    letters = Message.objects.filter(recipient__state=PersonState.ANONYMISED, state__in=LEFT)
    _rows(report, "notifications.Message", letters.exclude(**forgetting.new_values("notifications.Message")))


def _startups(report: Report, at: datetime) -> None:
    def erase(keys: Sequence[int]) -> tuple[int, list[str]]:
        _lock(Application.objects.filter(startup__in=keys))
        _lock(Startup.objects.filter(pk__in=keys))
        free: list[Startup] = []
        waiting: list[str] = []
        for startup in startups_over(at).filter(pk__in=keys).order_by("pk"):
            if forgetting.obstacles(Subject.STARTUP, startup, at):
                waiting.append(startup.public_id)
            else:
                free.append(startup)
        erasing.erase_startups(free, by=SYSTEM, at=at)
        return len(free), waiting

    report.subjects[Subject.STARTUP] += _in_batches(
        report, Subject.STARTUP, startups_over(at), erase, AT_ONCE
    )


def _lock(rows: models.QuerySet) -> None:
    """Lock some rows: what is over is asked again of what nobody can change any more."""
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def _in_batches(report: Report, subject: Subject, found: models.QuerySet, act: Act, at_once: int) -> int:
    """Do `act` for so many of what was found at a time; return with how many it was done."""
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    return sum(
        _attempt(report, subject, keys[start : start + at_once], act)
        for start in range(0, len(keys), at_once)
    )


def _attempt(report: Report, subject: Subject, keys: Sequence[int], act: Act) -> int:
    """Do `act` in a transaction of its own; where it breaks, for each alone: one fault keeps nobody else."""
    try:
        with transaction.atomic():
            number, waiting = act(keys)
    except Exception:
        if len(keys) > 1:
            return sum(_attempt(report, subject, [key], act) for key in keys)
        named = MODELS[subject].objects.filter(pk__in=keys).values_list("public_id", flat=True)
        logger.exception("Left for the next night: %s %s", subject.value, *named)
        report.failed += 1
        return 0
    report.waiting += waiting
    return number


def _rows(report: Report, label: str, rows: models.QuerySet) -> None:
    """Erase rows of one table, so many in one transaction."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), forgetting.AT_ONCE):
        try:
            with transaction.atomic():
                erased = forgetting.erase_rows(label, keys[start : start + forgetting.AT_ONCE])
        except Exception:
            logger.exception("Left for the next night: rows of %s", label)
            report.failed += 1
        else:
            report.rows[label] += erased


def _oldest_first() -> list[str]:
    """Return the tables in an order in which one that points at another goes before it."""
    return [
        model._meta.label for model in forgetting.pointing_first([apps.get_model(label) for label in AGES])
    ]
