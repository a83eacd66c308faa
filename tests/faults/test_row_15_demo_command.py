"""Row 15: a wrong port or a full disk is a sentence, and the port that was chosen is said."""

import errno
import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from incubator.config.management.commands import demo
from incubator.ops import processes

ROOT = Path(__file__).resolve().parents[2]


def run(port: str, *, command: str = "demo") -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "PEPINIERE_MODE": "demo", "PORT": port, "LC_ALL": "C.UTF-8"}
    words = [sys.executable, "manage.py", command, "--port", port]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("abc", "PORT is “abc”: write a whole number."),
        ("-1", "PORT is “-1”: write a whole number."),
        ("8²", "PORT is “8²”: write a whole number."),
        ("9" * 5000, "write a whole number."),
        ("99999", "99999 is not a port; take a number from 1024 to 65535."),
    ],
)
def test_a_wrong_port_is_one_sentence(port, sentence):
    answer = run(port)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run(str(port))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.strip().endswith(
        f"Port {port} is used by another program. Stop it, or take another: PORT={port + 1}"
    )


@pytest.fixture
def prepared(settings, monkeypatch):
    """The demonstration's command, with nothing to prepare and nobody to serve."""
    settings.PEPINIERE_MODE = "demo"
    served: dict = {}
    monkeypatch.setattr(demo.Command, "prepare", lambda self: None)
    monkeypatch.setattr(processes, "become_supervisor", lambda **more: served.update(more))
    return served


def test_port_0_chooses_one_and_says_it(prepared, capsys):
    call_command("demo", port=0)
    said = capsys.readouterr().out
    assert prepared["port"] > 1023
    assert f"http://localhost:{prepared['port']}/" in said
    assert f"http://localhost:{prepared['port']}/" in prepared["banner"]
    assert not re.search(r"localhost:0\b", said + prepared["banner"])


FULL = "There is no room left on the disk"
CLOSED = "cannot be written"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (OperationalError("database or disk is full"), FULL),
        (PermissionError(errno.EACCES, "Permission denied"), CLOSED),
        (OSError(errno.EROFS, "Read-only file system"), CLOSED),
        (OperationalError("unable to open database file"), CLOSED),
        (OperationalError("attempt to write a readonly database"), CLOSED),
        (OperationalError("disk I/O error"), "could not be prepared"),
    ],
)
def test_a_disk_that_refuses_is_a_sentence(failure, words, prepared, monkeypatch):
    def refuse(self):
        raise failure

    monkeypatch.setattr(demo.Command, "prepare", refuse)
    with pytest.raises(CommandError) as refusal:
        call_command("demo", port=0)
    assert words in str(refusal.value)
    assert prepared == {}


def test_sqlite_says_full_in_the_words_we_read(tmp_path):
    connection = sqlite3.connect(tmp_path / "small.sqlite3")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError, match="database or disk is full"):
        connection.executescript("CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(100000));")
    connection.close()
