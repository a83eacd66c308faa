"""What the slice holds of people (`core/personal_data.py`)."""

from collections.abc import Sequence

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
)
from incubator.milestones.models import Milestone
from incubator.startups.privacy import of_startup

MY_FOLLOW_UP = Section("follow_up", _("my milestones and reports"))

FOLLOW_UP = Processing(
    "follow_up",
    title=_("Milestones and reports"),
    purpose=_("To follow what a start-up does with the support, and to report to those who fund it."),
    ground=Ground.CONTRACT,
    people=_("founders and team members; people named in what they send"),
    data=_("evidence, words of the report, figures with their source"),
    recipients=_("the team; its mentor; the office; funders, the reports of the start-ups they pay for"),
    kept=Kept(60, Since.LEFT),
)

declare(
    "milestones.Milestone",
    FOLLOW_UP,
    personal="evidence office_note",
    erase=Erasure.REPLACED,
    section=MY_FOLLOW_UP,
    whose=of_startup("place__startup"),
    beside="number title_fr title_en due_on state submitted_at decided_at",
)
impersonal(
    "milestones.Milestone",
    "number title_fr title_en description_fr description_en due_on weight evidence_wanted",
)
name("milestones.Milestone", _("Milestone"), evidence=_("What you gave as evidence"))


def files_of_milestones(startups: Sequence[int]) -> Q:
    """Keep the files that teams sent as evidence."""
    theirs = Milestone.objects.filter(place__startup__in=startups)
    return Q(record="milestone", record_id__in=theirs.values("pk"))


goes_with(Subject.STARTUP, "milestones.Milestone", "place__startup")
goes_with(Subject.STARTUP, "files.StoredFile", rows=files_of_milestones)
