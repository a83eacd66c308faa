"""Who opened the documents that a person sent, from the audit: when, which one, in which role. Nobody is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.people.states import Role
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type


@dataclass(frozen=True)
class Reading:
    """One opening of a document by somebody else; a juror stays unknown to the team."""

    at: datetime
    document: str
    by: str


def of(person: User, limit: int | None = None) -> Iterator[Reading]:
    """Yield who opened the person's documents, the last first."""
    names = dict(StoredFile.objects.filter(uploaded_by=person).order_by("pk").values_list("pk", "name"))
    found = Event.objects.filter(
        verb="file.read", subject_type=subject_type(StoredFile()), subject_id__in=list(names)
    )
    found = found.exclude(actor=person).select_related("actor").prefetch_related("actor__grants")
    for event in found.order_by("-at", "-pk")[:limit]:
        yield Reading(event.at, names[event.subject_id], _role(event))


def _role(event: Event) -> str:
    grants = event.actor.grants.all() if event.actor else ()
    held = [g.role for g in grants if g.from_at <= event.at and (g.until_at is None or event.at < g.until_at)]
    return ", ".join(str(Role(role).label) for role in dict.fromkeys(held)) or _("a member of the team")
