"""Regular work of the slice."""

from datetime import timedelta

from celery import shared_task

from incubator.accounts import session_recovery
from incubator.accounts.sessions import SessionStore
from incubator.accounts.sign_in import codes, throttling
from incubator.core import clock

KEPT = timedelta(days=2)


@shared_task
def forget_attempts() -> None:
    """Delete codes and counts of attempts that no longer decide anything."""
    before = clock.now() - KEPT
    codes.forget(before=before)
    throttling.forget(before=before)


@shared_task
def forget_sessions() -> None:
    """Delete the sessions that have ended; take out of the others what was typed and never taken up again."""
    SessionStore.clear_expired()
    session_recovery.forget_old(at=clock.now())
