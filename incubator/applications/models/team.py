"""How a team grows and changes hands: invitations by a code, and the lead offered to another member."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.applications.models.application import Application
from incubator.applications.querysets import InvitationQuerySet
from incubator.applications.states import TeamRole
from incubator.core.models import DatedModel, PublicIdModel


class TeamInvitation(PublicIdModel, DatedModel):
    """A place in the team, open to whoever brings its code once before it ends.

    `code_hash` is a keyed hash; the code itself stands only in the sealed body of its letter, or on the
    screen of the lead who gives it by hand (`contact` is then empty).
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="invitations")
    contact = models.CharField(max_length=254, blank=True)
    role = models.CharField(max_length=6, choices=TeamRole.choices)
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[TeamRole.EDITOR, TeamRole.READER]), name="nobody_is_invited_as_lead"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False, cancelled_at__isnull=True),
                name="invitation_used_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class LeadOffer(PublicIdModel):
    """The lead, offered by its holder to another member, who answers yes or no. One waits at a time."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="lead_offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_taken = models.BooleanField(default=False)

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None), name="lead_offered_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.public_id
