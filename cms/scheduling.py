"""Scheduled pages: made live, and ended, at the minute that was approved."""

from datetime import datetime

from django.core.management import call_command
from wagtail.models import Page, Revision

from incubator.core import public_version


def publish_due(*, at: datetime) -> int:
    """Make live and end what is due at that instant; return how many. What is kept for visitors is dropped then."""
    due = Revision.objects.filter(approved_go_live_at__lt=at).count()
    due += Page.objects.live().filter(expire_at__lt=at).count()
    if due:
        call_command("publish_scheduled")
        public_version.changed()
    return due
