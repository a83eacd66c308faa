"""The life of a place in a cohort."""
from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle


class PlaceState(models.TextChoices):
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    ACTIVE = "active", _("In incubation")
    PAUSED = "paused", _("Paused")
    GRADUATED = "graduated", _("Graduated")
    LEFT = "left", _("Left")
    EXCLUDED = "excluded", _("Excluded")


TAKEN = (PlaceState.INVITED, PlaceState.CONFIRMED, PlaceState.ACTIVE, PlaceState.PAUSED, PlaceState.GRADUATED)
PRESENT = (PlaceState.CONFIRMED, PlaceState.ACTIVE, PlaceState.PAUSED)

LIFECYCLE = Lifecycle(
    "place",
    lock="cohort",
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
