"""The pages of the site, for search engines."""

from django.db.models import Q
from wagtail.models import Page

from cms.addresses import language_of, public_path
from cms.models import CallPage
from cms.querysets import shown
from incubator.core.sitemaps import InBothLanguages, Listed
from incubator.programmes.models import Call


class SitePages(InBothLanguages):
    """Every live page, but the pages of calls that the public does not find by itself."""

    def items(self) -> list[Listed]:
        hidden = CallPage.objects.exclude(call__in=Call.objects.listed()).values("pk")
        rows = (
            shown(Page.objects)
            .filter(Q(url_path__startswith="/fr/") | Q(url_path__startswith="/en/"))
            .exclude(pk__in=hidden)
            .order_by("path")
            .values_list("translation_key", "url_path", "last_published_at")
        )
        found: dict[object, Listed] = {}
        for key, url_path, changed in rows:
            page = found.setdefault(key, Listed({}))
            page.paths[language_of(url_path)] = public_path(url_path)
            page.changed = max(filter(None, (page.changed, changed)), default=None)
        return list(found.values())
