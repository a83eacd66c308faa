"""Tells the other members of a team what was written to its lead, in words of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from incubator.applications.models import Application, ApplicationMember
from incubator.applications.states import TeamRole
from incubator.notifications import outbox
from incubator.people.models import Actor, User

LETTER = "applications/for_the_team"
# What a letter to the lead asks for: the members read whether they may do it.
ANSWER, COMPLETE, NOTHING = "answer", "complete", "nothing"


def others(members: QuerySet[ApplicationMember]) -> QuerySet[ApplicationMember]:
    """Keep the active members of a team who are not its lead; an agent who enters the file is not of the team."""
    return members.exclude(role__in=(TeamRole.LEAD, TeamRole.AGENT)).filter(person__is_active=True)


def count_others(files: Sequence[int]) -> int:
    """Return how many members the letters of these files are told to beside their leads."""
    return others(ApplicationMember.objects.filter(application__in=files)).count()


def tell_the_others(
    application: Application, letter: str, context: dict[str, Any], *, lead: User, asks: str = NOTHING,
    by: Actor, at: datetime, batch: str = "", leaves_at: datetime | None = None,
) -> int:  # fmt: skip
    """Write to every active member of the team but the lead, that the lead was written to; return how many letters.

    `letter` and `context` are those of the lead's letter: its subject is said in each member's language. `asks` is what
    that letter asks for. An agent who enters the file is not of the team.
    """
    members = list(others(application.team.exclude(person=lead)).select_related("person").order_by("pk"))
    for member in members:
        person = member.person
        told = outbox.words_of(letter, to=person, about=application, context=context)
        facts = {
            "call": application.call,
            "name": application.startup_name or application.startup.name,
            "lead": lead,
            "told": told.subject,
            "asks": asks,
            "writes": member.role == TeamRole.EDITOR,
            "path": reverse("applications:file", kwargs={"ref": application.ref}),
        }
        outbox.post(
            LETTER,
            to=person,
            at=at,
            about=application,
            context=facts,
            by=by,
            batch=batch,
            leaves_at=leaves_at,
        )
    return len(members)
