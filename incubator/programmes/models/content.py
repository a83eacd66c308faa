"""What a call consists of: rules, criteria, documents, calendar, tranche plan, milestone template."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Bilingual
from incubator.programmes.models.call import Call
from incubator.programmes.states import DocumentMoment, EntryKind, RuleKind


class CallPart(models.Model):
    """A line of a call, in its order."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class EligibilityRule(CallPart):
    """Who may apply: a condition over the answers, and the reason people read when it is not met."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="eligibility_rules")
    slug = models.SlugField()
    kind = models.CharField(max_length=10, choices=RuleKind.choices)
    feeds = models.CharField(max_length=40, blank=True)
    text_fr = models.TextField()
    text_en = models.TextField(blank=True)
    reason_fr = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    condition = models.JSONField(default=dict)

    text = Bilingual("text")
    reason = Bilingual("reason")

    class Meta(CallPart.Meta):
        constraints = [models.UniqueConstraint(fields=["call", "slug"], name="eligibility_rule_once")]

    def __str__(self) -> str:
        return self.slug

    def as_rule(self) -> dict:
        """Return the rule as the form engine reads it."""
        return {
            "slug": self.slug,
            "kind": self.kind,
            "feeds": self.feeds,
            "fr": self.text_fr,
            "en": self.text_en,
            "reason_fr": self.reason_fr,
            "reason_en": self.reason_en,
            "condition": self.condition,
        }


class Criterion(CallPart):
    """A line of the scoring grid: its weight in points of 100 and the answers it judges."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    slug = models.SlugField()
    weight = models.PositiveSmallIntegerField()
    min_score = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="A mean below it knocks out."
    )
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    guidance_fr = models.TextField(blank=True)
    guidance_en = models.TextField(blank=True)
    answers = models.JSONField(default=list, help_text="Keys of fields and slugs of documents.")

    title = Bilingual("title")
    guidance = Bilingual("guidance")

    class Meta(CallPart.Meta):
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["call", "slug"], name="criterion_once")]

    def __str__(self) -> str:
        return self.title_fr


class DocumentRequirement(CallPart):
    """A document asked for; those asked with the application are also part of the form version."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    slug = models.SlugField()
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    note_fr = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    moment = models.CharField(max_length=12, choices=DocumentMoment.choices)
    required = models.BooleanField(default=False)
    required_when = models.JSONField(null=True, blank=True)
    formats = models.JSONField(default=list)
    max_mb = models.PositiveSmallIntegerField(default=2)
    data_class = models.CharField(max_length=10, default="internal")
    reviewer_visible = models.BooleanField(default=False)

    title = Bilingual("title")
    note = Bilingual("note")

    class Meta(CallPart.Meta):
        constraints = [models.UniqueConstraint(fields=["call", "slug"], name="document_requirement_once")]

    def __str__(self) -> str:
        return self.title_fr

    def as_definition(self) -> dict:
        """Return the document as the compiled form holds it."""
        held = {
            "slug": self.slug,
            "label": {"fr": self.title_fr} | ({"en": self.title_en} if self.title_en else {}),
            "when": self.moment,
            "required": self.required,
            "formats": self.formats,
            "max_mb": self.max_mb,
            "data_class": self.data_class,
            "reviewer_visible": self.reviewer_visible,
        }
        if self.required_when:
            held["required_when"] = self.required_when
        if self.note_fr:
            held["note"] = {"fr": self.note_fr} | ({"en": self.note_en} if self.note_en else {})
        return held


class CalendarEntry(CallPart):
    """A date of the call's calendar.

    The opening and the closing are the call's own and stand here for reading.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="calendar")
    slug = models.SlugField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    whole_day = models.BooleanField(default=False)

    title = Bilingual("title")

    class Meta:
        ordering = ["starts_at", "position"]
        verbose_name_plural = "calendar entries"
        constraints = [models.UniqueConstraint(fields=["call", "slug"], name="calendar_entry_once")]

    def __str__(self) -> str:
        return self.title_fr


class TrancheTemplate(CallPart):
    """One tranche of the grant: its share of the award and what releases it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tranche_plan")
    number = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField(help_text=_("In francs, for the full award."))
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    conditions = models.JSONField(default=list)

    title = Bilingual("title")

    class Meta(CallPart.Meta):
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="tranche_template_once")]

    def __str__(self) -> str:
        return self.title_fr


class MilestoneTemplate(CallPart):
    """A milestone every start-up of the cohort gets.

    Due so many days after the start, with the evidence wanted.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="milestone_plan")
    number = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    due_after_days = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField(default=0)
    evidence = models.JSONField(default=list, help_text="Fields, in the words of the form definition.")

    title = Bilingual("title")
    description = Bilingual("description")

    class Meta(CallPart.Meta):
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="milestone_template_once")]

    def __str__(self) -> str:
        return self.title_fr
