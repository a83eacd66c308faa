"""Calls that close within the month: is their page what people should read until then?"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.dashboard.rows import Row, edit
from cms.models import CallIndexPage, CallPage
from cms.permissions.rights import rights_of
from incubator.core.bilingual import LANGUAGES, current_language
from incubator.programmes.models import Call
from incubator.ui.typography import day

SOON = timedelta(days=30)


def rows(user: Any, at: datetime) -> list[Row]:
    """Return the calls of a person that close soon, the first to close first."""
    calls = (
        Call.objects.closing_within(at, at + SOON)
        .filter(pk__in=rights_of(user).calls)
        .prefetch_related("windows", Prefetch("pages", CallPage.objects.order_by("path")))
    )
    return [_row(call, at) for call in sorted(calls, key=lambda call: _next_closing(call, at))]


def _next_closing(call: Call, at: datetime) -> datetime:
    return min(span.closes_at for span in call.spans() if span.closes_at and span.closes_at > at)


def _row(call: Call, at: datetime) -> Row:
    pages, language = {page.language: page for page in call.pages.all()}, current_language()
    page = pages.get(language) or next(iter(pages.values()), None)
    # Without a page, the door of the desk makes it.
    address = edit(page.pk) if page else reverse("cms:call_page", args=[call.reference])
    closes = _("closes on %(day)s") % {"day": day(_next_closing(call, at))}
    title = call.title
    return Row(
        title.plain, address, ", ".join([closes, *_states(pages)]), title.lang if title.falls_back else ""
    )


def _states(pages: dict[str, CallPage]) -> list[str]:
    """Say how the pages of a call stand: in one word where there is nothing to do."""
    if all(
        code in pages and pages[code].live and not pages[code].has_unpublished_changes for code in LANGUAGES
    ):
        return [_("live in both languages")]
    return [_state(pages.get(code), code) for code in LANGUAGES]


def _state(page: CallPage | None, language: str) -> str:
    """Say how a page stands, in one of two languages."""
    french = language == "fr"
    if page is None:
        return _("no page in French") if french else _("no page in English")
    if not page.live:
        return _("draft in French") if french else _("draft in English")
    if page.has_unpublished_changes:
        return _("live in French, with changes") if french else _("live in English, with changes")
    return _("live in French") if french else _("live in English")


def everything() -> str:
    """Return the list of all the pages of calls."""
    indexes = CallIndexPage.objects.filter(locale__language_code=current_language())
    key = indexes.values_list("pk", flat=True).first()
    return reverse("wagtailadmin_explore", args=[key]) if key else ""
