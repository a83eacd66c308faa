"""What follows from an answer without being asked.

The region of a commune, the day on which ages are counted, the centre of a call.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from incubator.core import clock
from incubator.core.remembering import Remembered
from incubator.programmes.models import Call
from incubator.territory.models import Centre, Commune

KEPT = 3600
# Beside the cache, a process remembers the divisions so long: almost every page of a file asks for them.
HERE = Remembered(60)
Options = list[tuple[str, str]]
Groups = list[tuple[str, Options]]


def facts_for(call: Call | None = None) -> Callable[[str, Any], Any]:
    """Return what the form engine asks: `facts(part, commune)`; region, prefecture, reporting_zone or name.

    None for a commune that is not one of the country. The divisions are read when something is asked.
    """

    def facts(part: str, value: Any) -> Any:
        return divisions().get(value, {}).get(part) if isinstance(value, str) else None

    return facts


def closing_on(call: Call) -> date:
    """Return the day of closing in Lomé, on which ages are counted."""
    return clock.local_day(call.closes_at)


def centre_of(call: Call) -> Centre:
    """Return the centre whose call it is, remembered by the process as the divisions are: only a command changes it."""
    centre: Centre = HERE.get(
        f"programmes.centre.{call.programme_id}", lambda: Centre.objects.get(programmes=call.programme_id)
    )
    return centre


def divisions() -> dict[str, dict[str, str]]:
    """Return `{commune slug: {"region", "prefecture", "reporting_zone", "name"}}`, kept in the cache for an hour."""
    found: dict[str, dict[str, str]] = _kept("programmes.divisions", _divisions)
    return found


def places() -> dict[str, dict[str, str]]:
    """Return what a condition may say of a municipality, with its words: `{"region": {slug: name}, "prefecture": …,
    "reporting_zone": …, "commune": …}`; kept in the cache for an hour.
    """
    found: dict[str, dict[str, str]] = _kept("programmes.places", _places)
    return found


def _places() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"region": {}, "prefecture": {}, "reporting_zone": {}, "commune": {}}
    for commune in Commune.objects.with_parents():
        prefecture = commune.prefecture
        found["commune"][commune.slug] = str(commune)
        found["prefecture"][prefecture.slug] = prefecture.name
        found["region"][prefecture.region.slug] = prefecture.region.name_fr
        found["reporting_zone"][prefecture.zone.slug] = prefecture.zone.name
    return found if found["commune"] else {}


def _divisions() -> dict[str, dict[str, str]]:
    names = {commune.slug: str(commune) for commune in Commune.objects.all()}
    return {slug: {**parts, "name": names[slug]} for slug, parts in Commune.objects.facts().items()}


def commune_groups() -> Groups:
    """Return the communes for a list to choose from: [("Tône (Savanes)", [(slug, "Tône 1 – Dapaong")])].

    Before them stand those of the chief towns by the town's name ("Dapaong – Tône 1"): whoever types the first letters
    of a town in a list, with or without script, finds it there; a commune bears the name of its prefecture.
    """
    found: Groups = _kept("programmes.communes", _groups)
    towns = _chief_towns(found)
    return [(str(_("Chief towns")), towns), *found] if towns else found


def _groups() -> Groups:
    groups: dict[str, list[tuple[str, str]]] = {}
    for commune in Commune.objects.with_parents():
        group = f"{commune.prefecture.name} ({commune.prefecture.region.name_fr})"
        groups.setdefault(group, []).append((commune.slug, str(commune)))
    return list(groups.items())


def _chief_towns(groups: Groups) -> Options:
    named = [(slug, *label.partition(" – ")[::2]) for _group, options in groups for slug, label in options]
    return [(slug, f"{town} – {name}") for slug, name, town in sorted(named, key=lambda one: one[2]) if town]


def forget() -> None:
    """Ask the cache again (for tests, whose tables are gone at the end of each)."""
    HERE.forget()


def _kept(key: str, read: Callable[[], Any]) -> Any:
    """Return what this process has known for less than a minute, else what the cache holds, else what the tables say.

    An empty country (before its divisions are loaded) is not remembered.
    """

    def cached() -> Any:
        found = cache.get(key)
        if not found and (found := read()):
            cache.set(key, found, KEPT)
        return found

    return HERE.get(key, cached)
