"""Where the money comes from, and what was awarded to a start-up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.querysets import AwardQuerySet, BudgetLineQuerySet
from funding.states import AwardState
from incubator.cohorts.models import Place
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.startups.models import Startup


class Funder(models.Model):
    """Who gives the money."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """An amount a funder gives for a purpose and a period. `committed_amount` never passes `amount`."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="lines")
    code = models.SlugField(unique=True)
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    amount = models.PositiveBigIntegerField(help_text="In francs.")
    committed_amount = models.PositiveBigIntegerField(
        default=0, help_text="Awards made on this line, in francs."
    )
    currency = models.CharField(max_length=3, default="XOF")
    from_on = models.DateField()
    until_on = models.DateField()
    is_open = models.BooleanField(default=True)

    title = Bilingual("title")
    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["funder__name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_amount__lte=F("amount")), name="line_never_overcommitted"
            )
        ]

    def __str__(self) -> str:
        return self.title_fr


class Award(PublicIdModel, DatedModel):
    """A grant to a start-up: its ceiling in francs, and what of it is requested and paid.

    The counters are moved by conditional updates; the database refuses to pass the ceiling.
    """

    reference = models.CharField(max_length=24, unique=True)
    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="awards")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="award")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="awards")
    ceiling_amount = models.PositiveBigIntegerField()
    requested_amount = models.PositiveBigIntegerField(
        default=0, help_text="Requested and not sent back, in francs."
    )
    paid_amount = models.PositiveBigIntegerField(default=0, help_text="Paid, in francs.")
    currency = models.CharField(max_length=3, default="XOF")
    state = models.CharField(max_length=10, default=AwardState.PROPOSED, editable=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(requested_amount__lte=F("ceiling_amount")), name="award_requests_within_ceiling"
            ),
            models.CheckConstraint(
                condition=Q(paid_amount__lte=F("requested_amount")), name="award_pays_what_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")), name="award_four_eyes"
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(AwardState(self.state).label)

    def __str__(self) -> str:
        return self.reference
