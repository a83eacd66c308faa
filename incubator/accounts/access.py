"""Who may enter which part of the house: spaces, and decorators for views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from incubator.accounts.sign_in import second_factor
from incubator.accounts.sign_in.throttling import TooManyAttempts
from incubator.accounts.states import APPLICANT, FRESH_FACTOR, NEVER_APPLICANTS, SPACE_HOMES, space_label
from incubator.people.models import User
from incubator.workflow.sensitivity import Sensitivity

View = Callable[..., HttpResponseBase]
SPACE_SESSION_KEY = "space"
FACTOR_SESSION_KEY = "second_factor_at"
CONFIRM, SET_UP = "accounts:confirm", "accounts:second_factor"


@dataclass(frozen=True, slots=True)
class Space:
    """One of the places a person works in."""

    code: str
    home: str

    @property
    def label(self) -> str:
        """How the space is called in "You are here as …"."""
        return space_label(self.code)


def spaces(user: User, at: datetime) -> list[Space]:
    """Return the spaces of a person, one for each role held, and the applicant's for whoever is not staff."""
    held = user.roles(at)
    codes = [code for code in SPACE_HOMES if code in held]
    if not held & NEVER_APPLICANTS:
        codes.append(APPLICANT)
    return [Space(code, SPACE_HOMES[code]) for code in codes]


def current_space(request: HttpRequest) -> Space:
    """Return the space chosen in this session, or the person's first one."""
    mine = spaces(request.user, request.received_at)
    chosen = request.session.get(SPACE_SESSION_KEY)
    return next((space for space in mine if space.code == chosen), mine[0])


def choose_space(request: HttpRequest, code: str) -> Space | None:
    """Work in another of one's spaces from now on; None when it is not one of them."""
    mine = {space.code: space for space in spaces(request.user, request.received_at)}
    if code in mine:
        request.session[SPACE_SESSION_KEY] = code
    return mine.get(code)


def factor_page(request: HttpRequest, kind: Sensitivity) -> str:
    """Return the page where the factor that is owed is given, or set up first; "" when nothing is owed.

    What is not ordinary wants it within the last quarter of an hour; whoever needs none and has none owes none.
    """
    at, given = request.received_at, request.session.get(FACTOR_SESSION_KEY)
    is_ordinary = kind is Sensitivity.ORDINARY
    if given and (is_ordinary or at.timestamp() - given <= FRESH_FACTOR.total_seconds()):
        return ""
    is_required = second_factor.is_required(request.user, at=at)
    if is_ordinary and not is_required:
        return ""
    if second_factor.is_on(request.user):
        return CONFIRM
    return SET_UP if is_required else ""


def page_of(request: HttpRequest) -> str:
    """Return the address to come back to: this page, or the one that held the form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    start = f"{request.scheme}://{request.get_host()}"
    return referer.removeprefix(start) if referer.startswith(start + "/") else request.path


def tells_when(view: View) -> View:
    """Answer 429 with the sentence that says when to try again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TooManyAttempts as refusal:
            response = render(request, "accounts/too_many.html", {"refusal": refusal}, status=429)
            response["Retry-After"] = str(refusal.seconds)
            return response

    return guarded
