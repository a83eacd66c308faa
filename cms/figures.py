"""Three figures of the home page, counted when asked and dated."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import ngettext

from incubator.programmes.models import Call
from incubator.startups.models import Startup

KEPT = 300


def three(at: datetime) -> list[dict[str, Any]]:
    """Return tiles: start-ups of the directory, regions they come from, calls published; none for 0."""
    counted = cache.get("cms.figures")
    if counted is None:
        counted = Startup.objects.published().aggregate(
            startups=Count("pk"), regions=Count("commune__prefecture__region", distinct=True)
        )
        counted["calls"] = Call.objects.public().counted().count()
        cache.set("cms.figures", counted, KEPT)
    tiles = [
        {
            "value": counted["startups"],
            "label": ngettext("start-up in the directory", "start-ups in the directory", counted["startups"]),
        },
        {
            "value": counted["regions"],
            "label": ngettext(
                "region of Togo they come from", "regions of Togo they come from", counted["regions"]
            ),
        },
        {"value": counted["calls"], "label": ngettext("call published", "calls published", counted["calls"])},
    ]
    return [tile for tile in tiles if tile["value"]]
