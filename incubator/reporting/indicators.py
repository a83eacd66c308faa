"""Loads the indicators shipped with the product; may be run again."""

import json
from pathlib import Path

from django.db import transaction

from incubator.reporting.models import Indicator
from incubator.reporting.states import IndicatorKind

FILE = Path(__file__).parent / "data" / "indicators.json"
# The first known value of an indicator, from the typed columns of the application: nobody is asked twice.
# Flows have none: what a year brought in is not what a quarter does.
BASELINES = {
    "active_customers": "users",
    "jobs_full_time": "jobs_full_time_women+jobs_full_time_men",
    "jobs_part_time": "jobs_part_time_women+jobs_part_time_men",
    "working_founders": "founders_count",
}
# The eight numbers a quarter asks by default.
QUARTERLY = (
    "revenue",
    "cash_in_hand",
    "monthly_expenses",
    "active_customers",
    "jobs_full_time",
    "jobs_part_time",
    "working_founders",
    "products_launched",
)


@transaction.atomic
def load_indicators(path: Path = FILE) -> int:
    """Create or update the indicators by code; return how many there are."""
    items = json.loads(path.read_text(encoding="utf-8"))["indicators"]
    for item in items:
        Indicator.objects.update_or_create(
            code=item["code"],
            defaults={
                "number": item["number"],
                "name_fr": item["name_fr"].replace("'", "’"),
                "name_en": item["name_en"],
                "unit": item["unit"],
                "kind": IndicatorKind(item["kind"]),
                "cadence": item["cadence"],
                "splits": item["splits"],
                "standard": item["maps_to"],
                "baseline_column": BASELINES.get(item["code"], ""),
            },
        )
    return len(items)
