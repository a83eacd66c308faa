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
    of_person,
)

MY_LINKS = Section("links", _("my links"))

LINKS = Processing(
    "links",
    title=_("Register of links"),
    purpose=_("To keep whoever has a link with a start-up from deciding about it."),
    ground=Ground.PUBLIC_INTEREST,
    people=_("staff, jurors, mentors"),
    data=_("start-up, kind of link, explanation"),
    recipients=_("the person; the office of the centre"),
    kept=Kept(60, Since.ROLE_END),
)

declare(
    "conflicts.Interest",
    LINKS,
    personal="note kind",
    anonymous="kind",
    erase=Erasure.REPLACED,
    section=MY_LINKS,
    whose=of_person("person"),
    beside="startup state declared_at",
)
name("conflicts.Interest", _("Declared link"))
goes_with(Subject.PERSON, "conflicts.Interest", "person")
goes_with(Subject.STARTUP, "conflicts.Interest", "startup")
