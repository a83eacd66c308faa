"""The life of a place in a cohort."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle


class PlaceState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("place", "Invited")
    CONFIRMED = "confirmed", pgettext_lazy("place", "Confirmed")
    ACTIVE = "active", pgettext_lazy("place", "In incubation")
    PAUSED = "paused", pgettext_lazy("place", "Paused")
    GRADUATED = "graduated", pgettext_lazy("place", "Graduated")
    LEFT = "left", pgettext_lazy("place", "Left")
    EXCLUDED = "excluded", pgettext_lazy("place", "Excluded")


TAKEN = (PlaceState.INVITED, PlaceState.CONFIRMED, PlaceState.ACTIVE, PlaceState.PAUSED, PlaceState.GRADUATED)
PRESENT = (PlaceState.CONFIRMED, PlaceState.ACTIVE, PlaceState.PAUSED)
# Confirmed and not given up: in incubation, or graduated.
HELD = (*PRESENT, PlaceState.GRADUATED)

LIFECYCLE = Lifecycle(
    "place",
    lock="cohort",
    related=("startup", "cohort"),
    confirm=(PlaceState.INVITED, PlaceState.CONFIRMED, _("Confirm the place")),
    start=(PlaceState.CONFIRMED, PlaceState.ACTIVE, _("Start the incubation")),
    pause=(PlaceState.ACTIVE, PlaceState.PAUSED, _("Pause")),
    resume=(PlaceState.PAUSED, PlaceState.ACTIVE, _("Resume")),
    graduate=(PlaceState.ACTIVE, PlaceState.GRADUATED, _("Graduate")),
    leave=(PRESENT, PlaceState.LEFT, _("Record the departure")),
    exclude=(PRESENT, PlaceState.EXCLUDED, _("Exclude")),
)


class AgreementMethod(models.TextChoices):
    ON_SCREEN = "on_screen", _("Accepted on screen")
    SCANNED = "scanned", _("Signed by hand and scanned")
