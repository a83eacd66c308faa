"""What the site does by itself: scheduled pages go live, and end, at their minute."""

from celery import shared_task

from cms import scheduling
from incubator.core import clock


@shared_task
def publish_scheduled() -> int:
    """Publish and end the pages that are due; return how many."""
    return scheduling.publish_due(at=clock.now())
