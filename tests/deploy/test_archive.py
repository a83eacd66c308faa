"""Backup, destroy, restore: what comes back is what there was, byte for byte."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = [(1, "Açaï"), (2, "Ɖeka"), (3, "trois")]


def archive(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"], "PEPINIERE_MODE": "production"} | env
    # The system's own Python where there is one (see `.ci/run`): the archive is run without the product's packages.
    command = [
        os.environ.get("PEPINIERE_ARCHIVE_PYTHON", sys.executable),
        str(ROOT / "deploy/archive.py"),
        *words,
    ]
    return subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """An installation on SQLite with rows still in the journal, private files and a picture."""
    data = tmp_path / "data"
    (data / "private/ab").mkdir(parents=True)
    (data / "media").mkdir()
    (data / "private/ab/statuts.pdf").write_bytes(b"%PDF " + bytes(range(256)))
    (data / "private/ab/vide").write_bytes(b"")
    (data / "media/photo.jpg").write_bytes(b"jpeg")
    return {
        "PEPINIERE_DATABASE_URL": f"sqlite:///{data}/rows.sqlite3",
        "PEPINIERE_PRIVATE_ROOT": str(data / "private"),
        "PEPINIERE_MEDIA_ROOT": str(data / "media"),
        "PEPINIERE_FIELD_KEYS": "k1:canary-of-the-keys",
    }


def rows_in(file: Path) -> list[tuple[int, str]]:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT id, name FROM thing ORDER BY id").fetchall()
    connection.close()
    return found


@pytest.fixture
def rows(place, tmp_path):
    """A connection left open, so that its last rows are in the journal and not in the file."""
    connection = sqlite3.connect(tmp_path / "data/rows.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)")
    connection.executemany("INSERT INTO thing VALUES (?, ?)", ROWS)
    connection.commit()
    yield connection
    connection.close()


def test_everything_comes_back_after_the_installation_is_destroyed(place, rows, tmp_path):
    data, before = tmp_path / "data", hashes(tmp_path / "data/private") | hashes(tmp_path / "data/media")
    made = archive(place, "backup", str(tmp_path / "backups"))
    assert (made.returncode, made.stderr) == (0, "")
    kept = Path(made.stdout.strip())
    rows.close()
    subprocess.run(["rm", "-rf", str(data)], check=True)

    restored = archive(place, "restore", str(kept))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert hashes(data / "private") | hashes(data / "media") == before
    assert rows_in(data / "rows.sqlite3") == ROWS


def test_a_backup_holds_no_key_and_nobody_else_may_read_it(place, rows, tmp_path):
    kept = Path(archive(place, "backup", str(tmp_path / "backups")).stdout.strip())

    assert sorted(file.name for file in kept.iterdir()) == [
        "database.sqlite3",
        "manifest.json",
        "media.tar",
        "private.tar",
    ]
    assert [b"canary-of-the-keys" in file.read_bytes() for file in kept.iterdir()] == [False] * 4
    assert [file.stat().st_mode & 0o077 for file in [kept, *kept.iterdir()]] == [0] * 5


def test_restore_refuses_to_write_over_what_is_there(place, rows, tmp_path):
    kept = Path(archive(place, "backup", str(tmp_path / "backups")).stdout.strip())
    rows.execute("DELETE FROM thing WHERE id = 1")
    rows.commit()
    data = tmp_path / "data"

    refused = archive(place, "restore", str(kept))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"Already there: {data}/private, {data}/media, {data}/rows.sqlite3."
        " Stop the product, then say --replace to write over it.\n"
    )
    assert rows_in(data / "rows.sqlite3") == ROWS[1:]
    rows.close()
    assert archive(place, "restore", str(kept), "--replace").returncode == 0
    assert rows_in(data / "rows.sqlite3") == ROWS


def test_a_damaged_backup_is_refused_and_changes_nothing(place, rows, tmp_path):
    kept = Path(archive(place, "backup", str(tmp_path / "backups")).stdout.strip())
    with (kept / "private.tar").open("r+b") as file:
        file.write(b"x")
    before = hashes(tmp_path / "data/private")

    refused = archive(place, "restore", str(kept), "--replace")

    assert (refused.returncode, refused.stderr) == (1, "This backup is damaged: private.tar.\n")
    assert hashes(tmp_path / "data/private") == before


def test_keep_removes_the_oldest_backups_only(place, rows, tmp_path):
    folder = tmp_path / "backups"
    for name in ("2026-01-01T000000Z", "2026-01-02T000000Z"):
        (folder / name).mkdir(parents=True)
        (folder / name / "manifest.json").write_text("{}")
    (folder / "2025 letters").mkdir()

    made = Path(archive(place, "backup", str(folder), "--keep", "2").stdout.strip())

    assert sorted(path.name for path in folder.iterdir()) == ["2025 letters", "2026-01-02T000000Z", made.name]


@pytest.mark.postgres
def test_a_postgresql_database_comes_back(place, tmp_path):
    server = os.environ["PEPINIERE_TEST_DATABASE_URL"]
    url = urlsplit(server)._replace(path="/archive_test").geturl()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS archive_test")
        admin.execute("CREATE DATABASE archive_test")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE thing (id int PRIMARY KEY, name text)")
        for row in ROWS:
            connection.execute("INSERT INTO thing VALUES (%s, %s)", row)
    env = place | {"PEPINIERE_DATABASE_URL": url}
    kept = Path(archive(env, "backup", str(tmp_path / "backups")).stdout.strip())
    refused = archive(env, "restore", str(kept))
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM thing")
    subprocess.run(["rm", "-rf", place["PEPINIERE_PRIVATE_ROOT"]], check=True)

    restored = archive(env, "restore", str(kept), "--replace")

    assert refused.returncode == 1
    assert (restored.returncode, restored.stderr) == (0, "")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT id, name FROM thing ORDER BY id").fetchall() == ROWS
    assert sorted(hashes(tmp_path / "data/private")) == ["ab/statuts.pdf", "ab/vide"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("DROP DATABASE archive_test")
