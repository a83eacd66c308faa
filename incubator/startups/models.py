"""Start-ups, their people, and the sectors they work in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.startups.querysets import RegistrationQuerySet, StartupQuerySet
from incubator.startups.states import Gender, LegalForm, MemberRole, Stage, StartupState
from incubator.territory.models import Commune
from incubator.workflow.proposals import Proposal, confirmed_by_another, only_one_waits


def legal_forms() -> list[tuple[str, str]]:
    return LegalForm.choices


def stages() -> list[tuple[str, str]]:
    return Stage.choices


class Sector(models.Model):
    """A field of activity. Calls name theirs by slug."""

    slug = models.SlugField(unique=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = Bilingual("name")

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name_fr


class Startup(PublicIdModel, DatedModel):
    """A start-up or a project team: one record from the first draft to the outcome."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=255)
    pitch_fr = models.CharField(max_length=300, blank=True)
    pitch_en = models.CharField(max_length=300, blank=True)
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="startups"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="startups"
    )
    stage = models.CharField(max_length=12, choices=stages, blank=True)
    # What the team declares of its company; what the centre verified stands in its registrations.
    legal_form = models.CharField(max_length=14, choices=legal_forms, blank=True)
    rccm = models.CharField(max_length=40, blank=True)
    nif = models.CharField(max_length=20, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    website = models.URLField(blank=True)
    state = models.CharField(max_length=10, default=StartupState.HIDDEN, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When what it said was erased.")
    directory_consent_at = models.DateTimeField(null=True, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="startups")

    pitch = Bilingual("pitch")
    objects = StartupQuerySet.as_manager()

    class Meta:
        verbose_name = _("start-up")
        ordering = ["name"]
        indexes = [models.Index(fields=["state", "name"], name="startup_state_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=StartupState.PUBLISHED) | Q(directory_consent_at__isnull=False),
                name="startup_published_with_consent",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's part in a start-up, from a day until another."""

    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.FOUNDER)
    gender = models.CharField(max_length=1, choices=Gender.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["startup", "person"], condition=Q(until_on=None), name="member_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.startup}"


class Registration(PublicIdModel, Proposal):
    """What the centre verified of a company, apart from what its team declares: seen by one, confirmed by another."""

    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="registrations")
    legal_form = models.CharField(max_length=14, choices=legal_forms)
    rccm = models.CharField(max_length=40, blank=True)
    nif = models.CharField(max_length=20, blank=True)
    registered_on = models.DateField()
    seen = models.CharField(max_length=160, help_text="The paper in which it was read.")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            only_one_waits("startup", name="registration_one_waits"),
            models.CheckConstraint(condition=confirmed_by_another(), name="registration_two_people"),
            models.CheckConstraint(
                condition=~Q(legal_form__in=("", LegalForm.NONE)), name="registration_of_a_company"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.startup} – {self.registered_on}"
