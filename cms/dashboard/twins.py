"""Pages whose French and English do not say the same any more.

The language in which a page was published first is the one that is translated. It is newer when it was published after its
translation. A translation that follows is newer too, by its date, and says the same: it counts as newer once it was
published again since.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import chain
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from cms.addresses import language_of
from cms.dashboard.rows import Row, edit, other_language, own_pages
from incubator.core.bilingual import LANGUAGES
from incubator.ui.typography import short_day

# What is published twice within the hour was published, and mended.
MENDED = timedelta(hours=1)
COLUMNS = ("pk", "title", "translation_key", "url_path", "first_published_at", "last_published_at")
Told = dict[str, Any]


def rows(user: Any) -> list[Row]:
    """Return the pages that are behind their twin, whose twin changed last first."""
    pairs = _pairs(user)
    published = _published([translation["pk"] for _source, translation in pairs])
    found = []
    for source, translation in pairs:
        if source["last_published_at"] > translation["last_published_at"]:
            found.append((source, translation))
        elif _changed_again(translation, source["last_published_at"], published[translation["pk"]]):
            found.append((translation, source))
    found.sort(key=lambda pair: pair[0]["last_published_at"], reverse=True)
    return [_row(newer, older) for newer, older in found]


def _pairs(user: Any) -> list[tuple[Told, Told]]:
    """Return what is live in both languages: what was published first, and its translation."""
    pages = defaultdict(list)
    live = own_pages(user).live().exclude(first_published_at=None).exclude(last_published_at=None)
    for page in live.values(*COLUMNS):
        pages[page["translation_key"]].append(page)
    twins = [
        sorted(found, key=itemgetter("first_published_at"))
        for found in pages.values()
        if {language_of(page["url_path"]) for page in found} == set(LANGUAGES)
    ]
    return [(found[0], found[1]) for found in twins]


def _published(keys: list[int]) -> dict[int, list[datetime]]:
    """Return when pages were published, as the CMS noted it."""
    times = defaultdict(list)
    noted = PageLogEntry.objects.filter(page__in=keys, action="wagtail.publish")
    for key, at in noted.values_list("page_id", "timestamp"):
        times[key].append(at)
    return times


def _changed_again(page: Told, since: datetime, published: list[datetime]) -> bool:
    """Tell whether a translation was published more than once after an instant."""
    times = chain(published, (page["first_published_at"], page["last_published_at"]))
    after = [at for at in times if at > since]
    return bool(after) and max(after) - min(after) > MENDED


def _row(newer: Told, older: Told) -> Row:
    days = {language_of(page["url_path"]): short_day(page["last_published_at"]) for page in (newer, older)}
    if language_of(newer["url_path"]) == "fr":
        note = _("the French is newer: French of %(fr)s, English of %(en)s") % days
    else:
        note = _("the English is newer: English of %(en)s, French of %(fr)s") % days
    return Row(older["title"], edit(older["pk"]), note, other_language(older["url_path"]))
