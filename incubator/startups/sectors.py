"""The reference list of sectors; each call brings its own."""

from collections.abc import Iterable

from incubator.startups.models import Sector


def load_sectors(themes: Iterable[dict]) -> dict[str, Sector]:
    """Create or rename the sectors of a list of {slug, fr, en}; return them by slug. Idempotent."""
    found = {}
    for position, theme in enumerate(themes):
        names = {
            "name_fr": theme.get("name_fr") or theme["fr"],
            "name_en": theme.get("name_en") or theme.get("en", ""),
        }
        found[theme["slug"]], _ = Sector.objects.update_or_create(
            slug=theme["slug"], defaults=names, create_defaults={**names, "position": position}
        )
    return found
