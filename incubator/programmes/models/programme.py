"""The umbrella of calls and cohorts, and the people who work on it."""

from django.conf import settings
from django.db import models

from incubator.core.bilingual import Bilingual
from incubator.people.states import Role
from incubator.programmes.querysets import ProgrammeQuerySet
from incubator.programmes.states import ProgrammeState
from incubator.territory.models import Centre


class Programme(models.Model):
    """A family of calls with one purpose; it belongs to a centre."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(unique=True)
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    cohorts_planned = models.PositiveSmallIntegerField(default=1)
    places_planned = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=ProgrammeState.ACTIVE, editable=False)

    title = Bilingual("title")
    objects = ProgrammeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title_fr


class ProgrammeStaff(models.Model):
    """A person's part in one programme; it narrows what an officer sees."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="programme_staff"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.OFFICER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person", "role"], name="programme_staff_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.programme}"
