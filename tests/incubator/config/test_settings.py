"""A wrong or missing setting is refused with a sentence, before anything starts."""

import base64
import os
import subprocess
import sys

import pytest

from tests.files import ROOT

KEY = "a:" + base64.b64encode(bytes(32)).decode()
GOOD = {
    "PEPINIERE_MODE": "production",
    "PEPINIERE_SECRET_KEY": "x" * 50,
    "PEPINIERE_FIELD_KEYS": KEY,
    "PEPINIERE_BASE_URL": "https://centre.example",
    "PEPINIERE_ALLOWED_HOSTS": "centre.example",
    "PEPINIERE_DATABASE_URL": "postgres://user:word@localhost/centre",
}


def start(values: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "import incubator.config.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_settings_start():
    assert start(GOOD).returncode == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PEPINIERE_MODE", "staging", "PEPINIERE_MODE is “staging”: write one of production, demo, test."),
        ("PEPINIERE_SECRET_KEY", "", "PEPINIERE_SECRET_KEY is not set: give a long random text."),
        ("PEPINIERE_SECRET_KEY", "short", "PEPINIERE_SECRET_KEY is too short: give at least 40 characters."),
        ("PEPINIERE_FIELD_KEYS", "", "PEPINIERE_FIELD_KEYS is not set"),
        ("PEPINIERE_FIELD_KEYS", "a:enp6", "key “a” must hold 32 bytes, as id:base64."),
        ("PEPINIERE_BASE_URL", "centre.example", "it must begin with https:// (or http://)."),
        ("PEPINIERE_BASE_URL", "http://centre.example", "must begin with https:// in production."),
        ("PEPINIERE_ALLOWED_HOSTS", "", "PEPINIERE_ALLOWED_HOSTS is not set"),
        ("PEPINIERE_DATABASE_URL", "", "PEPINIERE_DATABASE_URL is not set"),
        ("PORT", "eight", "PORT is “eight”: write a whole number."),
    ],
)
def test_a_wrong_setting_is_refused_with_a_sentence(name, value, sentence):
    answer = start({**GOOD, name: value})

    assert answer.returncode != 0
    assert sentence in answer.stderr.splitlines()[-1]


def test_the_demonstration_refuses_another_database():
    answer = start({"PEPINIERE_MODE": "demo", "PEPINIERE_DATABASE_URL": GOOD["PEPINIERE_DATABASE_URL"]})

    assert "PEPINIERE_MODE=demo works on its own SQLite file only" in answer.stderr.splitlines()[-1]
