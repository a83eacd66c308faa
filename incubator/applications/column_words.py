"""What people call the slice's records and columns (`core/column_words.py`): in the copy that they take away."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.applications.models import Method
from incubator.applications.states import WithdrawnBecause
from incubator.core.column_words import name
from incubator.startups.states import Gender, LegalForm, Stage
from incubator.ui.typography import money

name(
    "applications.Application",
    pgettext_lazy("record", "Application"),
    {
        "stage": Stage,
        "withdrawal_reason": WithdrawnBecause,
        "legal_form": LegalForm,
        "lead_gender": Gender,
        "revenue_12m": lambda row: money(row.revenue_12m),
        "requested_amount": lambda row: money(row.requested_amount),
    },
    pitch=_("In one sentence"),
    founders_count=_("Founders"),
    founders_women=_("Women among the founders"),
    founders_youth=_("Young people among the founders"),
    users=_("Users"),
    revenue_12m=_("Turnover of the last 12 months"),
    jobs_full_time_women=_("Full-time jobs, women"),
    jobs_full_time_men=_("Full-time jobs, men"),
    jobs_part_time_women=_("Part-time jobs, women"),
    jobs_part_time_men=_("Part-time jobs, men"),
    jobs_youth=_("Jobs of young people"),
    requested_amount=_("Amount asked for"),
    lead_last_name=_("Last name of the lead"),
    lead_first_names=_("First names of the lead"),
    lead_birth_date=_("Date of birth of the lead"),
    lead_gender=_("Gender of the lead"),
    lead_phone=_("Telephone of the lead"),
    lead_email=_("Email address of the lead"),
    startup_name=_("Name of the start-up"),
    registration_date=_("Registered on"),
    withdrawal_reason=_("Why it was withdrawn"),
)
name("applications.Answer", _("Answer"), value_sealed=_("Sensitive answer"))
name(
    "applications.Revision",
    _("What was sent"),
    answers=_("Answers"),
    answers_sealed=_("Sensitive answers"),
)
name("applications.ApplicationMember", _("Part in the team of a file"))
name(
    "applications.Correction",
    _("Correction asked for"),
    items=_("What is to correct"),
    asked_at=_("Asked for on"),
    answered_at=_("Answered on"),
)
name(
    "applications.Decision",
    _("Decision"),
    result=_("Result"),
    reasons_fr=_("Reasons in French"),
    reasons_en=_("Reasons in English"),
    published_at=_("Published on"),
    answer_by=_("To answer before"),
)
name("applications.TeamInvitation", _("Invitation to a team"))
name("applications.CallInvitation", _("Invitation to a call"), invited_at=_("Invited on"))
name("applications.Assistance", _("Entry with an agent"), {"method": Method})
name("applications.Note", _("Comment or task"), audience=_("Who reads it"))
