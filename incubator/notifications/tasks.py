"""Delivery in the background: some messages at once, and every thirty seconds whatever waits."""

from celery import shared_task

from incubator.core import clock
from incubator.notifications import delivery


@shared_task
def deliver(*message_ids: int) -> int:
    """Send messages one after the other, each if it is still due and nobody else is sending it; return how many left.

    What a broker holds from before several could be named at once names one, and reads the same.
    """
    return sum(delivery.deliver_now(key, at=clock.now()) for key in message_ids)


@shared_task
def sweep() -> int:
    """Send what is due, take over what a dead process held, empty the secrets whose time is over."""
    return delivery.sweep(at=clock.now())
