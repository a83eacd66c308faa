"""The list that an address shows."""

from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve

from incubator.lists.desk_list import DeskList
from incubator.people.models import User

LONGEST = 1000


def list_at(address: str, person: User, at: datetime) -> DeskList:
    """Return the list that a person finds at an address of ours ("/desk/money/tranches/?view=sign") now.

    Raises Http404 when there is none, or the person holds none of its roles.
    """
    parts = split(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    declared: type[DeskList] | None = getattr(found.func, "desk_list", None)
    if declared is None or not person.has_role(*declared.roles, at=at):
        raise Http404
    return declared(person, at, QueryDict(parts.query), **found.kwargs)


def split(address: str) -> SplitResult:
    """Return the parts of an address of the desk. Raises Http404 for any other text."""
    if not is_ours(address):
        raise Http404
    return urlsplit(address)


def is_ours(address: str) -> bool:
    """Whether a text may be an address of the desk: a form that says where to go back to cannot lead elsewhere."""
    return address.startswith("/desk/") and address.isprintable() and len(address) <= LONGEST
