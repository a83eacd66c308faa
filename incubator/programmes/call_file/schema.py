"""What the file of a call holds, as pydantic models whose fields are named as the columns they fill.

What the fields cannot say by themselves is checked after them (`agreement`).
"""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pydantic
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, ValidationInfo

from incubator.forms.definition import compile_definition
from incubator.programmes.call_file import agreement
from incubator.programmes.call_file.agreement import Raw, agreeing, shaped_as
from incubator.programmes.call_file.keeping import LONGEST
from incubator.programmes.states import DocumentMoment, EntryKind


def moment(written: str) -> str:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(_("A date is written 2027-03-05, an instant 2027-03-05T17:00.")) from None
    return written


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=50)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[Text, StringConstraints(max_length=160)]
English = Annotated[str, Field(max_length=160)]
LongTitle = Annotated[Text, StringConstraints(max_length=200)]
LongEnglish = Annotated[str, Field(max_length=200)]
Moment = Annotated[str, AfterValidator(moment)]
Amount = Annotated[int, Field(strict=True, ge=0)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Share = Annotated[int, Field(strict=True, ge=1, le=100)]


class Part(BaseModel):
    """An object of the file, where null is the same as absent."""

    model_config = pydantic.ConfigDict(use_enum_values=True)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data


class Titled(Part):
    slug: Slug
    title_fr: Title = Field(alias="fr")
    title_en: English = Field("", alias="en")


class Programme(Part):
    slug: Slug
    title_fr: Title = Field(alias="name_fr")
    title_en: English = Field("", alias="name_en")
    centre: str = ""
    cohorts_planned: Annotated[Amount, Field(ge=1)] = 1
    places_planned: Amount = Field(0, alias="places_total")


class Section(Part):
    slug: Slug
    heading_fr: Text


class Theme(Part):
    slug: Slug
    fr: Annotated[Text, StringConstraints(max_length=120)]


class Entry(Titled):
    kind: EntryKind
    start: Moment
    end: Moment = ""


class Places(Part):
    places: Annotated[Amount, Field(ge=1, alias="selected")]
    waiting_list_size: Amount = Field(0, alias="waiting_list")
    shortlist_size: Amount = Field(0, alias="shortlist")


class Rule(Part):
    slug: Annotated[Text, StringConstraints(max_length=50)]
    kind: Text
    feeds: Annotated[str, Field(max_length=40)] = ""
    text_fr: Text = Field(alias="fr")
    text_en: str = Field("", alias="en")
    reason_fr: str = ""
    reason_en: str = ""
    condition: Raw


class Criterion(Titled):
    guidance_fr: str = ""
    guidance_en: str = ""
    min_score: Amount | None = None
    weight: Share
    answers: list[str] = []


class Scale(Part):
    min: Annotated[int, Field(strict=True)]
    max: Annotated[int, Field(strict=True)]
    step: Share = 1
    labels: list[Raw] = []

    @pydantic.model_validator(mode="after")
    def _has_a_range(self) -> "Scale":
        if self.min >= self.max:
            raise ValueError(_("The scale has a lowest and a highest score."))
        return self


class Criteria(Part):
    items: Annotated[list[Criterion], agreeing(agreement.each_once), agreeing(agreement.weight_faults)]
    score_scale: Annotated[Raw, shaped_as(Scale)] = Field(alias="scale")
    is_blind: bool = Field(True, alias="blind")
    reviews_per_application: Annotated[int, Field(strict=True, ge=1, le=9)] = 2
    third_review_gap: Annotated[Amount, Field(le=99)] = Field(0, alias="third_review_if_gap_over_points")
    pass_mark_percent: Percent = 0
    tie_break: list[str] = []

    @pydantic.field_validator("tie_break")
    @classmethod
    def _ties_are_criteria(cls, value: list[str], info: ValidationInfo) -> list[str]:
        slugs = {item.slug for item in info.data.get("items", ())} or value
        unknown = [(place, slug) for place, slug in enumerate(value) if slug not in slugs]
        agreement.refuse(
            ((place,), _('The criterion "%(slug)s" is not known.') % {"slug": slug})
            for place, slug in unknown
        )
        return value


class FieldShape(Part):
    """What the form engine needs of a question before it can judge it."""

    key: str = ""
    type: str = ""
    choices: list[Raw] = []
    columns: list[Raw] = []


class StepShape(Part):
    fields: list[Annotated[Raw, shaped_as(FieldShape)]]


class Asking(Part):
    """A milestone, as far as it asks for evidence; questions are internal unless they say otherwise."""

    evidence: list[Annotated[Raw, shaped_as(FieldShape)]] = []

    @property
    def definition(self) -> Raw:
        """The evidence compiled as a form of one step."""
        fields = [{"data_class": "internal", **field} for field in self.evidence]
        return compile_definition([{"key": "evidence", "title_fr": "–", "fields": fields}], [], {})


class Milestone(Asking):
    number: Amount
    title_fr: Title
    title_en: English = ""
    description_fr: str = ""
    description_en: str = ""
    due_after_days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    weight: Amount = 0


class Tranche(Part):
    number: Amount
    percent: Share
    amount: Annotated[Amount, Field(ge=1)]
    title_fr: LongTitle = Field(alias="label_fr")
    title_en: LongEnglish = Field("", alias="label_en")
    conditions: list[Raw] = []


class Grant(Part):
    currency: Annotated[str, Field(max_length=3)] = "XOF"
    award_amount: Amount = Field(0, alias="max_amount")
    tranches: Annotated[list[Tranche], agreeing(agreement.in_order)] = []


class Document(Titled):
    title_fr: LongTitle = Field(alias="fr")
    title_en: LongEnglish = Field("", alias="en")
    note_fr: Annotated[str, Field(max_length=300)] = ""
    note_en: Annotated[str, Field(max_length=300)] = ""
    moment: DocumentMoment = Field(DocumentMoment.APPLICATION, alias="when")
    required: bool = False
    required_when: Raw | None = None
    formats: list[str] = []
    max_mb: Amount = 2
    data_class: Annotated[str, Field(max_length=10)] = "internal"
    reviewer_visible: bool = False


class Retention(Part):
    """How long what the call gathered is kept (`keeping` reads it)."""

    rejected_months: Annotated[int, Field(strict=True, ge=1, le=LONGEST["rejected_months"])] | None = None
    pool_months: Annotated[int, Field(strict=True, ge=1, le=LONGEST["pool_months"])] | None = None
    selected_years: Annotated[int, Field(strict=True, ge=1, le=LONGEST["selected_years"])] | None = None
    note_fr: str = ""
    note_en: str = ""


class Forms(Part):
    """What the form engine judges, whatever else is wrong in the file."""

    form: list[Annotated[Raw, shaped_as(StepShape)]]
    documents: list[Raw] = []
    themes: list[Raw] = []
    milestone_template: list[Asking] = []

    @property
    def definition(self) -> Raw:
        """The form and the documents, compiled."""
        return compile_definition(self.form, self.documents, {"call.themes": self.themes})


class CallFile(Forms):
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=80)]
    reference: Annotated[Text, StringConstraints(max_length=20)]
    programme: Programme
    title_fr: LongTitle
    title_en: LongEnglish = ""
    summary_fr: Text
    summary_en: str = ""
    time_zone: ZoneInfo = ZoneInfo("Africa/Lome")
    sections: list[Annotated[Raw, shaped_as(Section)]] = []
    themes: Annotated[list[Annotated[Raw, shaped_as(Theme)]], agreeing(agreement.each_once)] = []
    calendar: Annotated[list[Entry], agreeing(agreement.each_once), agreeing(agreement.calendar_faults)]
    grace_minutes: Amount = 0
    places: Places
    criteria: Criteria
    milestone_template: Annotated[list[Milestone], agreeing(agreement.in_order)] = []
    grant: Grant = Grant()
    documents: list[Annotated[Raw, shaped_as(Document)]] = []
    eligibility: list[Annotated[Raw, shaped_as(Rule)]] = []
    contact: Raw = {}
    retention: Annotated[Raw, shaped_as(Retention)] = {}
    fees: Raw = {}

    @pydantic.field_validator("grant")
    @classmethod
    def _grant_agrees(cls, value: Grant, info: ValidationInfo) -> Grant:
        rows = info.data.get("milestone_template")
        agreement.refuse(
            agreement.grant_faults(value, None if rows is None else {row.number for row in rows})
        )
        return value
