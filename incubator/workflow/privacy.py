"""What the slice holds of people (`core/personal_data.py`)."""

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
    of_person,
)
from incubator.workflow.wording import verb_in_words

MY_ACTS = Section("acts", _("my acts"))

TRAIL = Processing(
    "trail",
    title=_("Log of what was done"),
    purpose=_("To prove who did what, and who read what is private."),
    ground=Ground.PUBLIC_INTEREST,
    people=_("everybody who acts here"),
    data=_("act, instant, reference of the record, the person who acted"),
    recipients=_("administrators of the centre; auditors"),
    kept=Kept(120, Since.WRITTEN),
)

declare(
    "workflow.Event",
    TRAIL,
    internal="verb subject_ref",
    personal="data",
    erase=Erasure.HELD,
    hold=Hold.TRAIL,
    section=MY_ACTS,
    whose=of_person("actor"),
    beside="at",
)
impersonal("workflow.Event", "subject_type subject_id")
name(
    "workflow.Event",
    _("What you did"),
    {"verb": lambda event: verb_in_words(event.verb)},
    at=_("When"),
    verb=_("What"),
    subject_ref=_("On what"),
    data=_("Details, as the software keeps them"),
)

goes_with(Subject.PERSON, "workflow.Event", "actor")
