"""The cohorts that finished, written while people use the rest: cut off anywhere, it goes on; nobody is locked out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import RequestFactory

from incubator.cohorts.models import Place
from incubator.demo import history, loading, selection
from incubator.demo.stage import Stage
from incubator.notifications.models import Message
from incubator.portal.context import Chrome
from incubator.workflow.models import Event
from tests.incubator.demo.running import run_in_a_demonstration

NOW = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)


class CutOff(Exception):
    """The process ends here."""


@pytest.fixture
def small(db, monkeypatch, settings, tmp_path):
    """A present with a running cohort of two, and one cohort of two that waits to be told."""
    monkeypatch.setattr(selection, "APPLICANTS", 2)
    monkeypatch.setattr(selection, "WAITING", 0)
    monkeypatch.setattr(history, "STARTED", (420, 110))
    monkeypatch.setattr(history, "RUNNING", 2)
    settings.DEMO_HISTORY = tmp_path / "history-waits"
    loading.load_present(now=NOW, say=lambda _what: None)


def facts() -> dict[str, list]:
    """What was done and when, what was written, and how each place ended; without keys, which are drawn by lot."""
    return {
        "acts": sorted(Event.objects.values_list("at", "verb")),
        "letters": sorted(Message.objects.values_list("leaves_at", "kind", "state")),
        "places": sorted(Place.objects.values_list("startup__name", "state", "award__ceiling_amount")),
    }


def go_on() -> None:
    loading.go_on(say=lambda _what: None)


def test_a_history_cut_off_at_any_step_goes_on_to_the_same_end(small, monkeypatch):
    with transaction.atomic():
        go_on()
        whole = facts()
        transaction.set_rollback(True)
    settings_file = loading.settings.DEMO_HISTORY
    assert not settings_file.exists()
    settings_file.write_text(NOW.isoformat())
    untroubled, left = Stage.step, 1

    def step(stage, *what):
        nonlocal left
        left -= 1
        if left < 0:
            raise CutOff
        return untroubled(stage, *what)

    monkeypatch.setattr(Stage, "step", step)
    deaths = 0
    while settings_file.exists():
        left = 3
        try:
            go_on()
        except CutOff:
            deaths += 1

    assert deaths >= 8
    assert facts() == whole
    assert [state for _name, state, _amount in whole["places"]].count("graduated") == 2


def test_each_page_says_that_cohorts_arrive_until_they_are_there(settings, tmp_path):
    settings.PEPINIERE_MODE = "demo"
    settings.DEMO_HISTORY = tmp_path / "history-waits"
    request = RequestFactory().get("/")

    assert Chrome(request).history_waits is False
    settings.DEMO_HISTORY.touch()
    assert Chrome(request).history_waits is True


# Two threads, each with its connection: one writes a history of steps that hold the database, the other acts.
BESIDE = """
import threading, time
from django.db import connection, transaction
from incubator.demo import loading, tables
from incubator.demo.names import Names
from incubator.demo.stage import Draw, Stage
from random import Random
from incubator.territory.models import Region

tables.make()
ended = threading.Event()

def history():
    stage = Stage(now=None, cast={}, draw=Draw(None, [], [], Random(1)), pause=loading.PAUSE)
    while not ended.is_set():
        with stage.step("holds"):
            Region.objects.create(slug=str(time.monotonic()).replace(".", "-"), code=str(time.monotonic())[-6:], name_fr="x")
            time.sleep(0.4)
    connection.close()

writer = threading.Thread(target=history)
writer.start()
longest = 0
for turn in range(8):
    began = time.monotonic()
    with transaction.atomic():
        Region.objects.create(slug=f"mine-{turn}", code=f"m{turn}", name_fr="x")
    longest = max(longest, time.monotonic() - began)
    time.sleep(0.05)
ended.set()
writer.join()
print(longest < 10, Region.objects.filter(slug__startswith="mine").count())
"""


def test_who_acts_while_history_is_written_waits_a_moment_and_is_never_refused(tmp_path: Path):
    assert run_in_a_demonstration(tmp_path, BESIDE) == ["True 8"]
