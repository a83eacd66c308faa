"""The closing instant over HTTP, in small: the whole of it is `make rush`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).resolve().parents[2]
FOUNDERS = 30
# A machine that runs other tests beside says nothing about seconds; `make rush` does.
PATIENT = "30"


def rush(*options: str) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-m",
        "tests.tools.rush",
        "--database",
        "postgres",
        "--founders",
        str(FOUNDERS),
    ]
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [*command, "--before", "1", "--within", PATIENT, *options],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip


def test_nothing_is_lost_doubled_or_taken_late():
    told = rush()
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
    for line in ("lost: 0", "duplicated: 0", "late taken: 0", "late without draft: 0", "server errors: 0"):
        assert line in told.stdout


def test_without_the_deadline_the_rush_says_so():
    told = rush("--unguarded")
    assert told.returncode == 1, told.stdout + told.stderr[-2000:]
    assert "late taken: 0" not in told.stdout
    assert "lost: 0" in told.stdout
