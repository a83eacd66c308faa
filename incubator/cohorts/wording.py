"""The life of a place in the words of its start-up."""

from django.utils.translation import gettext as _

from incubator.cohorts.models import Place
from incubator.cohorts.states import PlaceState
from incubator.ui.typography import short_day


def standing(place: Place) -> str:
    """Return where the place stands, with the date that matters."""
    start, end = short_day(place.cohort.starts_on), short_day(place.cohort.ends_on)
    ended = short_day(place.ended_on) if place.ended_on else end
    return {
        PlaceState.INVITED: _("Place offered"),
        PlaceState.CONFIRMED: _("Place confirmed, start on %(day)s") % {"day": start},
        PlaceState.ACTIVE: _("In incubation until %(day)s") % {"day": end},
        PlaceState.PAUSED: _("Incubation paused"),
        PlaceState.GRADUATED: _("Programme completed on %(day)s") % {"day": ended},
        PlaceState.LEFT: _("Left on %(day)s") % {"day": ended},
        PlaceState.EXCLUDED: _("Ended by the centre on %(day)s") % {"day": ended},
    }[PlaceState(place.state)]
