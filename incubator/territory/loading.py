"""Loads the divisions of the country from the file shipped with the project; may be run again."""

import json
from pathlib import Path

from django.db import transaction

from incubator.territory.models import Commune, Prefecture, Region, ReportingZone

FILE = Path(__file__).parent / "data" / "togo_divisions.json"


@transaction.atomic
def load_divisions(path: Path = FILE) -> int:
    """Create or update zones, regions, prefectures and communes by slug; return the number of communes."""
    content = json.loads(path.read_text(encoding="utf-8"))
    zones = {
        zone["slug"]: ReportingZone.objects.update_or_create(
            slug=zone["slug"], defaults={"name": zone["name"], "position": position}
        )[0]
        for position, zone in enumerate(content["reporting_zones"])
    }
    count = 0
    for position, item in enumerate(content["regions"]):
        region, _ = Region.objects.update_or_create(
            slug=item["slug"],
            defaults={
                "code": item["code"],
                "name_fr": item["name"],
                "name_en": item.get("name_en", ""),
                "position": position,
            },
        )
        count += sum(_load_prefecture(row, region, zones) for row in item["prefectures"])
    return count


def _load_prefecture(row: dict, region: Region, zones: dict[str, ReportingZone]) -> int:
    prefecture, _ = Prefecture.objects.update_or_create(
        slug=row["slug"],
        defaults={
            "name": row["name"],
            "capital": row["capital"],
            "aliases": row["aliases"],
            "region": region,
            "zone": zones[row["reporting_zone"]],
        },
    )
    for item in row["communes"]:
        Commune.objects.update_or_create(
            slug=item["slug"],
            defaults={
                "name": item["name"],
                "number": item["number"],
                "capital": item.get("contains_prefecture_capital", ""),
                "prefecture": prefecture,
            },
        )
    return len(row["communes"])
