"""What the slice holds of people (`core/personal_data.py`)."""

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
