"""People invited to a call that is not open to everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.applications.desk_querysets import CallInvitationQuerySet
from incubator.applications.models.application import Application
from incubator.core.models import PublicIdModel
from incubator.programmes.models import Call


class CallInvitation(PublicIdModel):
    """A place at the door of one call: for a contact that its holder has proved, or for a person already known.

    In the second stage of a call it names the file that was preselected: the new draft begins with its answers.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="invitations")
    contact = models.CharField(max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    earlier = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="call_invitations"
    )
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CallInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "contact"], condition=Q(withdrawn_at=None), name="call_invitation_once"
            ),
            models.UniqueConstraint(
                fields=["call", "earlier"], condition=Q(withdrawn_at=None), name="call_invitation_once_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
