"""Pages that wait: for a reading, for a correction, or for what was written to be published."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.dashboard.rows import Row, edit, other_language, own_pages
from incubator.ui.typography import short_day


def rows(user: Any) -> list[Row]:
    """Return the pages that wait, those that somebody reads or corrects first, then the newest.

    What goes live by itself at its minute waits for nobody.
    """
    read = _in_reading()
    pages = (
        own_pages(user)
        .filter(Q(has_unpublished_changes=True) | Q(pk__in=read))
        .annotate_approved_schedule()
        .order_by("-latest_revision_created_at", "pk")
    )
    waiting = [page for page in pages if not page.approved_schedule]
    return [_row(page, read) for page in sorted(waiting, key=lambda page: page.pk not in read)]


def _in_reading() -> dict[int, str]:
    """Return the state of the reading of each page that is in one."""
    states = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    return {int(key): status for key, status in states.values_list("object_id", "status")}


def _row(page: Page, read: dict[int, str]) -> Row:
    words = [_state(page, read.get(page.pk))]
    if page.latest_revision_created_at:
        words.append(_("changed on %(day)s") % {"day": short_day(page.latest_revision_created_at)})
    name = page.get_admin_display_title()
    return Row(name, edit(page.pk), ", ".join(words), other_language(page.url_path))


def _state(page: Page, reading: str | None) -> str:
    if reading == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("to be corrected after its review")
    if reading:
        return _("waits for its review")
    return _("changes not published yet") if page.live else _("draft, not published yet")
