"""The life of a message: what a person may do to one. Its leaving is the delivery's own work (`delivery`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs

PRACTICE = "practice"  # the batch of what a practice call wrote: kept, never sent


class MessageState(models.TextChoices):
    HELD = "held", pgettext_lazy("message", "Held")
    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("message", "Cancelled")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp, by hand")


class Failure(models.TextChoices):
    """Why a message did not leave, when we know it ourselves; a provider's own words stay as they came."""

    NO_ADDRESS = "no_address", _("This person has given no address for this channel.")
    NO_PROVIDER = "no_provider", _("No SMS provider is set up.")
    EXPIRED = "expired", _("The code or link expired before it could leave.")
    REFUSED = "refused", _("The receiving server refused this address.")


LIFECYCLE = Lifecycle(
    "message",
    queue=(MessageState.HELD, MessageState.QUEUED, _("Let it leave")),
    retry=(MessageState.FAILED, MessageState.QUEUED, _("Try again")),
    cancel=((MessageState.HELD, MessageState.QUEUED), MessageState.CANCELLED, _("Cancel the sending")),
    mark_sent=(MessageState.QUEUED, MessageState.SENT, _("Mark as sent")),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "message.prepare": _("Message prepared by hand"),
        "message.read": _("Message read"),
    }
)
