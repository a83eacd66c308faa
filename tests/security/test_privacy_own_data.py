"""The copy a person takes away holds every column declared as exported, and nobody else's rows."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from incubator.accounts.models import Device, Profile
from incubator.applications.models import Answer, CallInvitation, Revision
from incubator.core import personal_data
from incubator.lists.models import KeptColumns
from incubator.portal.personal import own_data
from incubator.programmes.models import Call
from tests.access.world import CANARY, NOW

pytestmark = pytest.mark.django_db
BY_HAND = {"applications.Answer", "applications.Revision"}  # written by `submission/own_copy.py`


def tables() -> dict[str, list[personal_data.Column]]:
    found: dict[str, list[personal_data.Column]] = {}
    for column in personal_data.exported():
        found.setdefault(column.model, []).append(column)
    return found


def archive(world, role: str) -> dict[str, bytes]:
    answer = world.browser(role).post(reverse("portal:own_data"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as read:
        return {name: read.read(name) for name in read.namelist()}


def somebodys_row(world, label: str, columns) -> tuple[str, models.Model] | None:
    """A role, and a row of the table that is that person's."""
    rows = apps.get_model(label)._base_manager
    for role, person in world.people.items():
        if role not in ("ended", "suspended"):
            row = rows.filter(columns[0].whose(person, NOW)).first()
            if row is not None:
                return role, row
    return None


def seed(row: models.Model, column: personal_data.Column, number: int) -> None:
    """Put a canary where the database lets us: append-only and frozen rows keep what they say."""
    field = row._meta.get_field(column.name)
    if isinstance(field, models.CharField | models.TextField) and column.reads == column.name:
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(
                    **{column.name: f"Z{number}"[: field.max_length]}
                )
        except DatabaseError:
            pass
        row.refresh_from_db()


def further_rows(world) -> None:
    """What the world has no row of: what a person says once, a browser, columns kept, an invitation."""
    owner = world.people["owner"]
    Profile.objects.create(person=owner, birth_date=NOW.date(), gender="F", changed_at=NOW)
    Device.objects.create(person=owner, session_key="k", name="Firefox", seen_at=NOW)
    KeptColumns.objects.create(person=owner, list="audit", columns="at")
    CallInvitation.objects.create(
        call=Call.objects.first(),
        person=owner,
        contact="a@b.tg",
        invited_at=NOW,
        invited_by=world.people["officer"],
    )


@pytest.mark.parametrize("label", sorted(set(tables()) - BY_HAND))
def test_every_exported_column_is_in_the_copy(world, label):
    columns = tables()[label]
    with transaction.atomic():
        further_rows(world)
        role, row = somebodys_row(world, label, columns)
        person = world.people[role]
        for number, column in enumerate(columns, start=101):
            seed(row, column, number)
        row = type(row)._base_manager.get(pk=row.pk)
        wanted = {column.name: getattr(row, column.reads) for column in columns}
        (section,) = {column.section for column in columns}
        told = json.loads(json.dumps(own_data.records(section, person, NOW)[label], default=str))
        transaction.set_rollback(True)
    wanted = json.loads(json.dumps(wanted, default=str))
    assert any(all(line.get(name) == value for name, value in wanted.items()) for line in told)


def test_answers_open_and_sealed_are_in_the_copy(world):
    with transaction.atomic():
        whole = b"".join(archive(world, "owner").values()).decode(errors="replace")
        transaction.set_rollback(True)

    for name in ("draft answer", "sensitive answer", "sent answer"):
        assert CANARY[name] in whole, name
    assert {column.model for column in personal_data.exported() if column.whose is None} == BY_HAND
    assert Answer.objects.exists()
    assert Revision.objects.exists()


@pytest.mark.parametrize("role", ["owner", "mentor", "juror", "outsider"])
def test_what_is_withheld_or_somebody_elses_is_not_in_the_copy(world, role):
    with transaction.atomic():
        whole = b"".join(archive(world, role).values()).decode(errors="replace")
        transaction.set_rollback(True)

    mine = {
        "owner": {"draft answer", "sensitive answer", "sent answer", "session summary", "report", "expense label"},
        "mentor": {"session summary"},
        "juror": {"juror's comment"},
        "outsider": set(),
    }[role]  # fmt: skip
    assert {name for name, canary in CANARY.items() if canary in whole} == mine


def test_a_heading_that_is_declared_stands_on_the_page(world):
    page = world.browser("owner").get(reverse("portal:own_data")).content.decode()

    assert all(str(section.title) in page for section in own_data.sections())


def test_a_column_that_is_declared_and_not_written_would_be_seen(world, monkeypatch):
    without = [column for column in personal_data.exported() if column.model != "reporting.Report"]
    monkeypatch.setattr(personal_data, "exported", lambda: without)
    with transaction.atomic():
        whole = b"".join(archive(world, "owner").values()).decode(errors="replace")
        transaction.set_rollback(True)

    assert CANARY["report"] not in whole
