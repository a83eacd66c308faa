"""Cohorts, the places start-ups hold in them, and the incubation agreement."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incubator.applications.models import Application
from incubator.cohorts.querysets import CohortQuerySet, PlaceQuerySet
from incubator.cohorts.states import AgreementMethod, PlaceState
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile
from incubator.programmes.models import Call, Programme
from incubator.startups.models import Startup


class Cohort(PublicIdModel, DatedModel):
    """A group of start-ups incubated together. `places_taken` never passes `places`: the database says so."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    call = models.OneToOneField(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="cohort")
    slug = models.SlugField(unique=True, max_length=80)
    number = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveIntegerField()
    places_taken = models.PositiveIntegerField(default=0)

    title = Bilingual("title")
    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("places")), name="cohort_never_over_its_places"
            ),
            models.UniqueConstraint(fields=["programme", "number"], name="cohort_number_once"),
        ]

    def __str__(self) -> str:
        return self.title_fr


class Place(PublicIdModel, DatedModel):
    """A start-up's place in a cohort, taken when the founder accepts the offer."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="places_given")
    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="places")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="place"
    )
    state = models.CharField(max_length=10, default=PlaceState.INVITED, editable=False)
    taken_at = models.DateTimeField()
    pause_note = models.TextField(blank=True, help_text="Why the incubation is paused; empty once resumed.")
    ended_on = models.DateField(null=True, blank=True)
    end_note = models.TextField(blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["startup__name"]
        constraints = [models.UniqueConstraint(fields=["cohort", "startup"], name="place_once")]

    def __str__(self) -> str:
        return f"{self.startup} – {self.cohort}"

    @property
    def state_label(self) -> str:
        """The state in the office's words."""
        return str(PlaceState(self.state).label)


class Agreement(PublicIdModel):
    """The incubation agreement of a place, accepted on screen or signed by hand and scanned."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="agreement")
    method = models.CharField(max_length=10, choices=AgreementMethod.choices)
    words = models.TextField(blank=True, help_text="The French text agreed to, as it was read.")
    wording = models.CharField(max_length=64, help_text="Fingerprint of the text agreed to.")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.public_id
