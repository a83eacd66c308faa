"""Reads of the divisions."""

from django.db import models


class CommuneQuerySet(models.QuerySet):
    """Communes, with what follows from them."""

    gate = "Divisions of the country: public."

    def with_parents(self) -> "CommuneQuerySet":
        """Join prefecture, region and zone, so that no page asks again."""
        return self.select_related("prefecture__region", "prefecture__zone")

    def facts(self) -> dict[str, dict[str, str]]:
        """Return `{commune slug: {"prefecture", "region", "reporting_zone"}}` for the rules of a call."""
        rows = self.values_list(
            "slug", "prefecture__slug", "prefecture__region__slug", "prefecture__zone__slug"
        )
        return {
            slug: {"prefecture": prefecture, "region": region, "reporting_zone": zone}
            for slug, prefecture, region, zone in rows
        }
