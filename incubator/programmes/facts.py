"""What follows from an answer without being asked.

The region of a commune, the day on which ages are counted.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache

from incubator.core import clock
from incubator.programmes.models import Call
from incubator.territory.models import Commune

KEPT = 3600
Groups = list[tuple[str, list[tuple[str, str]]]]


def facts_for(call: Call | None = None) -> Callable[[str, Any], Any]:
    """Return what the form engine asks: `facts(part, commune)`; region, prefecture, reporting_zone or name.

    None for a commune that is not one of the country. The divisions are read at the first question only.
    """
    known: dict[str, dict[str, str]] = {}

    def facts(part: str, value: Any) -> Any:
        if not known:
            known.update(divisions())
        return known.get(value, {}).get(part) if isinstance(value, str) else None

    return facts


def closing_on(call: Call) -> date:
    """Return the day of closing in Lomé, on which ages are counted."""
    return clock.local_day(call.closes_at)


def divisions() -> dict[str, dict[str, str]]:
    """Return `{commune slug.

    {"region", "prefecture", "reporting_zone", "name"}}`, kept in the cache for an hour.
    """
    found = cache.get("programmes.divisions")
    if not found:
        names = {commune.slug: str(commune) for commune in Commune.objects.all()}
        found = {slug: {**parts, "name": names[slug]} for slug, parts in Commune.objects.facts().items()}
        _keep("programmes.divisions", found)
    return found


def commune_groups() -> Groups:
    """Return the communes for a list to choose from: [("Tône (Savanes)", [(slug, "Tône 1 – Dapaong")])]."""
    found = cache.get("programmes.communes")
    if not found:
        groups: dict[str, list[tuple[str, str]]] = {}
        for commune in Commune.objects.with_parents():
            group = f"{commune.prefecture.name} ({commune.prefecture.region.name_fr})"
            groups.setdefault(group, []).append((commune.slug, str(commune)))
        found = list(groups.items())
        _keep("programmes.communes", found)
    return found


def _keep(key: str, value: Any) -> None:
    """An empty country (before its divisions are loaded) is not remembered."""
    if value:
        cache.set(key, value, KEPT)
