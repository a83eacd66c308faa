"""Moves and history in templates."""

from typing import Any

from django import template
from django.db import models

from incubator.workflow import deciding
from incubator.workflow.lifecycle import LIFECYCLES, Opening
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type
from incubator.workflow.wording import verb_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def moves(context: dict[str, Any], thing: models.Model, record: str = "") -> list[Opening]:
    """Return the moves open from the record's state, each with the answer for the person who looks.

    `{% moves application as openings %}`; `record` names the lifecycle where it is not the model's own name.
    """
    request = context["request"]
    lifecycle = LIFECYCLES[record or subject_type(thing)]
    return lifecycle.open_to(request.user, thing, request.received_at)


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], name: str, thing: models.Model) -> bool:
    """Tell whether the person who looks may do `name` (`{% can "application.read_file" file as allowed %}`)."""
    request = context["request"]
    return deciding.decide(name, request.user, thing, request.received_at).allowed


@register.inclusion_tag("workflow/history.html", takes_context=True)
def history(context: dict[str, Any], thing: models.Model) -> dict[str, Any]:
    """Show what was done to a record, oldest first, closed by default."""
    events = [
        {"words": verb_in_words(event.verb), "actor": event.actor, "at": event.at}
        for event in Event.objects.of(thing)
    ]
    return {"events": events}


@register.inclusion_tag("workflow/version.html")
def version(thing: Any) -> dict[str, Any]:
    """Draw what a form posts back of what it showed, and two versions to choose from where somebody else wrote.

    `{% version form %}` right after the token of the form; `thing` is a `Versioned` form or a `Version`.
    """
    return {"thing": thing}
