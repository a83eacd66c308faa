"""What the slice holds of people (`core/personal_data.py`)."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import everywhere, name
from incubator.core.forgetting import Subject, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Hold,
    Kept,
    Processing,
    Section,
    Since,
    Whose,
    declare,
    impersonal,
    of_person,
)
from incubator.startups.models import Startup
from incubator.workflow.proposals import ProposalState

MY_STARTUPS = Section("startups", _("my start-ups"))

STARTUPS = Processing(
    "startups",
    title=_("Start-ups and their people"),
    purpose=_(
        "To keep one record of a start-up and of its team, and to show it in the directory if the team agreed."
    ),
    ground=Ground.CONTRACT,
    people=_("founders and team members"),
    data=_("part in the team, gender, year of birth, name and registration of the company, presentation"),
    recipients=_("the team; the office; the public, for what the team published"),
    kept=Kept(60, Since.LEFT),
)


def of_startup(lookup: str) -> Whose:
    """Return the rule that a row belongs to whoever is in the start-up today."""

    def whose(person: Any, at: datetime) -> Q:
        return Q(**{f"{lookup}__in": Startup.objects.of(person).order_by().values("pk")})

    return whose


declare(
    "startups.Startup",
    STARTUPS,
    public="name pitch_fr pitch_en stage website",
    personal="legal_form rccm nif registered_on",
    erase=Erasure.REPLACED,
    section=MY_STARTUPS,
    whose=of_startup("pk"),
    beside="public_id sector commune directory_consent_at",
)
declare(
    "startups.Startup",
    STARTUPS,
    public="slug",
    erase=Erasure.REPLACED,
    withheld=_("Made from the name, which stands in the copy."),
)
declare(
    "startups.Membership",
    STARTUPS,
    personal="birth_year role gender from_on until_on",
    anonymous="role gender from_on until_on",
    erase=Erasure.EMPTIED,
    section=MY_STARTUPS,
    whose=of_person("person"),
    beside="startup",
)
declare(
    "startups.Registration",
    STARTUPS,
    personal="legal_form rccm nif registered_on decision_note",
    internal="seen",
    erase=Erasure.HELD,
    hold=Hold.BOOKS,
    section=MY_STARTUPS,
    whose=of_startup("startup"),
    beside="startup state proposed_at decided_at",
)
impersonal("startups.Sector", "slug name_fr name_en position")
everywhere(
    legal_form=_("Legal form"),
    rccm=_("Trade register number (RCCM)"),
    nif=_("Tax number (NIF)"),
    registered_on=_("Registered on"),
    pitch_fr=_("In one sentence, in French"),
    pitch_en=_("In one sentence, in English"),
    stage=_("Stage"),
    website=_("Website"),
)
name(
    "startups.Startup",
    _("Start-up"),
    directory_consent_at=_("In the public directory by consent since"),
)
name("startups.Membership", _("Place in a team"), birth_year=_("Year of birth"))
name(
    "startups.Registration",
    _("Verified registration"),
    {"state": ProposalState},
    seen=_("The paper it was read in"),
)
name("startups.Sector", _("Sector"))
goes_with(Subject.STARTUP, "startups.Startup", "pk")
goes_with(Subject.STARTUP, "startups.Membership", "startup")
goes_with(Subject.PERSON, "startups.Membership", "person")
goes_with(Subject.STARTUP, "startups.Registration", "startup")
