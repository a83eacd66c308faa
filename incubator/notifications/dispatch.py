"""Asks the worker for a task once the act is stored. A shortcut only: the row is the truth, and a sweeper finds it."""

import logging
import time
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
# Seconds for which a broker that did not answer is left alone: one act waited for it, the next ones do not.
REST = 30.0
# Seconds that a task which treats whatever is due waits for the acts that ask for it meanwhile.
SOON = 0.5
_rests_until = 0.0
_scheduled_until: dict[str, float] = {}


def after_commit(task: Any, *args: Any) -> None:
    """Ask for a task when the present transaction is stored; at once outside of one."""
    transaction.on_commit(lambda: send(task, *args), robust=True)


def soon_after_commit(task: Any) -> None:
    """Ask for a task that treats whatever is due, half a second after the commit. Skip if already scheduled."""
    transaction.on_commit(lambda: send_soon(task), robust=True)


def send_soon(task: Any) -> None:
    """Ask for a task that treats whatever is due, in half a second. Skip if this process has already scheduled it."""
    now = time.monotonic()
    if now >= _scheduled_until.get(task.name, 0.0):
        _scheduled_until[task.name] = now + SOON
        send(task, countdown=SOON)


def send(task: Any, *args: Any, countdown: float | None = None) -> None:
    """Ask the worker for a task now, or after `countdown` seconds.

    A broker that does not answer is logged and then left alone for `REST` seconds; the act goes on without it.
    """
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        task.apply_async(args=list(args), countdown=countdown, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _rests_until = time.monotonic() + REST
        log.warning("The broker does not answer (%s): the sweeper will send.", type(error).__name__)
