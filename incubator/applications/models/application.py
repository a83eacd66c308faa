"""One team's file for one call, and its team."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.applications.querysets import ApplicationQuerySet
from incubator.applications.states import State, TeamRole
from incubator.core.models import DatedModel, PublicIdModel
from incubator.programmes.models import Call, FormVersion
from incubator.startups.models import Sector, Startup
from incubator.territory.models import Commune


class Application(PublicIdModel, DatedModel):
    """One team's file for one call. Typed columns are filled at submit from the fields that map to them."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="applications")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True, null=True, blank=True)
    state = models.CharField(max_length=14, default=State.DRAFT, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    receipt_code = models.CharField(max_length=10, blank=True)
    changed_at = models.DateTimeField()
    sending_begun_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the lead opened the page that sends, or tried to; the grace asks for it.",
    )
    late_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Let in by a late code: written and sent until then, whatever the closing.",
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later",
        help_text="The file of the first stage that this one follows.",
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The officer who entered it from a paper file; its team wrote none of it here.",
    )  # fmt: skip
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When what it said was erased.")
    words_due = models.BooleanField(
        default=False, help_text="Sent since its words were kept for the desk's search."
    )
    withdrawal_reason = models.TextField(blank=True)
    in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the rules of the call made of the answers at the last sending.
    is_eligible = models.BooleanField(null=True, blank=True)
    eligibility = models.JSONField(
        default=dict, help_text="{failed, registered, unknown, reasons} at the last sending."
    )

    # Typed columns (`maps_to`): facts that lists, filters and results need, whatever a call's keys are.
    # Texts are not bounded here: each call's form says how long they may be, and nothing is cut.
    startup_name = models.TextField(blank=True)
    lead_last_name = models.TextField(blank=True)
    lead_first_names = models.TextField(blank=True)
    lead_birth_date = models.DateField(null=True, blank=True)
    lead_gender = models.CharField(max_length=60, blank=True)
    lead_phone = models.CharField(max_length=16, blank=True)
    lead_email = models.EmailField(max_length=320, blank=True)
    legal_form = models.CharField(max_length=60, blank=True)
    rccm = models.TextField(blank=True)
    nif = models.TextField(blank=True)
    registration_date = models.DateField(null=True, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pitch = models.TextField(blank=True)
    stage = models.CharField(max_length=60, blank=True)
    founders_count = models.PositiveBigIntegerField(null=True, blank=True)
    founders_women = models.PositiveBigIntegerField(null=True, blank=True)
    founders_youth = models.PositiveBigIntegerField(null=True, blank=True)
    users = models.PositiveBigIntegerField(null=True, blank=True)
    revenue_12m = models.BigIntegerField(null=True, blank=True)
    jobs_full_time_women = models.PositiveBigIntegerField(null=True, blank=True)
    jobs_full_time_men = models.PositiveBigIntegerField(null=True, blank=True)
    jobs_part_time_women = models.PositiveBigIntegerField(null=True, blank=True)
    jobs_part_time_men = models.PositiveBigIntegerField(null=True, blank=True)
    jobs_youth = models.PositiveBigIntegerField(null=True, blank=True)
    requested_amount = models.BigIntegerField(null=True, blank=True)
    documents_count = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        verbose_name = _("application")
        indexes = [
            models.Index(fields=["call", "state", "submitted_at"], name="application_call_state"),
            models.Index(fields=["state", "submitted_at"], name="application_state"),
            # The orders of the desk's list, each with the key that parts equal rows.
            models.Index(fields=["submitted_at", "id"], name="application_by_sending"),
            models.Index(fields=["changed_at", "id"], name="application_by_change"),
            models.Index(fields=["id"], condition=Q(words_due=True), name="application_words_due"),
            # Holds all that the counts of the desk read: they never open the rows.
            models.Index(
                fields=[
                    "call",
                    "state",
                    "sector",
                    "commune",
                    "lead_gender",
                    "is_eligible",
                    "in_charge",
                    "documents_count",
                    "submitted_at",
                    "changed_at",
                    "startup",
                    "id",
                ],
                condition=Q(submitted_at__isnull=False),
                name="application_counts",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "startup"],
                condition=~Q(state=State.WITHDRAWN),
                name="application_once_a_startup",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="application_sent_has_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.public_id

    @property
    def state_label(self) -> str:
        """The state in the office's words."""
        return str(State(self.state).label)

    @property
    def is_from_paper(self) -> bool:
        """It was received as a paper file: that paper carries its documents and its signature."""
        return self.entered_by_id is not None and self.submitted_at is not None

    @property
    def holds_messages(self) -> bool:
        """What is written about a file of a practice call never leaves (read by the outbox)."""
        return self.call.is_practice

    @property
    def ref(self) -> str:
        """What stands in addresses: the public identity, from the first draft on."""
        return self.public_id


class ApplicationMember(models.Model):
    """A person's part in a file."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="application_parts"
    )
    role = models.CharField(max_length=6, choices=TeamRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="application_member_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role=TeamRole.LEAD), name="application_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.application}"
