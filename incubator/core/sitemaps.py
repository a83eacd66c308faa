"""What every list of public pages for search engines shares: one address for each language."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.utils.translation import get_language


@dataclass
class Listed:
    """A public page: its address in each language that it has, and when it last changed."""

    paths: dict[str, str]
    changed: datetime | None = None


class InBothLanguages(Sitemap):
    """Gives each page in each of its languages, and names the other ones beside it. `items` returns `Listed`."""

    i18n = alternates = True

    def get_languages_for_item(self, item: Listed) -> list[str]:
        return list(item.paths)

    def location(self, item: Listed) -> str:
        return item.paths[get_language() or "fr"]

    def lastmod(self, item: Listed) -> datetime | None:
        return item.changed
