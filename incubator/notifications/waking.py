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


def wake(message_id: int) -> None:
    """Ask the worker to deliver one message now; a dead broker is logged and costs the act nothing more."""
    tell(tasks.deliver, message_id)


def tell(task: Any, *args: Any) -> None:
    """Ask the worker for a task now; what the task treats stands in a row that a sweeper finds anyway."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        task.apply_async(args=list(args), retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + REST
        log.warning("The broker does not answer (%s): the sweeper will send.", type(error).__name__)
