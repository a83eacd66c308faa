"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

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
