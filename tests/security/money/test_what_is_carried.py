"""What stood before two people were asked is carried by the migrations themselves, with rows, and marked as such."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_accounts_of_awards_become_versions_that_do_not_change():
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PEPINIERE_TEST_DATABASE_URL": "sqlite:///:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.money.carrying"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == [
        "1 confirmed Tikpa TG530001 finance@example.test True 32",
        "2 confirmed Tikpa SARL TG530002 None True 32",
        "refused IntegrityError",
    ]
