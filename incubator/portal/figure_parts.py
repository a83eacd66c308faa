"""A figure taken apart for its page, in one question: by the zone of its start-ups, and quarter by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils.translation import gettext as _

from incubator.people.models import User
from incubator.portal import figure_rows, figures
from incubator.portal.figures import Definition, Value
from incubator.ui import maps

Quarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """A figure by zone (slug, name), ("", "") where it is not known, and by quarter (year, number)."""

    definition: Definition
    whole: Value
    by_zone: dict[tuple[str, str], Value]
    by_quarter: dict[Quarter, Value]

    @property
    def areas(self) -> list[maps.Area]:
        """The figure on the map: the six zones in their order, then what has none; nothing where it has no places."""
        if not self.by_zone:
            return []
        found = {slug: (name or _("Not recorded"), value) for (slug, name), value in self.by_zone.items()}
        nothing = Value(self.definition.key)
        named = {slug: (name, nothing) for slug, name in maps.zone_names().items()} | found
        return [
            maps.Area(slug, name, value.total, text=figure_rows.said(value) if value.amounts else "")
            for slug, (name, value) in named.items()
        ]

    @property
    def quarters(self) -> list[tuple[str, int | None]]:
        """The figure from its first quarter to its last, in the centre's own currency; empty before the second."""
        if len(self.by_quarter) < 2:
            return []
        nothing = None if self.definition.declared else 0
        return [
            (
                _("Q%(quarter)s %(year)s") % {"quarter": number, "year": year},
                self._total((year, number), nothing),
            )
            for year, number in _between(min(self.by_quarter), max(self.by_quarter))
        ]

    def _total(self, quarter: Quarter, nothing: int | None) -> int | None:
        return self.by_quarter[quarter].total if quarter in self.by_quarter else nothing


def apart(definition: Definition, reader: User | None, at: datetime) -> Parts:
    """Count a figure by zone and by quarter; its whole is what its parts make together."""
    groups = figures.grouped(definition, definition.rows(reader, at), _keys(definition))
    zones, quarters = {}, {}
    if definition.startup:
        zones = _added(definition, groups, ("slug_key", "name_key"))
    if definition.day:
        quarters = _added(
            definition, [group for group in groups if group["year_key"]], ("year_key", "quarter_key")
        )
    return Parts(definition, figures.valued(definition, groups), zones, quarters)


def _keys(definition: Definition) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    if definition.startup:
        zone = f"{definition.startup}__commune__prefecture__zone"
        keys |= {"slug_key": F(f"{zone}__slug"), "name_key": F(f"{zone}__name")}
    if definition.day:
        keys |= {"year_key": ExtractYear(definition.day), "quarter_key": ExtractQuarter(definition.day)}
    return keys


def _added(
    definition: Definition, groups: Sequence[dict[str, Any]], keys: tuple[str, str]
) -> dict[Any, Value]:
    found: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    for group in groups:
        found.setdefault((group[keys[0]] or "", group[keys[1]] or ""), []).append(group)
    return {key: figures.valued(definition, of) for key, of in found.items()}


def _between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Return every quarter from one to another."""
    count = (last[0] - first[0]) * 4 + last[1] - first[1]
    return [(first[0] + (first[1] - 1 + n) // 4, (first[1] - 1 + n) % 4 + 1) for n in range(count + 1)]
