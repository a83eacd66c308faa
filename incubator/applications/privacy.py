"""What the slice holds of people (`core/personal_data.py`)."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.applications.models import Application, Decision
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    Whose,
    declare,
    impersonal,
    of_person,
)
from incubator.jobs.privacy import DESK_WORK, MY_WORK

MY_APPLICATIONS = Section("applications", _("my applications"))

APPLYING = Processing(
    "applying",
    title=_("Applications"),
    purpose=_("To receive an application, to examine it, to decide and to say why."),
    ground=Ground.CONTRACT,
    people=_("applicants, the members of their team, people named in a file"),
    data=_(
        "answers and documents of the call’s form: identity, contacts, date of birth, gender, company, figures; "
        "corrections, decisions and their reasons"
    ),
    recipients=_("the team; the office; the jury, without names where the call is blind"),
    kept=Kept(
        12,
        Since.RESULTS,
        _("A call may say another period. The file of a start-up that was chosen stays with its record."),
    ),
)
FINDING = Processing(
    "finding",
    title=_("Search and files that look alike"),
    purpose=_("To find a file by its words, and to see that the same project was sent twice."),
    ground=Ground.LEGITIMATE,
    people=_("applicants"),
    data=_("words of the file; keyed fingerprints of contacts and registration numbers"),
    recipients=_("the office of the centre"),
    kept=APPLYING.kept,
)
ASSISTING = Processing(
    "assisting",
    title=_("Assisted entry"),
    purpose=_("To let an agent enter a file with somebody, and that person confirm it."),
    ground=Ground.CONSENT,
    people=_("people who were assisted, and their agents"),
    data=_("name, telephone, commune, how and when the person confirmed"),
    recipients=_("the person; the agent; the office of the centre"),
    kept=APPLYING.kept,
)
FOR_THE_OFFICE = _("It is the office’s own work on a file, or tells of other people.")
DERIVED = _("Made from the answers, which stand in the copy.")


def of_team(lookup: str) -> Whose:
    """Return the rule that a row belongs to whoever is in the team of the file."""

    def whose(person: Any, at: datetime) -> Q:
        files = Application.objects.of(person)
        return Q(**{f"{lookup}__in": files.order_by().values("pk")})

    return whose


def published(person: Any, at: datetime) -> Q:
    """Keep the decisions that the team of the file was told."""
    told = Decision.objects.published().order_by().values("pk")
    return Q(pk__in=told) & of_team("application")(person, at)


declare(
    "applications.Application",
    APPLYING,
    internal="""
        pitch stage founders_count founders_women founders_youth users revenue_12m
        jobs_full_time_women jobs_full_time_men jobs_part_time_women jobs_part_time_men
        jobs_youth requested_amount
    """,
    personal="""
        lead_last_name lead_first_names lead_birth_date lead_phone lead_email rccm nif
        registration_date withdrawal_reason lead_gender legal_form
    """,
    anonymous="""
        stage founders_count founders_women founders_youth users revenue_12m jobs_full_time_women
        jobs_full_time_men jobs_part_time_women jobs_part_time_men jobs_youth requested_amount
        lead_gender legal_form
    """,
    erase=Erasure.EMPTIED,
    section=MY_APPLICATIONS,
    whose=of_team("pk"),
    beside="public_id reference call startup commune sector created_at submitted_at",
)
declare(
    "applications.Application",
    APPLYING,
    personal="startup_name",
    erase=Erasure.REPLACED,
    section=MY_APPLICATIONS,
    whose=of_team("pk"),
)
declare(
    "applications.Application",
    APPLYING,
    personal="eligibility",
    internal="receipt_code",
    erase=Erasure.EMPTIED,
    withheld=_("What the rules said of the answers: the team reads it on the page of the file."),
)
impersonal("applications.Application", "reference documents_count")
# The copy of each file is written by `submission/own_copy.py`: its questions, answers, sendings and documents.
declare(
    "applications.Answer",
    APPLYING,
    personal="value",
    sensitive="value_sealed=sealed",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
)
declare(
    "applications.Revision",
    APPLYING,
    personal="answers",
    sensitive="answers_sealed=sensitive",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
)
declare(
    "applications.ApplicationMember",
    APPLYING,
    personal="role",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
    whose=of_person("person"),
    beside="application",
)
declare(
    "applications.Correction",
    APPLYING,
    personal="note items",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
    whose=of_team("application"),
    beside="application asked_at due_at answered_at",
)
declare(
    "applications.Decision",
    APPLYING,
    internal="kind result",
    personal="reasons_fr reasons_en",
    anonymous="kind result",
    erase=Erasure.REPLACED,
    section=MY_APPLICATIONS,
    whose=published,
    beside="application published_at answer_by",
)
declare("applications.Decision", APPLYING, internal="rank", erase=Erasure.EMPTIED, withheld=FOR_THE_OFFICE)
declare(
    "applications.TeamInvitation",
    APPLYING,
    personal="contact role",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
    whose=of_person("invited_by"),
    beside="application created_at expires_at used_at cancelled_at",
)
declare(
    "applications.CallInvitation",
    APPLYING,
    personal="contact",
    erase=Erasure.DELETED,
    section=MY_APPLICATIONS,
    whose=of_person("person"),
    beside="call invited_at withdrawn_at",
)
declare(
    "applications.Assistance",
    ASSISTING,
    personal="name phone method",
    erase=Erasure.EMPTIED,
    section=MY_APPLICATIONS,
    whose=of_team("application"),
    beside="application commune created_at confirmed_at",
)
declare(
    "applications.Assistance",
    ASSISTING,
    internal="wording",
    sensitive="code_hash",
    erase=Erasure.EMPTIED,
    withheld=_("A fingerprint that nobody can read."),
)
declare(
    "applications.Note",
    APPLYING,
    internal="due_on",
    personal="text",
    anonymous="due_on",
    erase=Erasure.REPLACED,
    section=MY_WORK,
    whose=of_person("author"),
    beside="application audience created_at",
)
declare("applications.Redaction", APPLYING, personal="text", erase=Erasure.DELETED, withheld=FOR_THE_OFFICE)
declare(
    "applications.SearchText", FINDING, personal="open_words words", erase=Erasure.DELETED, withheld=DERIVED
)
declare("applications.TwinKey", FINDING, personal="value", erase=Erasure.DELETED, withheld=DERIVED)
declare(
    "applications.Twins",
    FINDING,
    internal="why",
    personal="reason",
    anonymous="why",
    erase=Erasure.EMPTIED,
    withheld=FOR_THE_OFFICE,
)
declare(
    "applications.BulkRun",
    DESK_WORK,
    personal="options waiting seen refused back",
    erase=Erasure.DELETED,
    withheld=FOR_THE_OFFICE,
)
declare(
    "applications.GroupLetter",
    DESK_WORK,
    personal="subject_fr subject_en text_fr text_en waiting seen left_out back",
    erase=Erasure.DELETED,
    withheld=_("A letter to many: each reader’s own stands among the letters of the copy."),
)
declare(
    "applications.ImportBatch",
    DESK_WORK,
    personal="headings targets shape",
    internal="received_on",
    erase=Erasure.DELETED,
    withheld=FOR_THE_OFFICE,
)
declare(
    "applications.ImportRow",
    DESK_WORK,
    personal="problems kept paper_reference twin",
    erase=Erasure.DELETED,
    withheld=FOR_THE_OFFICE,
)
declare(
    "applications.LateCode",
    DESK_WORK,
    personal="reason",
    sensitive="code_hash",
    erase=Erasure.EMPTIED,
    withheld=FOR_THE_OFFICE,
)
declare(
    "applications.TeamInvitation",
    APPLYING,
    sensitive="code_hash",
    erase=Erasure.DELETED,
    withheld=_("A fingerprint that nobody can read."),
)
impersonal("applications.Answer", "key version source")
impersonal("applications.Revision", "number files sha256")
impersonal("applications.Assistance", "code_attempts")
impersonal("applications.BulkRun", "act total done")
impersonal("applications.GroupLetter", "count")
impersonal("applications.ImportBatch", "rows_count attempt")
impersonal("applications.ImportMapping", "fingerprint targets shape")
impersonal("applications.ImportRow", "line outcome")
impersonal("applications.LateCode", "uses_allowed uses_left")
impersonal("applications.Note", "audience")
impersonal("applications.Redaction", "key")
impersonal("applications.Clearance", "what")
impersonal("applications.Tag", "name")
impersonal("applications.TwinKey", "kind")
impersonal("applications.TwinLook", "revision")
