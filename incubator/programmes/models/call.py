"""A call for applications and the versions of its form."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.forms.definition import Definition
from incubator.programmes.models.deadline import Timed
from incubator.programmes.models.programme import Programme
from incubator.programmes.querysets import CallQuerySet
from incubator.programmes.states import CallState


class Call(Timed, PublicIdModel, DatedModel):
    """A call for applications: its dates to the minute, its places, its rules.

    Its words for the public live in the CMS.
    """

    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="Printed in the rules; only for a sending begun before closing."
    )
    several_windows = models.BooleanField(default=False)
    is_rolling = models.BooleanField(
        default=False,
        help_text="Taken at any time: no closing for the public. closes_at then only says on which day ages are counted.",
    )
    announced_closes_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The closing announced before the last change of it; null: never changed.",
    )
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    reference = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(unique=True, max_length=80)
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary_fr = models.TextField()
    summary_en = models.TextField(blank=True)
    sections = models.JSONField(
        default=list, help_text="Public text: [{slug, heading_fr, body_fr or items_fr, …}]."
    )
    themes = models.JSONField(default=list, help_text="[{slug, fr, en}], each the slug of a sector.")
    by_invitation = models.BooleanField(
        default=False, help_text="Only invited people open a draft; not listed for the public."
    )
    is_practice = models.BooleanField(
        default=False, help_text="Counts nowhere, its messages are held, and one act erases it."
    )
    is_template = models.BooleanField(
        default=False, help_text="Only there to be copied; never sent to the director."
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later",
        help_text="The call whose preselected teams this one invites (the long form of a call in two stages).",
    )  # fmt: skip
    places = models.PositiveIntegerField()
    shortlist_size = models.PositiveIntegerField(default=0)
    waiting_list_size = models.PositiveIntegerField(default=0)
    is_blind = models.BooleanField(default=True)
    score_scale = models.JSONField(default=dict, help_text="{min, max, step, labels: [{value, fr, en}]}.")
    pass_mark_percent = models.PositiveSmallIntegerField(default=0)
    reviews_per_application = models.PositiveSmallIntegerField(default=2)
    third_review_gap = models.PositiveSmallIntegerField(default=0, help_text="In points of 100; 0: never.")
    tie_break = models.JSONField(default=list, help_text="Slugs of criteria, the first that differs decides.")
    currency = models.CharField(max_length=3, default="XOF")
    award_amount = models.PositiveBigIntegerField(
        default=0, help_text="The most one start-up may receive, in francs."
    )
    contact = models.JSONField(default=dict)
    retention = models.JSONField(default=dict)
    fees = models.JSONField(default=dict)
    form_version = models.ForeignKey(
        "programmes.FormVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    application_counter = models.PositiveIntegerField(default=0)
    award_counter = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=18, default=CallState.DRAFT, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    correction_note = models.TextField(
        blank=True, help_text="What the director asked to correct; empty once sent again."
    )
    decisions_published_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")
    summary = Bilingual("summary")
    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = _("call for applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title_fr}"

    @property
    def holds_messages(self) -> bool:
        """What is written about a practice call is kept and never leaves (read by the outbox)."""
        return self.is_practice


class FormVersion(models.Model):
    """A compiled form, never changed: what rendering, validation, diff and export read."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="form_versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.call_id} v{self.number}"

    @cached_property
    def form(self) -> Definition:
        """The definition as objects."""
        return Definition.load(self.definition)
