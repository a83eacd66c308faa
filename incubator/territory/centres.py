"""Which centre a page or a letter speaks for, where nothing says more."""

from incubator.core.remembering import Remembered
from incubator.territory.models import Centre

# Every page of the desk and every letter name the centre, and only the command `open_centre` changes it.
HERE = Remembered(60)


def first_centre() -> Centre | None:
    """Return the centre that was there first, None before there is any; what a process knows is a minute old at most."""
    centre: Centre | None = HERE.get("first", Centre.objects.order_by("pk").first)
    return centre


def forget() -> None:
    """Ask the database again."""
    HERE.forget()
