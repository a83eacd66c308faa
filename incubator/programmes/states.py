"""The life of a programme and of a call.

Planned, open and closed are computed from the dates, never stored.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class ProgrammeState(models.TextChoices):
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class CallState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", pgettext_lazy("call", "Approved")
    PUBLISHED = "published", pgettext_lazy("call", "Published")
    RESULTS_PUBLISHED = "results_published", _("Results published")
    ARCHIVED = "archived", pgettext_lazy("call", "Archived")
    CANCELLED = "cancelled", pgettext_lazy("call", "Cancelled")


class CallPhase(models.TextChoices):
    """What the clock makes of a published call."""

    PLANNED = "planned", _("Opens soon")
    OPEN = "open", _("Open")
    BETWEEN = "between", _("Opens again soon")
    CLOSED = "closed", _("Closed")


LIFECYCLE = Lifecycle(
    "call",
    propose=(CallState.DRAFT, CallState.PROPOSED, _("Send to the director")),
    send_back=(CallState.PROPOSED, CallState.DRAFT, _("Send back to preparation")),
    approve=(CallState.PROPOSED, CallState.APPROVED, _("Approve the call")),
    publish=(CallState.APPROVED, CallState.PUBLISHED, _("Publish the call")),
    publish_results=(CallState.PUBLISHED, CallState.RESULTS_PUBLISHED, _("Publish the results")),
    archive=(CallState.RESULTS_PUBLISHED, CallState.ARCHIVED, _("Archive the call")),
    cancel=(
        (CallState.DRAFT, CallState.PROPOSED, CallState.APPROVED, CallState.PUBLISHED),
        CallState.CANCELLED,
        _("Cancel the call"),
    ),
)


class ChangeKind(models.TextChoices):
    """What was announced about the closing of a published call."""

    EXTENDED = "extended", _("Extended")
    CLOSED_EARLY = "closed_early", _("Closed earlier")
    CANCELLED = "cancelled", pgettext_lazy("call", "Cancelled")


class RuleKind(models.TextChoices):
    BLOCKING = "blocking", _("Must be met")
    REGISTER = "register", _("Goes to a register")
    TARGET = "target", _("Target for the whole selection")


class EntryKind(models.TextChoices):
    """What a date of the calendar is; some pages look for the results, the start and the end by it."""

    OPEN = "open", _("Opening of the call")
    CLOSE = "close", _("Closing of the call")
    EVENT = "event", _("Meeting or event")
    DEADLINE = "deadline", _("Last day to do something")
    PHASE = "phase", _("Phase of work, from a day to another")
    DECISION = "decision", _("Decision of the committee")
    PUBLISH = "publish", _("Results made public")
    START = "start", _("Start of the cohort")
    END = "end", _("End of the cohort")


class DocumentMoment(models.TextChoices):
    APPLICATION = "application", _("With the application")
    AGREEMENT = "agreement", _("With the agreement")


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "call.edit": _("Call changed"),
        "call.copy": _("Call copied from another"),
        "call.load": _("Call loaded from a file"),
        "call.publish_form": _("Form published"),
        "call.extend": _("Closing put back"),
        "call.ask_early_closing": _("Early closing asked for"),
        "call.close_early": _("Closed early"),
        "call.keep_closing": _("Early closing not granted"),
        "call.erase_practice": _("Practice files erased"),
        "outage.record": _("Outage recorded"),
    }
)
