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
    Hold,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
)
from incubator.startups.privacy import of_startup

MY_AGREEMENTS = Section("agreements", _("my agreements"))

INCUBATION = Processing(
    "incubation",
    title=_("Incubation and its agreement"),
    purpose=_("To give a start-up its place, to sign with it, and to say how it left."),
    ground=Ground.CONTRACT,
    people=_("founders and team members"),
    data=_("agreement and who signed it, breaks, end of the place and its reason"),
    recipients=_("the team; the office of the centre"),
    kept=Kept(60, Since.LEFT),
)


def signed_by_or_for(person: Any, at: datetime) -> Q:
    """Keep the agreements a person signed, and those of the start-ups they are in today."""
    return Q(signed_by=person) | of_startup("place__startup")(person, at)


declare(
    "cohorts.Place",
    INCUBATION,
    internal="ended_on",
    personal="pause_note end_note",
    anonymous="ended_on",
    erase=Erasure.REPLACED,
    section=MY_AGREEMENTS,
    whose=of_startup("startup"),
    beside="startup state taken_at",
)
declare(
    "cohorts.Agreement",
    INCUBATION,
    personal="words",
    internal="method wording",
    erase=Erasure.HELD,
    hold=Hold.AGREEMENT,
    section=MY_AGREEMENTS,
    whose=signed_by_or_for,
    beside="public_id signed_at",
)
impersonal("cohorts.Cohort", "slug number title_fr title_en starts_on ends_on places places_taken")
name(
    "cohorts.Place",
    _("Place in a cohort"),
    pause_note=_("Why the incubation is paused"),
    end_note=_("Why the incubation ended"),
    taken_at=_("Taken on"),
)
name("cohorts.Agreement", _("Agreement"), words=_("The words agreed to"))

goes_with(Subject.STARTUP, "cohorts.Place", "startup")
goes_with(Subject.STARTUP, "cohorts.Agreement", "place__startup")
