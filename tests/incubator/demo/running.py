"""Runs a script on a demonstration's own database: a file of SQLite, as people are served."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BEGINS = "import django; django.setup()\n"


def run_in_a_demonstration(folder: Path, script: str) -> list[str]:
    """Return the lines that the script prints."""
    env = {
        "PATH": os.environ["PATH"],
        "PEPINIERE_MODE": "demo",
        "PEPINIERE_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "DJANGO_SETTINGS_MODULE": "incubator.config.settings",
    }
    answer = subprocess.run(
        [sys.executable, "-c", BEGINS + script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()
