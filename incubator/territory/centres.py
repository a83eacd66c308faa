"""Which centre a page or a letter speaks for, where nothing says more."""

from incubator.territory.models import Centre


def first_centre() -> Centre | None:
    """Return the centre that was there first, None before there is any."""
    return Centre.objects.order_by("pk").first()
