"""Tells the worker that something waits. Only a convenience: the row is the truth, the sweeper finds it."""

import logging
import time
from typing import Any

from kombu.exceptions import OperationalError

from incubator.notifications import tasks

log = logging.getLogger(__name__)
# After a broker did not answer, the acts of the next seconds do not wait for it again.
REST = 30.0
_silent_until = 0.0
# Seconds that a task which treats whatever is due waits for those who ask meanwhile.
SOON = 0.5
_runs_at: dict[str, float] = {}


def wake(message_id: int) -> None:
    """Ask the worker to deliver one message now; a dead broker is logged and costs the act nothing more."""
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
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        task.apply_async(args=list(args), countdown=after or None, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + REST
        log.warning("The broker does not answer (%s): the sweeper will send.", type(error).__name__)
