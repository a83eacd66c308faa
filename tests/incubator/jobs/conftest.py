"""A kind of background work made for the tests: lines of numbers, a few at a time."""

import pytest
from django.test import override_settings

from incubator.jobs.kinds import Work
from incubator.notifications import dispatch


class Numbers(Work):
    """Writes the numbers up to `count`, three at a time; `breaks_at` is a number that cannot be written."""

    chunk = 3
    content_type = "text/plain"
    written: list[int] = []
    breaks_at: int | None = None

    def name(self):
        return "nombres.txt"

    def write(self, keys, out, at):
        for key in keys:
            if key == Numbers.breaks_at:
                raise RuntimeError("cut")
            Numbers.written.append(key)
            out.write(f"{key}\n".encode())


@pytest.fixture
def numbers(monkeypatch):
    """The kind "numbers", and the tasks that the worker was told of."""
    told: list[int] = []
    monkeypatch.setattr(dispatch, "send", lambda task, *args: told.extend(args))
    monkeypatch.setattr(Numbers, "written", [])
    monkeypatch.setattr(Numbers, "breaks_at", None)
    with override_settings(EXPORT_KINDS={"numbers": "tests.incubator.jobs.conftest.Numbers"}):
        Numbers.told = told
        yield Numbers
