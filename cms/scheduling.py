"""Scheduled pages: made live, and ended, at the minute that was approved."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page, Revision

from incubator.core import public_version
from incubator.notifications import outbox

NOT_LIVE = "cms/page_not_live"


def publish_due(*, at: datetime) -> int:
    """Make live and end what is due at that instant; return how many. What is kept for visitors is dropped then.

    A page that cannot go live (another one took its address since) is put off and its writer is written to.
    """
    for revision in Revision.objects.filter(approved_go_live_at__lt=at).order_by("pk"):
        try:
            page = revision.as_object()
            page.live = True
            page.full_clean()
        except ValidationError as refusal:
            _put_off(revision, refusal, at=at)
    due = Revision.objects.filter(approved_go_live_at__lt=at).count()
    due += Page.objects.live().filter(expire_at__lt=at).count()
    if due:
        call_command("publish_scheduled")
        public_version.changed()
    return due


def _put_off(revision: Revision, refusal: ValidationError, *, at: datetime) -> None:
    """Take a page that cannot go live off the schedule: it stops none of the others, and its writer is told why."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    if revision.user:
        context = {
            "title": revision.object_str,
            "reasons": refusal.messages,
            "path": f"/cms/pages/{revision.object_id}/edit/",
        }
        outbox.post(NOT_LIVE, to=revision.user, at=at, context=context)
