"""Erases every night what is kept no longer: accounts, files and incubations whose period is over, rows that grew old.

The periods are those of the register (`core/personal_data.py`) and of each call. Run twice it does nothing more; a dry
run counts the same and changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
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
from incubator.people.models import SYSTEM
from incubator.people.states import PersonState
from incubator.portal.personal import erasing
from incubator.startups.forgetting import nobodys
from incubator.startups.models import Startup
from incubator.territory.models import Centre
from incubator.workflow import audit, batches

RUN = "retention.run"  # the verb of the audit
AT_ONCE = 50  # subjects in one transaction
LEFT = (MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED)


@dataclass
class Report:
    """What a run erased, or would erase: how many people, files and start-ups, and how many old rows of each table.

    `waiting` are people whose account is over and who have something to settle first.
    """

    subjects: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    waiting: list[str] = field(default_factory=list)
    warned: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return it as the audit keeps it: numbers, and public ids."""
        return {
            "subjects": +self.subjects, "rows": +self.rows, "waiting": self.waiting, "warned": self.warned,
        }  # fmt: skip

    def __bool__(self) -> bool:
        return bool(+self.subjects or +self.rows or self.warned)


def run(*, at: datetime) -> Report:
    """Erase what is over; a run that erased something is a row of the audit."""
    report = Report(warned=accounts.warn(at=at))
    _files(report, at)
    _people(report, at)
    _startups(report, at)
    for label in _oldest_first():
        with transaction.atomic():
            report.rows[label] += forgetting.erase_rows(
                label, list(old_rows(label, at).values_list("pk", flat=True))
            )
    centre = Centre.objects.order_by("pk").first()
    if report and centre:
        audit.record(RUN, centre, by=SYSTEM, at=at, **report.as_data())
    return report


def foresee(*, at: datetime) -> Report:
    """Return what a run at that instant would erase, and erase nothing. Some people may have something to settle first."""
    report = Report()
    report.subjects[Subject.STARTUP] = startups_over(at).count()
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
    waiting = [(str(_("People with something to settle first")), len(data.get("waiting", [])))]
    return [(words, number) for words, number in (*lines, *warned, *waiting) if number]


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
    left = nobodys().filter(incubations.never_incubated(), created_at__lt=old)
    return Startup.objects.filter(models.Q(pk__in=incubations.over(at)) | models.Q(pk__in=left))


def _startups(report: Report, at: datetime) -> None:
    for some in _batches(startups_over(at)):
        with transaction.atomic():
            startups = list(Startup.objects.select_for_update().filter(pk__in=some, erased_at=None))
            erasing.erase_startups(startups, by=SYSTEM, at=at)
        report.subjects[Subject.STARTUP] += len(startups)


def _files(report: Report, at: datetime) -> None:
    for some in _batches(files_over(at)):
        with transaction.atomic():
            files = list(Application.objects.select_for_update().filter(pk__in=some, erased_at=None))
            erasing.erase_files(files, by=SYSTEM, at=at)
        report.subjects[Subject.FILE] += len(files)


def _people(report: Report, at: datetime) -> None:
    batch = batches.each(
        accounts.over(at).order_by("pk"), lambda person: erasing.erase(person, by=SYSTEM, at=at)
    )
    report.subjects[Subject.PERSON] = len(batch.done)
    report.waiting = [one.thing.public_id for one in batch.left_out]
    # The letter that told them so has left since.
    letters = Message.objects.filter(recipient__state=PersonState.ANONYMISED, state__in=LEFT)
    keys = letters.exclude(**forgetting.new_values("notifications.Message")).values_list("pk", flat=True)
    report.rows["notifications.Message"] += forgetting.erase_rows("notifications.Message", list(keys))


def _batches(found: models.QuerySet) -> list[Sequence[int]]:
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]


def _oldest_first() -> list[str]:
    """Return the tables in an order in which one that points at another goes before it."""
    return [
        model._meta.label for model in forgetting.pointing_first([apps.get_model(label) for label in AGES])
    ]
