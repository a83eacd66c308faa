"""Tells the other members of a team what was written to its lead, in words of their own."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from incubator.applications.models import Application
from incubator.applications.states import TeamRole
from incubator.notifications import outbox
from incubator.people.models import Actor, User

LETTER = "applications/for_the_team"
# What a letter to the lead asks for: the members read whether they may do it.
ANSWER, COMPLETE, NOTHING = "answer", "complete", "nothing"


def tell_the_others(
    application: Application, letter: str, context: dict[str, Any], *, lead: User, asks: str = NOTHING,
    by: Actor, at: datetime, batch: str = "", leaves_at: datetime | None = None,
) -> int:  # fmt: skip
    """Write to every active member of the team but the lead, that the lead was written to; return how many letters.

    `letter` and `context` are those of the lead's letter: its subject is said in each member's language. `asks` is what
    that letter asks for. An agent who enters the file is not of the team.
    """
    others = application.team.exclude(role__in=(TeamRole.LEAD, TeamRole.AGENT)).filter(person__is_active=True)
    members = list(others.exclude(person=lead).select_related("person").order_by("pk"))
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
