"""A call as pages draw it: the tabs of its desk page, the eligibility and time words of its phase."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from incubator.core.bilingual import Text, pick_pair
from incubator.programmes.deadline import describe
from incubator.programmes.models import Call
from incubator.programmes.states import CallState

register = template.Library()
# (key, label, address name, query): a tab whose page does not exist is left out.
TABS = (
    ("prepare", gettext_lazy("Preparation"), "programmes:prepare", ""),
    ("applications", gettext_lazy("Applications"), "applications:call_list", ""),
    ("agents", gettext_lazy("Agents"), "applications:agents", ""),
    ("jury", gettext_lazy("Jury"), "reviews:call_jury", ""),
    ("decisions", gettext_lazy("Decisions"), "reviews:call_decisions", ""),
    ("messages", gettext_lazy("Messages"), "applications:call_messages", ""),
)


def address(name: str, *arguments: str) -> str:
    """Return where a name leads, "" when no page answers there (a slice above may not offer it)."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag
def call_tabs(call: Call, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a call's desk page for the `tabs` component."""
    tabs = [(key, str(label), address(name, call.reference)) for key, label, name, _query in TABS]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in tabs if url]


@register.simple_tag
def url_or_nothing(name: str, *arguments: str) -> str:
    """An address of a slice above, or nothing where it does not exist."""
    return address(name, *arguments)


@register.inclusion_tag("programmes/deadline.html")
def call_deadline(call: Call, at: datetime) -> dict[str, Any]:
    """When the call opens or closes, and what changed: the same lines on every page that says it."""
    return {"d": describe(call, at), "at": at}


@register.simple_tag
def call_closing(call: Call, at: datetime) -> datetime | None:
    """The closing that counts now; None for a call without one."""
    return call.closing(at)


@register.simple_tag
def call_opening(call: Call, at: datetime) -> datetime:
    """When the call opens, or opens again."""
    return call.next_opening(at) or call.opens_at


@register.filter
def state_word(call: Call) -> str:
    """The state of a call in words."""
    return str(CallState(call.state).label)


@register.filter
def pair(words: dict[str, str]) -> Text:
    """The text of a JSON pair {"fr", "en"} in the page's language."""
    return pick_pair(words)
