"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_with
from incubator.core.personal_data import Erasure, declare, impersonal, of_person
from incubator.jobs.privacy import DESK_WORK, MY_WORK

declare(
    "lists.SavedView",
    DESK_WORK,
    personal="name query",
    erase=Erasure.DELETED,
    section=MY_WORK,
    whose=of_person("owner"),
    beside="created_at is_shared",
)
impersonal("lists.SavedView", "list place")
declare(
    "lists.KeptColumns",
    DESK_WORK,
    personal="columns",
    erase=Erasure.DELETED,
    section=MY_WORK,
    whose=of_person("person"),
)
impersonal("lists.KeptColumns", "list")
name("lists.SavedView", _("Saved view"), query=_("What it asks for, as the software keeps it"))
name("lists.KeptColumns", _("Columns of a list"), columns=_("Columns, as the software keeps them"))

goes_with(Subject.PERSON, "lists.SavedView", "owner")
goes_with(Subject.PERSON, "lists.KeptColumns", "person")
