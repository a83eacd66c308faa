"""What is kept for a while is deleted when its while is over: every table of such rows has its purge, run by beat."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils.module_loading import import_string

from incubator.accounts import session_recovery
from incubator.accounts.models import BrowserSession, SignInCode, Throttle
from incubator.accounts.sessions import SessionStore
from incubator.config.celery import app
from incubator.core.encryption import seal
from incubator.files.models import UploadSession

NOON = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
TIMES = {"expires_at", "expire_date", "window_start", "code_expires_at"}
# table with such a column → the regular work that deletes its rows
PURGED = {
    "accounts.SignInCode": "incubator.accounts.tasks.forget_attempts",
    "accounts.Throttle": "incubator.accounts.tasks.forget_attempts",
    "accounts.BrowserSession": "incubator.accounts.tasks.forget_sessions",
    "files.UploadSession": "incubator.files.tasks.expire",
    "exports.Job": "incubator.jobs.tasks.sweep",
    "notifications.Message": "incubator.notifications.tasks.sweep",
}
# table → why its rows stay
KEPT = {
    "accounts.ApiToken": "a person sees which keys they had; only a hash is in it",
    "applications.Assistance": "the record of who helped whom; of the code a hash is in it",
    "applications.LateCode": "who let whom in after the end belongs to the call's minutes",
    "applications.TeamInvitation": "who was invited belongs to the file",
    "applications.LeadOffer": "who was offered the lead belongs to the file",
    "sessions.Session": "Django's own table, which nothing writes",
}


def test_every_table_of_temporary_rows_has_its_purge_or_a_reason():
    found = {
        model._meta.label
        for model in apps.get_models()
        if TIMES & {field.name for field in model._meta.get_fields()}
    }
    assert found == PURGED.keys() | KEPT.keys()
    assert not PURGED.keys() & KEPT.keys()


def test_each_purge_is_run_by_beat():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert set(PURGED.values()) <= scheduled


def upload(person, *, expires_at):
    return UploadSession.objects.create(
        owner=person, record="held", record_id=1, purpose="a", name="a.pdf", size=1, max_bytes=9,
        created_at=NOON, expires_at=expires_at,
    )  # fmt: skip


def session(*, until, **data):
    return BrowserSession.objects.create(
        session_key=f"key-{until:%H%M}-{len(data)}",
        session_data=SessionStore().encode(data),
        expire_date=until,
    )


def typed(*, at):
    kept = session_recovery.Kept(path="/", page="/", text="a=secret", at=at.timestamp(), person="x")
    return {session_recovery.KEY: seal(json.dumps(asdict(kept)), context=session_recovery.KEY), "other": 1}


@pytest.mark.django_db
def test_what_is_over_goes_and_what_is_not_stays(founder):
    for age in (timedelta(days=3), timedelta(minutes=1)):
        SignInCode.objects.create(
            kind="email", value="a@b.c", code_hash="x", expires_at=NOON - age, created_at=NOON - age
        )
        Throttle.objects.create(scope="try", subject="x", window_start=NOON - age)
    upload(founder, expires_at=NOON - timedelta(minutes=1))
    upload(founder, expires_at=NOON + timedelta(minutes=1))
    session(until=NOON - timedelta(minutes=1))
    session(until=NOON + timedelta(minutes=1))
    for _ in range(2):  # twice is once
        with time_machine.travel(NOON, tick=False):
            for task in sorted(set(PURGED.values())):
                import_string(task)()
        counts = [model.objects.count() for model in (SignInCode, Throttle, UploadSession, BrowserSession)]
        assert counts == [1, 1, 1, 1]


@pytest.mark.django_db
def test_what_was_typed_leaves_a_session_that_goes_on():
    old = session(until=NOON + timedelta(days=9), **typed(at=NOON - timedelta(minutes=31)))
    young = session(until=NOON + timedelta(days=8, hours=1), **typed(at=NOON - timedelta(minutes=29)))
    assert session_recovery.forget_old(at=NOON) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert SessionStore().decode(old.session_data) == {"other": 1}
    assert session_recovery.KEY in SessionStore().decode(young.session_data)
    assert session_recovery.forget_old(at=NOON) == 0
