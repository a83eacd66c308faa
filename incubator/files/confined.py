"""What libraries make of strangers' files is made in a child process with a limit of processor time, wall time and memory.

The child is a plain fork of this process: it costs some milliseconds, where a new interpreter would cost half a second for
each photo, and every library is loaded. It asks the database nothing, runs none of this process's endings, and ends in
the call that made it. Its answer comes back over a pipe, and only plain values and the types that the caller names are
read from it. A child that another thread's lock would stop is ended by its alarm, as any other that takes too long.
"""

import gc
import io
import logging
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

log = logging.getLogger(__name__)
PLAIN = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")} | {("decimal", "Decimal")}
PAGE = os.sysconf("SC_PAGE_SIZE")
# The writing end of a pipe must not be known to the child of another thread: its reader would wait for both.
ONE_AT_A_TIME = threading.Lock()
# Not empty in a child: what it does is confined already.
_CHILD: list[int] = []
DONE, REFUSED, BROKEN = "done", "refused", "broken"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds of a processor, seconds of a clock, and octets beyond what we have."""

    processor: int = 10
    clock: int = 25
    memory: int = 900_000_000


class NotMade(Exception):
    """The work was ended by its limits, or broke."""


def run(
    work: Callable[..., Any], *given: Any, refusal: type[Exception], answers: tuple[Any, ...] = (),
    limits: Limits | None = None, **named: Any,
) -> Any:  # fmt: skip
    """Return `work(*given, **named)`, made in a child. Raises NotMade, and `refusal` as the work raised it.

    `answers` are the types, beside plain values, that the answer is made of.
    """
    if _CHILD:
        return work(*given, **named)
    with ONE_AT_A_TIME:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _work(writing, limits or Limits(), work, given, named, refusal)
        os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
    finally:
        status = os.waitpid(child, 0)[1]
    if status or not said:
        log.warning(
            "A file took more than it may: its work was ended (%s).", os.waitstatus_to_exitcode(status)
        )
        raise NotMade
    try:
        how, value = _Answer(said, answers).load()
    except Exception as error:
        log.warning("A file made its work answer what it may not: %r", error)
        raise NotMade from error
    if how == REFUSED:
        raise refusal(*value)
    if how == BROKEN:
        log.warning("A file broke its work: %s", value)
        raise NotMade
    return value


def _work(
    writing: int, limits: Limits, work: Callable[..., Any], given: Any, named: Any, refusal: type[Exception]
) -> NoReturn:
    """In the child: do the work within its limits, answer, and end without any of the parent's endings."""
    code = 1
    _CHILD.append(os.getpid())
    try:
        _confine(limits)
        try:
            told = (DONE, work(*given, **named))
        except refusal as error:
            told = (REFUSED, [str(part) for part in error.args])
        except Exception as error:
            told = (BROKEN, repr(error)[:500])
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(told, pipe)
        code = 0
    finally:
        os._exit(code)


def _confine(limits: Limits) -> None:
    gc.disable()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD, signal.SIGXCPU):
        signal.signal(each, signal.SIG_DFL)
    signal.alarm(limits.clock)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor))
    if (own := _own_memory()) is not None:
        resource.setrlimit(resource.RLIMIT_AS, (own + limits.memory, own + limits.memory))


def _own_memory() -> int | None:
    """Return the octets of address space that this process has; None where the system does not say."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[0]) * PAGE
    except OSError:
        return None


class _Answer(pickle.Unpickler):
    """Reads plain values and the named types: whoever took hold of the child can send nothing that runs here."""

    def __init__(self, said: bytes, answers: tuple[Any, ...]) -> None:
        super().__init__(io.BytesIO(said))
        self.allowed = PLAIN | {(each.__module__, each.__qualname__) for each in answers}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.allowed:
            raise pickle.UnpicklingError(f"{module}.{name} is no answer.")
        return super().find_class(module, name)
