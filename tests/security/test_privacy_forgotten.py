"""A value in every declared column, in every row; after the nights of many years none is left but what a law holds."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from funding.models import Award, Charge, Payee, Refund, Tranche
from incubator.applications.forgetting import IN_HAND
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.cohorts.models import Place
from incubator.core import encryption, forgetting
from incubator.core.personal_data import COLUMNS, Column, Erasure
from incubator.files.models import StoredFile, UploadPart
from incubator.notifications.models import Message
from incubator.people.models import Grant, User
from incubator.people.states import PersonState, Role
from incubator.portal.personal import retention
from incubator.startups.models import Startup
from tests.access.asking import address, ask
from tests.access.table import TABLE
from tests.access.test_table import name_of
from tests.access.world import NOW
from tests.conftest import make_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=365 * 20)
A_NIGHT_AFTER_THE_WARNING = LATER + timedelta(days=31)
CANARY = re.compile(r"ZQ(\d+)x\d+|18\d\d-\d\d-\d\d")
OF_BYTES = 9999
NUMBERS = {number: column for number, column in enumerate(COLUMNS.values(), start=1000)}
SEALED = {(owner._meta.label, column): name for owner, name, column in encryption.SEALED_FIELDS}
STAYS = (Erasure.HELD, Erasure.ANONYMOUS)


def value_of(field: models.Field, number: int, key: int):
    """A value that nothing else says; None for a column that cannot hold one (a number, a choice, two letters)."""
    sign = f"ZQ{number}x{key}"
    if isinstance(field, models.DateField):
        return date(1801, 1, 1) + timedelta(days=number * 10 + key % 10)
    if isinstance(field, models.JSONField):
        return {"said": [sign]}
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return sign if is_text and (field.max_length or 100) >= 12 else None


def seed(column: Column, number: int) -> int:
    """Put the value in each row of the table; return in how many. Frozen rows keep what they say."""
    model, seeded = apps.get_model(column.model), 0
    field = model._meta.get_field(column.name)
    for row in model._base_manager.all():
        value = value_of(field, number, int(row.pk) if str(row.pk).isdigit() else seeded)
        if value is None:
            continue
        if column.key in SEALED:
            setattr(row, SEALED[column.key], value)
            value = getattr(row, column.name)
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{column.name: value})
        except DatabaseError:
            continue
        seeded += 1
    return seeded


def dump() -> Iterator[str]:
    """Every value of every table, the sealed ones opened, and the private files."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                if not is_held(table, row):
                    yield f"{table}: {row}"
    for owner, name, column in encryption.SEALED_FIELDS:
        for row in owner._base_manager.exclude(**{column: ""}):
            yield f"{owner._meta.label}.{name}: {getattr(row, name)}"
    for key in keys_of_files():
        with storages["private"].open(key) as file:
            yield f"file {key}: {file.read().decode(errors='replace')}"


def is_held(table: str, row: tuple) -> bool:
    """Vouchers and signed papers stay with their record, and the trail goes on naming a start-up by its slug."""
    of_a_startup = table == "workflow_event" and "startup" in row
    return of_a_startup or (table == "files_storedfile" and set(HELD_FILES) & set(row))


def keys_of_files() -> list[str]:
    known = [
        *StoredFile.objects.values_list("key", flat=True),
        *UploadPart.objects.values_list("key", flat=True),
    ]
    return [key for key in {*known, *KEYS} if storages["private"].exists(key)]


KEYS: set[str] = set()


def found_in(text: Iterator[str]) -> set[str]:
    """The columns whose value stands somewhere."""
    found = set()
    for line in text:
        for match in CANARY.finditer(line):
            if match[1] is None:
                number = (date.fromisoformat(match[0]) - date(1801, 1, 1)).days // 10
            else:
                number = int(match[1])
            found.add(f"file of {line[:40]}" if number == OF_BYTES else ".".join(NUMBERS[number].key))
    return found


def settle() -> None:
    """What keeps somebody is over: roles, suspensions, files in hand, incubations, public profiles, money under way."""
    Grant.objects.update(until_at=NOW)
    in_hand = Application.objects.filter(state__in=(*IN_HAND, State.WAITING_LIST), place=None)
    in_hand.update(state=State.DECLINED)
    Startup.objects.update(state="hidden")
    User.objects.filter(state=PersonState.SUSPENDED).update(state=PersonState.ACTIVE)
    Place.objects.update(state="graduated", ended_on=NOW.date())
    Tranche.objects.update(state="cancelled")
    Charge.objects.exclude(state="refunded").update(state="cancelled")
    Charge.objects.filter(dispute="open").update(dispute="won")
    for rows in (Payee.objects, Refund.objects):
        rows.filter(state="proposed").update(state="refused")
    Award.objects.filter(state="proposed").update(state="cancelled")


def plant() -> dict[str, int]:
    """Values in every column and in every private file; how many rows each column got one in."""
    KEYS.clear()
    for number, stored in enumerate(StoredFile.objects.exclude(record__in=HELD_FILES)):
        storages["private"].delete(stored.key)
        storages["private"].save(stored.key, ContentFile(f"ZQ{OF_BYTES}x{number}".encode()))
        KEYS.add(stored.key)
    return {
        ".".join(column.key): seed(column, number)
        for number, column in NUMBERS.items()
        if column.name != "key" and column.model != "workflow.Event"
    }


# The vouchers of the books, and signed agreements: their records are held.
HELD_FILES = ("payee", "tranche", "payout", "charge", "place")


def asked_by_staff(world) -> dict[str, int | str]:
    """What every address that staff or visitors read answers, about records that say nothing any more."""
    sessions = {}
    for role in ("officer", "finance", "director", "admin", "donor", "juror", "mentor"):
        sessions[role] = Client(raise_request_exception=False)
        person = make_person(f"later {role}", Role(role))
        sessions[role].force_login(person, backend="incubator.accounts.backends.OneDoor")
    sessions["anonymous"] = Client(raise_request_exception=False)
    found = {}
    for key, row in TABLE.items():
        url = address(world, name_of(key), row.about)
        for role, client in sessions.items():
            if row.get[role] == 200:
                found[f"{key} as {role}"] = ask(world, role, "GET", url, client).cell
    return found


def test_what_is_left_of_erased_records_still_answers(world):
    with transaction.atomic():
        settle()
        retention.run(at=LATER)
        retention.run(at=A_NIGHT_AFTER_THE_WARNING)
        retention.run(at=A_NIGHT_AFTER_THE_WARNING)  # who led others, once the others are gone
        assert not Application.objects.filter(erased_at=None).exists()
        assert not Startup.objects.filter(erased_at=None).exists()
        answers = asked_by_staff(world)
        transaction.set_rollback(True)

    assert len(answers) > 300
    assert {name: cell for name, cell in answers.items() if cell == 500} == {}


def excused() -> set[str]:
    """What a legal hold keeps, what names nobody once the rest is gone, and what goes with nobody."""
    kept = {".".join(key) for key, column in COLUMNS.items() if column.erase in STAYS}
    return kept | {".".join(key) for key in COLUMNS if key[0] in forgetting.STAYING}


def test_after_the_nights_of_many_years_nothing_is_left(world, caplog, django_capture_on_commit_callbacks):
    with transaction.atomic():
        seeded = plant()
        settle()
        before = found_in(dump())
        with django_capture_on_commit_callbacks(execute=True):
            retention.run(at=LATER)
            retention.run(at=A_NIGHT_AFTER_THE_WARNING)
            Message.objects.filter(state="queued").update(state="sent")  # each was told that it is done
            retention.run(at=A_NIGHT_AFTER_THE_WARNING)
        after = found_in(dump())
        foreseen = retention.foresee(at=A_NIGHT_AFTER_THE_WARNING)
        transaction.set_rollback(True)

    assert sorted(after - excused()) == []
    assert len(before - excused()) > 100, sorted(seeded)
    assert not foreseen
    assert foreseen.waiting == []
    assert CANARY.search(caplog.text) is None
