"""Reads of the outbox."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from incubator.notifications.states import Channel, MessageState
from incubator.people.states import Role
from incubator.workflow.standing import Standing

# A claim older than this was made by a process that died: longer than any mail server may keep us waiting.
STALE = timedelta(seconds=90)

READERS = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)


class MessageQuerySet(models.QuerySet):
    """Messages."""

    gate = Standing(startup="about_startup", programme="about_programme")

    def due(self, at: datetime) -> "MessageQuerySet":
        """Keep what may leave now by itself, secret ones first, oldest first."""
        waiting = self.filter(state=MessageState.QUEUED, leaves_at__lte=at).exclude(channel=Channel.WHATSAPP)
        return waiting.order_by("-is_secret", "created_at", "id")

    def unclaimed(self, at: datetime) -> "MessageQuerySet":
        """Keep what no living process is sending."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - STALE))

    def failed(self) -> "MessageQuerySet":
        """Keep what could not be delivered."""
        return self.filter(state=MessageState.FAILED)

    def expired(self, at: datetime) -> "MessageQuerySet":
        """Keep the secret ones whose time is over and whose body is still there."""
        return self.filter(is_secret=True, expires_at__lte=at).exclude(secret_sealed="")

    def visible_to(self, user: object) -> "MessageQuerySet":
        """A person reads the letters sent to them; staff read all; nobody reads a secret one."""
        if user.has_role(*READERS):
            return self.gate.held_by(self, user, *READERS)
        return self.filter(recipient=user, is_secret=False)

    def letters_to(self, user: object, at: datetime) -> "MessageQuerySet":
        """Keep the letters a person may read in their own space: those that left, or should have."""
        left = Q(state__in=(MessageState.SENT, MessageState.FAILED))
        leaving = Q(state=MessageState.QUEUED) & (Q(leaves_at__lte=at) | Q(attempts__gt=0))
        return self.filter(left | leaving, recipient=user, is_secret=False).exclude(text="")
