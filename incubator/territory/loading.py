"""Loads the divisions of the country from the file shipped with the project; may be run again."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from incubator.territory.models import Commune, Prefecture, Region, ReportingZone

FILE = Path(__file__).parent / "data" / "togo_divisions.json"


@transaction.atomic
def load_divisions(path: Path = FILE) -> int:
    """Create or update zones, regions, prefectures and communes by slug; return the number of communes."""
    content = json.loads(path.read_text(encoding="utf-8"))
    regions = content["regions"]
    prefectures = [(row, item["slug"]) for item in regions for row in item["prefectures"]]
    communes = [(item, row["slug"]) for row, _region in prefectures for item in row["communes"]]
    zones_by_slug = _keep(
        ReportingZone(slug=zone["slug"], name=zone["name"], position=position)
        for position, zone in enumerate(content["reporting_zones"])
    )
    regions_by_slug = _keep(_region(item, position) for position, item in enumerate(regions))
    prefectures_by_slug = _keep(
        _prefecture(row, regions_by_slug[region], zones_by_slug[row["reporting_zone"]])
        for row, region in prefectures
    )
    return len(_keep(_commune(item, prefectures_by_slug[prefecture]) for item, prefecture in communes))


def _keep(rows: Iterable[Any]) -> dict[str, Any]:
    """Insert the rows, or update those whose slug exists, in one statement; return them by slug."""
    rows = list(rows)
    model: type[models.Model] = type(rows[0])
    names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "slug")]
    kept = model._meta.default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=names
    )
    return {row.slug: row for row in kept}


def _region(item: dict[str, Any], position: int) -> Region:
    return Region(
        slug=item["slug"],
        code=item["code"],
        name_fr=item["name"],
        name_en=item.get("name_en", ""),
        position=position,
    )


def _prefecture(row: dict[str, Any], region: Region, zone: ReportingZone) -> Prefecture:
    return Prefecture(
        slug=row["slug"],
        name=row["name"],
        capital=row["capital"],
        aliases=row["aliases"],
        region=region,
        zone=zone,
    )


def _commune(item: dict[str, Any], prefecture: Prefecture) -> Commune:
    return Commune(
        slug=item["slug"],
        name=item["name"],
        number=item["number"],
        capital=item.get("contains_prefecture_capital", ""),
        prefecture=prefecture,
    )
