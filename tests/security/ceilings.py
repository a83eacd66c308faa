"""What an item of the attacker's corpus may cost: seconds of a processor and megabytes of memory, ours and our children's."""

import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SELF = Path("/proc/self")
MB = 1_000_000


def seconds() -> float:
    """Seconds of a processor that this process and its ended children have worked; no clock, so that a busy machine is no fault."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _resident(line: str) -> float:
    """Return a line of the process's own account of its memory, in megabytes."""
    found = next(each for each in (SELF / "status").read_text().splitlines() if each.startswith(f"{line}:"))
    return int(found.split()[1]) * 1024 / MB


@contextmanager
def within(most_seconds: float, megabytes: float) -> Iterator[None]:
    """Fail where the block costs more.

    Memory is the highest that the process held, over what it held at the beginning; a child that opens a file has its own
    limit (`files/confined.py`), which the system keeps.
    """
    gc.collect()
    (SELF / "clear_refs").write_text("5")  # the highest mark begins again
    held, worked = _resident("VmRSS"), seconds()
    yield
    spent, grown = seconds() - worked, _resident("VmHWM") - held
    assert spent < most_seconds, f"{spent:.1f} s of a processor, {most_seconds} are allowed"
    assert grown < megabytes, f"{grown:.0f} MB, {megabytes} are allowed"
