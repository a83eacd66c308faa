"""Background work: the provider's events, and the payments it said nothing about."""

from celery import shared_task

from funding.cards import checkout, events
from funding.models import ProviderEvent
from incubator.core import clock


@shared_task
def apply_event(event_id: int) -> str:
    """Apply one stored event of the provider."""
    return events.apply(ProviderEvent.objects.get(pk=event_id), at=clock.now())


@shared_task
def sweep_events() -> int:
    """Apply the events that wait, then ask about the payments nobody heard of."""
    at = clock.now()
    applied = events.apply_waiting(at=at)
    checkout.reconcile_silent(at=at)
    return applied
