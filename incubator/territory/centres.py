"""Which centre a page or a letter speaks for, where nothing says more."""

from incubator.core.prepared import Prepared
from incubator.territory.models import Centre

_FIRST = Prepared(lambda: Centre.objects.order_by("pk")[:1])


def first_centre() -> Centre | None:
    """Return the centre that was there first, None before there is any."""
    return _FIRST.first()
