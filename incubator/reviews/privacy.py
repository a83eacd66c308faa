"""What the slice holds of people (`core/personal_data.py`)."""

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
from incubator.reviews.states import AssignmentState, TakenBecause

MY_REVIEWS = Section("reviews", _("my reviews"))

JURY = Processing(
    "jury",
    title=_("Work of the jury"),
    purpose=_("To choose by the criteria of the call, and to be able to show how."),
    ground=Ground.PUBLIC_INTEREST,
    people=_("jurors; the people of the files they read"),
    data=_("scores, recommendation, comments, reason of a withdrawal"),
    recipients=_("the juror; the office; of the team nobody"),
    kept=Kept(60, Since.RESULTS),
)

declare(
    "reviews.Assignment",
    JURY,
    internal="points scale_top",
    personal="comment reason recommendation",
    anonymous="points scale_top recommendation",
    erase=Erasure.REPLACED,
    section=MY_REVIEWS,
    whose=of_person("juror"),
    beside="public_id state submitted_at",
)
declare(
    "reviews.Score",
    JURY,
    internal="value",
    personal="comment",
    anonymous="value",
    erase=Erasure.REPLACED,
    section=MY_REVIEWS,
    whose=of_person("assignment__juror"),
    beside="criterion saved_at",
)
impersonal("reviews.Assignment", "number")
impersonal("reviews.Round", "number title_fr title_en")
name(
    "reviews.Assignment",
    _("File to read as a juror"),
    {"state": AssignmentState, "reason": TakenBecause},
    points=_("Points"),
    scale_top=_("Highest score of the scale"),
    recommendation=_("Recommendation"),
)
name("reviews.Score", _("Score"), saved_at=_("Saved on"))
goes_with(Subject.FILE, "reviews.Assignment", "application")
goes_with(Subject.FILE, "reviews.Score", "assignment__application")
