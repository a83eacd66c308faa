"""The outbox: one row for each message, written in the transaction of the act it tells of."""

from django.conf import settings
from django.db import models

from incubator.core.encryption import Sealed
from incubator.core.models import DatedModel, PublicIdModel
from incubator.notifications.querysets import MessageQuerySet
from incubator.notifications.states import Channel, Failure, MessageState
from incubator.territory.models import Centre


class Message(PublicIdModel, DatedModel):
    """A message to one person by one channel, rendered in the person's language.

    A secret one (a code, a link) has its body sealed, is shown to nobody, leaves first and is then emptied.
    """

    kind = models.CharField(max_length=60, help_text="<record>.<move>, or the name of the letter.")
    channel = models.CharField(max_length=10, default=Channel.EMAIL)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fr")
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True, help_text="The whole letter; empty on a second channel.")
    short = models.CharField(max_length=480, blank=True, help_text="What an SMS or WhatsApp says.")
    is_secret = models.BooleanField(default=False)
    secret_sealed = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=MessageState.QUEUED)
    leaves_at = models.DateTimeField(help_text="Not before this instant (UTC).")
    expires_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="First opened by its reader.")
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=40, blank=True)
    about_ref = models.CharField(max_length=60, blank=True)
    about_startup = models.BigIntegerField(
        null=True, blank=True, help_text="The key of the start-up it tells of: who may read it depends on it."
    )
    about_programme = models.BigIntegerField(null=True, blank=True, help_text="The key of the programme.")
    batch = models.CharField(max_length=40, blank=True)
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="It heads the e-mail.",
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    secret = Sealed("secret_sealed")
    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "leaves_at"], name="message_waiting"),
            models.Index(fields=["recipient", "-created_at"], name="message_recipient"),
            models.Index(fields=["about", "about_ref"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"

    @property
    def error_words(self) -> str:
        """Why it did not leave, in words; a provider's own sentence as it came."""
        return str(Failure(self.error).label) if self.error in Failure.values else self.error

    @property
    def tone(self) -> str:
        """Which colour its state wears (a held message waits; elsewhere "held" is good news)."""
        return "waiting" if self.state == MessageState.HELD else self.state

    @property
    def state_words(self) -> str:
        return str(MessageState(self.state).label)

    @property
    def channel_words(self) -> str:
        return str(Channel(self.channel).label)
