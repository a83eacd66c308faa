"""Three figures of the home page, counted when asked and dated."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _

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
        counted["calls"] = Call.objects.public().count()
        cache.set("cms.figures", counted, KEPT)
    tiles = [
        {"value": counted["startups"], "label": _("start-ups in the directory")},
        {"value": counted["regions"], "label": _("regions of Togo they come from")},
        {"value": counted["calls"], "label": _("calls published")},
    ]
    return [tile for tile in tiles if tile["value"]]
