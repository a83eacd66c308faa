"""Tells the worker that something waits. Only a convenience: the row is the truth, the sweeper finds it.

The act that tells does not wait for the broker: a thread of this process hands over what was told, gathered for a moment.
"""

import atexit
import logging
import os
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from kombu.exceptions import OperationalError

from incubator.notifications import tasks

log = logging.getLogger(__name__)
# After a broker did not answer, what is told in the next seconds is not handed over: nobody waits for it again.
REST = 30.0
# Seconds over which what is told is gathered: the letters of many acts then cost one task.
GATHERS = 0.2
# Letters of one task: they leave one after the other, well within a task's time.
IN_A_TASK = 20
MOST_WAITING = 1000
LAST_WORDS = 1.0  # seconds a process that ends waits for what it told
_silent_until = 0.0
# Seconds that a task which treats whatever is due waits for those who ask meanwhile.
SOON = 0.5
_runs_at: dict[str, float] = {}

Told = tuple[Any, tuple[Any, ...], float]  # a task, what it treats, the seconds it waits


def wake(message_id: int) -> None:
    """Ask the worker to deliver one message now; a dead broker is logged and costs the act nothing."""
    tell(tasks.deliver, message_id)


def tell_soon(task: Any) -> None:
    """Ask for a task that treats whatever is due, in half a second; who asks before it begins is served by it too."""
    now = time.monotonic()
    if now >= _runs_at.get(task.name, 0.0):
        _runs_at[task.name] = now + SOON
        tell(task, after=SOON)


def tell(task: Any, *args: Any, after: float = 0.0) -> None:
    """Ask the worker for a task now, or `after` so many seconds; what the task treats stands in a row that a sweeper
    finds anyway.

    Returns at once. Where `TELLS_AT_ONCE` is set (the tests) it has been handed over then, in this very thread.
    """
    if settings.TELLS_AT_ONCE:
        _hand_over(task, args, after)
    else:
        _teller.hear((task, args, after))


class Teller:
    """The one daemon thread of a process that speaks to the broker; the first thing to tell begins it."""

    def __init__(self, *, most: int = MOST_WAITING, gathers: float = GATHERS) -> None:
        self._waiting: queue.Queue[Told | None] = queue.Queue(most)
        self._gathers = gathers
        self._ends = threading.Event()
        self._beginning = threading.Lock()
        self.thread: threading.Thread | None = None

    def hear(self, told: Told) -> None:
        """Keep a task for the thread. When too many wait it is forgotten: the sweeper finds the row."""
        if self.thread is None:
            self._begin()
        with suppress(queue.Full):
            self._waiting.put_nowait(told)

    def end(self, patience: float = LAST_WORDS) -> None:
        """Hand over what waits and end the thread; wait so many seconds for it, and no longer."""
        if self.thread is None:
            return
        self._ends.set()
        with suppress(queue.Full):  # then it is not waiting for something to tell, and sees that it ends
            self._waiting.put_nowait(None)
        self.thread.join(patience)

    def _begin(self) -> None:
        with self._beginning:
            if self.thread is None:
                thread = threading.Thread(target=self._run, name="waking", daemon=True)
                thread.start()
                self.thread = thread

    def _run(self) -> None:
        while not (self._ends.is_set() and self._waiting.empty()):
            told = [self._waiting.get()]
            self._ends.wait(self._gathers)
            with suppress(queue.Empty):
                while True:
                    told.append(self._waiting.get_nowait())
            for one in _gathered([one for one in told if one]):
                try:
                    _hand_over(*one)
                except Exception:
                    log.exception("A task could not be told to the worker: the sweeper will find its row.")


def _gathered(told: list[Told]) -> Iterator[Told]:
    """Make one task of the letters told; the other tasks stay as they are."""
    letters = [key for task, args, _after in told if task is tasks.deliver for key in args]
    for first in range(0, len(letters), IN_A_TASK):
        yield tasks.deliver, tuple(letters[first : first + IN_A_TASK]), 0.0
    yield from (one for one in told if one[0] is not tasks.deliver)


def _hand_over(task: Any, args: tuple[Any, ...], after: float) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        task.apply_async(args=list(args), countdown=after or None, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + REST
        log.warning("The broker does not answer (%s): the sweeper will send.", type(error).__name__)


def _afresh() -> None:
    """Have a teller whose thread is to begin: a forked process inherits the object and not the thread."""
    global _teller
    _teller = Teller()


_teller: Teller
_afresh()
os.register_at_fork(after_in_child=_afresh)
atexit.register(lambda: _teller.end())
