"""Tells the worker that a message waits. Only a convenience: the row is the truth, the sweeper finds it."""

import logging
import time

from kombu.exceptions import OperationalError

from incubator.notifications import tasks

log = logging.getLogger(__name__)
# After a broker did not answer, the acts of the next seconds do not wait for it again.
REST = 30.0
_silent_until = 0.0


def wake(message_id: int) -> None:
    """Ask the worker to deliver one message now; a dead broker is logged and costs the act nothing more."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        tasks.deliver.apply_async(args=[message_id], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + REST
        log.warning("The broker does not answer (%s): the sweeper will send.", type(error).__name__)
