"""The demonstration's own data for tests: loaded once a run, copied into each module that asks for it."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.base import Template
from django.test import override_settings
from django.test.utils import _TestState

from incubator.demo import loading

# Tuesday 2 March 2027, 10:00 in Lomé: within a quarter, within a month, in working hours.
NOW = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demonstration_files(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder, one for all processes of a run, that holds the loaded database and its files.

    Loading takes most of a minute: somebody who writes a test names a folder in PEPINIERE_DEMONSTRATION that is
    kept between runs (and removes it when the demonstration or a table changes).
    """
    base = tmp_path_factory.getbasetemp()
    own = (base if worker_id == "master" else base.parent) / "demonstration"
    folder = Path(os.environ.get("PEPINIERE_DEMONSTRATION") or own)
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup, django_db_blocker, demonstration_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Put the demonstration into the test database, as of `NOW`; take it out after the module."""
    own_files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        empty = own_files / "empty.sqlite3"
        _save_to(empty)
        cache.clear()
        try:
            with _files_in(demonstration_files / "stored"):
                _load_once(demonstration_files)
            shutil.copytree(demonstration_files / "stored", own_files / "stored")
            with _files_in(own_files / "stored"):
                yield
        finally:
            cache.clear()
            _restore_from(empty)


def _load_once(folder: Path) -> None:
    """Load the demonstration, or copy what another process or module of this run loaded."""
    loaded = folder / "loaded.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if loaded.exists():
            _restore_from(loaded)
            return
        with pytest.MonkeyPatch.context() as patch:
            # Thousands of letters: no copy of each template's context is kept for the tests.
            patch.setattr(Template, "_render", _TestState.saved_data.template_render)
            loading.load(now=NOW, say=lambda _what: None)
        _save_to(loaded)


@contextmanager
def _files_in(folder: Path) -> Iterator[None]:
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "private").mkdir(exist_ok=True)
    storage = "django.core.files.storage.FileSystemStorage"
    own = {
        "default": {"BACKEND": storage, "OPTIONS": {"location": str(folder / "media")}},
        "private": {"BACKEND": storage, "OPTIONS": {"location": str(folder / "private")}},
    }
    with override_settings(STORAGES=settings.STORAGES | own):
        yield


def _save_to(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as kept:
        connection.connection.backup(kept)


def _restore_from(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as kept:
        kept.backup(connection.connection)
