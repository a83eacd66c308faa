"""The directory, its start-ups and the results, for search engines."""

from django.urls import reverse

from incubator.core.sitemaps import InBothLanguages, Listed
from incubator.portal import directory


class Startups(InBothLanguages):
    """The pages that records make by themselves."""

    def items(self) -> list[Listed]:
        slugs = directory.public().order_by("slug").values_list("slug", flat=True)
        startups = [_both("directory_startup", slug) for slug in slugs]
        return [_both("directory"), _both("results"), *startups]


def _both(name: str, *words: str) -> Listed:
    return Listed(
        {
            "fr": reverse(f"portal:{name}", args=words),
            "en": reverse(f"portal:{name}_en", args=words),
        }
    )
