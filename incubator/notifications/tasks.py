"""Delivery in the background: one message at once, and every thirty seconds whatever waits."""

from celery import shared_task

from incubator.core import clock
from incubator.notifications import delivery


@shared_task
def deliver(message_id: int) -> bool:
    """Send one message, if it is still due and nobody else is sending it."""
    return delivery.deliver_now(message_id, at=clock.now())


@shared_task
def sweep() -> int:
    """Send what is due, take over what a dead process held, empty the secrets whose time is over."""
    return delivery.sweep(at=clock.now())
