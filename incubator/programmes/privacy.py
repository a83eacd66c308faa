"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_with, stays
from incubator.core.personal_data import Erasure, declare, impersonal, of_person
from incubator.jobs.privacy import DESK_WORK
from incubator.people.privacy import MY_ACCOUNT, ROLES

declare(
    "programmes.ProgrammeStaff",
    ROLES,
    internal="role",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="programme",
)
declare(
    "programmes.Call",
    DESK_WORK,
    public="contact",
    internal="correction_note",
    erase=Erasure.REPLACED,
    withheld=_("Words of the office about the call."),
)
declare(
    "programmes.Outage",
    DESK_WORK,
    internal="note",
    erase=Erasure.REPLACED,
    withheld=_("Words of the office about the site."),
)
impersonal(
    "programmes.Call",
    """
    grace_minutes reference slug title_fr title_en summary_fr summary_en sections themes places shortlist_size
    waiting_list_size score_scale pass_mark_percent reviews_per_application third_review_gap tie_break currency
    award_amount retention fees application_counter award_counter
    """,
)
impersonal("programmes.Programme", "slug title_fr title_en cohorts_planned places_planned")
impersonal("programmes.FormVersion", "number definition sha256")
impersonal(
    "programmes.EligibilityRule", "position slug kind feeds text_fr text_en reason_fr reason_en condition"
)
impersonal(
    "programmes.Criterion", "position slug weight min_score title_fr title_en guidance_fr guidance_en answers"
)
impersonal(
    "programmes.DocumentRequirement",
    "position slug title_fr title_en note_fr note_en moment required_when formats max_mb data_class",
)
impersonal("programmes.CalendarEntry", "position slug kind title_fr title_en")
impersonal("programmes.TrancheTemplate", "position number percent amount title_fr title_en conditions")
impersonal(
    "programmes.MilestoneTemplate",
    "position number title_fr title_en description_fr description_en due_after_days weight evidence",
)
impersonal("programmes.CallExtension", "kind reason_fr reason_en")
impersonal("programmes.EarlyClosing", "reason_fr reason_en")
name("programmes.ProgrammeStaff", _("Programme you work on"))
name("programmes.Programme", _("Programme"))
name("programmes.Call", _("Call"))
name("programmes.Criterion", _("Criterion"))

goes_with(Subject.PERSON, "programmes.ProgrammeStaff", "person")
stays("programmes.Call", "The contact is the centre's own, and stands on the page of the call.")
stays("programmes.Outage", "It tells of a machine, not of a person.")
