"""The centre's results as the public reads them: the figures with their date, each opened cohort by cohort."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from incubator.cohorts.models import Cohort
from incubator.core.bilingual import pick
from incubator.portal import figure_rows, figures
from incubator.territory.models import ReportingZone
from incubator.ui import maps, small_lines, typography

KEPT = 300
# It names the shape of what is kept: another shape, another name.
KEY = "portal.results.places"


@dataclass(slots=True)
class Results:
    """The public figures over every cohort, by cohort too; start-ups by zone."""

    counted_at: datetime
    values: dict[str, figures.Value]
    parts: dict[str, dict[int | None, figures.Value]]
    cohorts: list[tuple[int, str, str]]
    by_zone: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def zones(self) -> list[tuple[str, int]]:
        """The start-ups incubated by zone; those whose commune is not known stand apart."""
        return [(area.name, area.value or 0) for area in self.areas]

    @property
    def areas(self) -> list[maps.Area]:
        """The same for the map."""
        return [maps.Area(slug, name or _("Not recorded"), number) for slug, name, number in self.by_zone]

    @property
    def in_cohorts(self) -> list[small_lines.Sample]:
        """The figures that count start-ups, cohort by cohort from the oldest; empty before the second cohort."""
        begun = [
            (key, str(pick(fr, en)))
            for key, fr, en in reversed(self.cohorts)
            if key in self.parts["startups"]
        ]
        counted = [value for value in self.values.values() if value.definition.unit == figures.STARTUPS]
        return [
            (str(value.definition.label), [(name, self._part(value.key, key)) for key, name in begun], None)
            for value in counted
            if len(begun) > 1
        ]

    def _part(self, key: str, cohort: int) -> int:
        part = self.parts[key].get(cohort)
        return part.total if part else 0

    @property
    def has_any(self) -> bool:
        """Whether a start-up was ever incubated."""
        return self.values["startups"].total > 0

    def tiles(self) -> list[dict[str, str]]:
        """Return the figures as tiles, in the language of the page, each leading to what it is made of."""
        return [
            {"value": figure_rows.said(value), "label": str(value.definition.label), "url": f"#{key}", **self._note(key)}
            for key, value in self.values.items()
        ]  # fmt: skip

    def _note(self, key: str) -> dict[str, str]:
        whole = self.values["startups"].total
        if key != "led_by_women" or not whole:
            return {}
        share = typography.percent(round(100 * self.values[key].total / whole))
        return {"note": _("%(share)s of the start-ups incubated") % {"share": share}}

    def by_cohort(self) -> list[tuple[figures.Value, list[tuple[str, str]]]]:
        """Return each figure with its parts: the cohort and what of the figure is its own."""
        names = [(key, str(pick(fr, en))) for key, fr, en in self.cohorts] + [(None, _("Without a cohort"))]
        return [
            (value, [(name, figure_rows.said(parts[key])) for key, name in names if key in parts])
            for value, parts in ((self.values[key], self.parts[key]) for key in self.values)
        ]


def gather(at: datetime) -> Results:
    """Return the public figures, counted at most five minutes ago."""
    known: Results | None = cache.get(KEY)
    if known is None:
        known = _count(at)
        cache.set(KEY, known, KEPT)
    return known


def _count(at: datetime) -> Results:
    parts = {key: figures.by_cohort(figures.BY_KEY[key], None, at) for key in figures.PUBLIC}
    return Results(
        counted_at=at,
        values={key: figures.added(key, of.values()) for key, of in parts.items()},
        parts=parts,
        cohorts=list(Cohort.objects.values_list("pk", "title_fr", "title_en")),
        by_zone=_zones(at),
    )


def _zones(at: datetime) -> list[tuple[str, str, int]]:
    """Count the start-ups incubated by reporting zone (slug, name), "" for those whose commune is not known."""
    found: dict[Any, int] = {}
    places = figures.BY_KEY["startups"].rows(None, at).order_by()
    for zone in places.values_list("startup__commune__prefecture__zone__slug", flat=True):
        found[zone] = found.get(zone, 0) + 1
    named = ReportingZone.objects.values_list("slug", "name")
    lines = [(slug, name, found.pop(slug, 0)) for slug, name in named]
    unknown = sum(found.values())
    return [*lines, ("", "", unknown)] if unknown else lines
