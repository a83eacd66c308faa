"""What the slice holds of people (`core/personal_data.py`)."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
    of_person,
)
from incubator.startups.privacy import of_startup
from mentorship.states import SessionState, Topic

MY_MENTORING = Section("mentoring", _("my mentoring"))

MENTORING = Processing(
    "mentoring",
    title=_("Mentoring"),
    purpose=_("To bring mentors and start-ups together, and to remember what they agreed to do."),
    ground=Ground.CONTRACT,
    people=_("mentors; founders and team members"),
    data=_("expertise, languages, hours, goals, summaries of sessions, who was there, actions"),
    recipients=_("the mentor; the team; the office, which alone reads the confidential note"),
    kept=Kept(60, Since.LEFT),
)


def mentor_or_team(mentor: str, startup: str) -> Any:
    """Return the rule that a row belongs to its mentor, and to whoever is in the start-up today."""

    def whose(person: Any, at: datetime) -> Q:
        return Q(**{mentor: person}) | of_startup(startup)(person, at)

    return whose


declare(
    "mentorship.Mentor",
    MENTORING,
    public="expertise languages",
    internal="hours_a_month",
    erase=Erasure.EMPTIED,
    section=MY_MENTORING,
    whose=of_person("person"),
    beside="state charter_signed_at",
)
goes_with(Subject.PERSON, "mentorship.Mentor", "person")
declare(
    "mentorship.Match",
    MENTORING,
    personal="goals",
    erase=Erasure.REPLACED,
    section=MY_MENTORING,
    whose=mentor_or_team("mentor__person", "startup"),
    beside="startup is_lead state started_at ended_at",
)
declare(
    "mentorship.Match",
    MENTORING,
    internal="why",
    erase=Erasure.EMPTIED,
    withheld=_("Why the office thought of this mentor."),
)
declare(
    "mentorship.Session",
    MENTORING,
    internal="held_on minutes mode topics",
    personal="present summary",
    anonymous="held_on minutes mode topics",
    erase=Erasure.REPLACED,
    section=MY_MENTORING,
    whose=mentor_or_team("mentor__person", "startup"),
    beside="public_id startup state logged_at",
)
declare(
    "mentorship.Session",
    MENTORING,
    sensitive="note_sealed=note",
    internal="colour",
    erase=Erasure.EMPTIED,
    withheld=_("The confidential note of a mentor to the office: it protects the mentor who warns."),
)
impersonal("mentorship.Session", "form_token")
declare(
    "mentorship.Action",
    MENTORING,
    internal="owner due_on",
    personal="what",
    anonymous="owner due_on",
    erase=Erasure.REPLACED,
    section=MY_MENTORING,
    whose=mentor_or_team("session__mentor__person", "startup"),
    beside="startup state closed_at",
)
name(
    "mentorship.Mentor",
    _("Mentor"),
    expertise=_("Expertise"),
    languages=_("Languages"),
    hours_a_month=_("Hours a month"),
    charter_signed_at=_("Charter signed on"),
)
name("mentorship.Match", _("Mentoring of a start-up"), goals=_("Goals"), is_lead=_("Main mentor"))
name(
    "mentorship.Session",
    _("Mentoring session"),
    {"state": SessionState, "topics": Topic},
    held_on=_("Held on"),
    minutes=_("Minutes"),
    mode=_("How you met"),
    topics=_("Topics"),
    present=_("People present"),
    summary=_("Summary"),
    logged_at=_("Written on"),
)
name("mentorship.Action", _("Action"), owner=_("Who does it"), what=_("What is to do"))
goes_with(Subject.STARTUP, "mentorship.Match", "startup")
goes_with(Subject.STARTUP, "mentorship.Session", "startup")
goes_with(Subject.STARTUP, "mentorship.Action", "startup")
