"""The lives of a mentor, a match, a session and an action item."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class MentorState(models.TextChoices):
    INVITED = "invited", _("Invited")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class SessionState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    HELD = "held", pgettext_lazy("session", "Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Telephone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    VIDEO = "video", _("Video call")


class Topic(models.TextChoices):
    BUSINESS_MODEL = "model", _("Business model")
    SALES = "sales", _("Sales and customers")
    PRODUCT = "product", _("Product and technology")
    TEAM = "team", _("Team")
    FINANCE = "finance", _("Finance and accounts")
    LAW = "law", _("Law and formalities")
    FUNDING = "funding", _("Fundraising")
    IMPACT = "impact", _("Impact")


class Reason(models.TextChoices):
    """Why a mentor is proposed for a start-up: the parts of the score, kept as codes."""

    SECTOR = "sector", _("knows the sector")
    HOURS = "hours", _("has hours free")
    LANGUAGE = "language", _("speaks the team's language")
    KNOWN = "known", _("has accompanied this start-up before")


class Colour(models.TextChoices):
    """The mentor's own feeling about the start-up; the centre reads it, the founder does not."""

    GREEN = "green", _("Green: going well")
    AMBER = "amber", _("Amber: to watch")
    RED = "red", _("Red: needs help")


class ActionOwner(models.TextChoices):
    TEAM = "team", _("The team")
    MENTOR = "mentor", _("The mentor")
    CENTRE = "centre", _("The centre")


MENTOR = Lifecycle(
    "mentor",
    approve=(MentorState.INVITED, MentorState.APPROVED, _("Approve the mentor")),
    activate=(MentorState.APPROVED, MentorState.ACTIVE, _("Sign the charter")),
    pause=(MentorState.ACTIVE, MentorState.PAUSED, _("Pause")),
    resume=(MentorState.PAUSED, MentorState.ACTIVE, _("Resume")),
    end=((MentorState.APPROVED, MentorState.ACTIVE, MentorState.PAUSED), MentorState.ENDED, _("End")),
)
MATCH = Lifecycle(
    "match",
    confirm=(MatchState.PROPOSED, MatchState.ACTIVE, _("Confirm the match")),
    end=((MatchState.PROPOSED, MatchState.ACTIVE), MatchState.ENDED, _("End the match")),
)
ACTION = Lifecycle(
    "action",
    complete=(ActionState.OPEN, ActionState.DONE, _("Done")),
    drop=(ActionState.OPEN, ActionState.DROPPED, _("Dropped")),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "match.propose": _("Mentor proposed"),
        "mentor.invite": _("Mentor invited"),
        "mentor.update": _("Mentor's profile changed"),
        "session.log": _("Session logged"),
        "session.amend": _("Session log amended"),
    }
)
