"""What holds for every signed-in request: idle time, second factor, current space, the way to the door."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.accounts import access, session_recovery, sessions
from incubator.accounts.sign_in import devices, steps
from incubator.accounts.states import SHARED_IDLE
from incubator.people.states import SECOND_FACTOR_ROLES
from incubator.workflow import audit, sensitivity
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type
from incubator.workflow.sensitivity import ANSWERING, Answering, FactorMissing, Sensitivity

Next = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = 60
# Addresses that stay open while a second factor is still to be set up.
BEFORE_THE_FACTOR = (
    "/account/second-factor/",
    "/account/confirm/",
    "/account/prove/",
    "/account/language/",
    "/logout/",
)
# What a program reads when the factor is owed.
FACTOR_OWED = {
    access.SET_UP: ("second_factor_required", gettext_lazy("Set up your second factor first.")),
    access.CONFIRM: (
        "fresh_factor_required",
        gettext_lazy("Confirm that it is you with your second factor, on the site, then ask again."),
    ),
}


def has_session(request: HttpRequest) -> bool:
    """Tell whether the browser sent a session, without reading it."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def is_inside(request: HttpRequest, view: Any) -> bool:
    """Tell whether a page is not the public site, which never reads the session so that it can be cached."""
    return getattr(view, "login_required", True) or request.path.startswith(settings.PATHS_INSIDE)


def is_signed_in(request: HttpRequest, view: Any) -> bool:
    """Tell whether a person asks for a page inside."""
    return has_session(request) and is_inside(request, view) and request.user.is_authenticated


class SignedIn(AuthenticationMiddleware):
    """Put the person on the request, read with the session when something asks for it."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(self._person, request))

    @staticmethod
    def _person(request: HttpRequest) -> Any:
        if not hasattr(request, "_cached_user"):
            request._cached_user = sessions.person_of(request)
        return request._cached_user


class IdleDevices:
    """Sign a device out at the end of its time: a shared one after half an hour without activity, each so long after it
    signed in, however busy it was (`SESSION_AGE`, shorter for who sees other people's files). Note when it was seen.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not is_signed_in(request, view):
            return
        now = request.received_at.timestamp()
        seen = request.session.get(steps.SEEN, now)
        request.shared_device = bool(request.session.get(steps.SHARED))
        idle = request.shared_device and now - seen > SHARED_IDLE.total_seconds()
        if idle or now - request.session.setdefault(steps.ENTERED, now) > _age_of(request).total_seconds():
            devices.closed(request.session, at=request.received_at)
            logout(request)
            request.shared_device = False
        elif now - seen > SEEN_EVERY:
            request.session[steps.SEEN] = now
            devices.follow(request.session, at=request.received_at)


def _age_of(request: HttpRequest) -> timedelta:
    """Return how long after signing in a person's session ends by itself."""
    is_staff = request.user.has_role(*SECOND_FACTOR_ROLES, at=request.received_at)
    return settings.SESSION_AGE_OF_STAFF if is_staff else settings.SESSION_AGE


class TheDoor(LoginRequiredMiddleware):
    """Lead a visitor to the door, and afterwards back to the page; say so when a session had ended."""

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        # Asked first: the public site never reads the session.
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: Any) -> HttpResponseBase:
        asked = {"next": access.page_of(request)}
        # A session that ran out reads as an empty one; that of a visitor who typed a contact does not.
        if has_session(request) and request.session.is_empty():
            asked["ended"] = "1"
        if request.method == "POST" and not by_script(request) and (page := session_recovery.keep(request)):
            asked |= {"next": page, "ended": "1"}
        if f"//{request.get_host()}/en/" in request.headers.get("Referer", ""):
            asked["lang"] = "en"
        address = f"{settings.LOGIN_URL}?{urlencode(asked)}"
        if by_script(request):
            body = {
                "code": "signed_out",
                "detail": _("Your session has ended. Sign in to go on."),
                "login": address,
            }
            return JsonResponse(body, status=401)
        return redirect(address)


def by_script(request: HttpRequest) -> bool:
    """Tell whether a script of ours asks: it reads JSON, and follows no redirect."""
    return bool(getattr(request, "htmx", False)) or "application/json" in request.headers.get("Accept", "")


class TypedTextBack:
    """Give back what was typed when the session had ended: a page shows it and asks before anything is done."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.path.startswith("/api/") or not is_signed_in(request, view):
            return None
        kept = session_recovery.waiting(request)
        if kept is None or getattr(view, "gives_back_typed_text", False):
            return None
        if session_recovery.DROP in request.GET:
            session_recovery.forget(request)
            return redirect(kept.page)
        if request.get_full_path() not in (kept.path, kept.page):
            return None
        if request.method == "POST":
            session_recovery.forget(request)
            return None
        joint = "&" if "?" in kept.page else "?"
        context = {
            "kept": kept,
            "inputs": session_recovery.hidden_inputs(kept),
            "without": f"{kept.page}{joint}{session_recovery.DROP}=1",
        }
        return render(request, "accounts/typed_text.html", context)


class Guard:
    """Ask for the second factor before what is not ordinary (`workflow.sensitivity`), and write down what is read.

    An address of a class, and an act of a class made from any address, want a factor given a moment ago; every address
    wants the one that a role demands set up. What was typed meanwhile is given back.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answering = Answering(partial(self._ask, request))
        before = ANSWERING.set(answering)
        try:
            response = self.get_response(request)
            if _is_a_reading(request, response, answering):
                self._note(request, answering)
            return response
        finally:
            ANSWERING.reset(before)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not is_signed_in(request, view):
            return None
        is_open = not getattr(view, "login_required", True)
        kind = Sensitivity.ORDINARY if is_open else sensitivity.of_route(request.resolver_match)
        if answering := ANSWERING.get():
            answering.kind = kind
            answering.is_traced = request.resolver_match.view_name in sensitivity.TRACED
        if kind is Sensitivity.ORDINARY and request.path.startswith(BEFORE_THE_FACTOR):
            return None
        owed = access.factor_page(request, kind)
        return _to_the_factor(request, owed) if owed else None

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponseBase | None:
        return _to_the_factor(request, str(raised)) if isinstance(raised, FactorMissing) else None

    @staticmethod
    def _ask(request: HttpRequest, kind: Sensitivity, actor: Any) -> None:
        if actor.pk == request.user.pk and (owed := access.factor_page(request, kind)):
            raise FactorMissing(owed)

    @staticmethod
    def _note(request: HttpRequest, answering: Answering) -> None:
        match = request.resolver_match
        record = answering.about or sensitivity.record_of(match)
        if answering.is_traced and (record is None or _was_read_lately(request, record)):
            return
        audit.record(
            "file.read" if answering.subject else "page.read", answering.subject or record or request.user,
            by=request.user, at=request.received_at, route=match.view_name,
            **{name: str(value) for name, value in match.kwargs.items()},
        )  # fmt: skip


def _is_a_reading(request: HttpRequest, response: HttpResponse, answering: Answering) -> bool:
    """Tell whether somebody inside was given what leaves a row of the audit, and none was written yet."""
    if answering.kind is None or answering.rows or response.status_code != 200 or request.method == "HEAD":
        return False
    is_file = response.get("Content-Disposition", "").startswith("attachment")
    return is_file or answering.kind is Sensitivity.SENSITIVE or answering.is_traced


def _was_read_lately(request: HttpRequest, record: Any) -> bool:
    """Tell whether the person's reading of a record was written down within the hour: one row stands for its pages."""
    since = request.received_at - timedelta(hours=1)
    read = Event.objects.filter(subject_type=subject_type(record), subject_id=record.pk, at__gt=since)
    return read.filter(verb="page.read", actor=request.user).exists()


def _to_the_factor(request: HttpRequest, owed: str) -> HttpResponseBase:
    """Answer with the page where the factor is given, then the page that was asked for, with what was typed there."""
    if request.path.startswith("/api/"):
        code, words = FACTOR_OWED[owed]
        return JsonResponse({"code": code, "detail": str(words)}, status=403)
    if owed == access.SET_UP:
        return redirect(owed)
    page = access.page_of(request)
    if request.method == "POST" and not by_script(request):
        page = session_recovery.keep(request) or page
    address = f"{reverse(owed)}?{urlencode({'next': page})}"
    if by_script(request):
        code, words = FACTOR_OWED[owed]
        return JsonResponse({"code": code, "detail": str(words), "login": address}, status=401)
    return redirect(address)


class CurrentSpace:
    """Give each page inside its space (`request.space`) and those one may change to (`request.spaces`)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not request.path.startswith("/api/") and is_signed_in(request, view):
            request.spaces = [space.code for space in access.spaces(request.user, request.received_at)]
            request.space = access.current_space(request).code
