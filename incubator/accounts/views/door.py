"""Coming in and leaving."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts import access
from incubator.accounts.forms import CodeForm, ContactForm, PasswordForm, SecondFactorForm
from incubator.accounts.sign_in import sources, steps
from incubator.accounts.sign_in.throttling import TooManyAttempts
from incubator.core import cookies
from incubator.people.models import User
from incubator.workflow.doors import Attempt

ERASE = '"cache", "cookies", "storage"'


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(steps.destination(request, target))
    form = ContactForm(
        request.POST or None, initial={"device": request.COOKIES.get(settings.DEVICE_COOKIE_NAME)}
    )
    if form.is_valid():
        shared = form.cleaned_data["device"] == "shared"
        door = form.cleaned_data["contact"]
        with Attempt(shown=TooManyAttempts) as tried:
            steps.begin(request, door, shared=shared, target=target, at=request.received_at)
        response = _no_more_codes(request, tried.refusal) if tried.refusal else redirect("accounts:code")
        cookies.keep(response, settings.DEVICE_COOKIE_NAME, form.cleaned_data["device"])
        return response
    request.alternate_urls = _in_each_language(request)
    ended = "ended" in request.GET and bool(target)
    context = {"form": form, "next": steps.local_address(request, target), "ended": ended}
    return render(request, "accounts/login.html", context, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@access.tells_when
def code(request: HttpRequest) -> HttpResponse:
    asked = steps.pending(request)
    if asked is None:
        return redirect("accounts:login")
    by_password = "password" in request.POST
    code_form = CodeForm(request.POST if request.POST and not by_password else None)
    password_form = PasswordForm(request.POST if by_password else None)
    if by_password and password_form.is_valid():
        typed = password_form.cleaned_data["password"]
        person = steps.by_password(request, asked, typed, at=request.received_at)
        if person is None:
            password_form.add_error("password", _("This password does not match this contact."))
    elif code_form.is_valid() and asked.reachable:
        person = steps.by_code(request, asked, code_form.cleaned_data["code"], at=request.received_at)
        if person is None:
            code_form.add_error(
                "code", _("This code does not match, or is no longer valid. Check it, or ask for another.")
            )
    else:
        person = None
    if person is None:
        request.alternate_urls = _in_each_language(request)
        context = {
            "asked": asked,
            "code_form": code_form,
            "password_form": password_form,
            "by_password": by_password,
        }
        return render(request, "accounts/code.html", context, status=422 if request.POST else 200)
    if not steps.proved(request, person, asked, at=request.received_at):
        return redirect("accounts:second_step")
    return _inside(request, asked, person)


@login_not_required
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    asked = steps.pending(request)
    if asked is None:
        return redirect("accounts:login")
    with Attempt(shown=TooManyAttempts) as tried:
        steps.send_code(request, asked, at=request.received_at)
        messages.success(request, _("Another code has been sent. The first one still works."))
        return redirect("accounts:code")
    return _no_more_codes(request, tried.refusal)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@access.tells_when
def second_step(request: HttpRequest) -> HttpResponse:
    asked, person = steps.pending(request), steps.awaited(request, at=request.received_at)
    if asked is None or person is None:
        return redirect("accounts:login")
    form = SecondFactorForm(request.POST or None)
    if form.is_valid():
        if steps.second_step(request, person, form.cleaned_data["code"], at=request.received_at):
            steps.enter(request, person, asked, at=request.received_at, factor=True)
            return _inside(request, asked, person)
        form.add_error("code", _("This code does not match, or was already used. Wait for the next one."))
    request.alternate_urls = _in_each_language(request)
    return render(request, "accounts/second_step.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("/")
    if request.method == "GET":
        return render(request, "accounts/logout.html")
    erase = bool(request.session.get(steps.SHARED)) or "erase" in request.POST
    steps.leave(request, at=request.received_at)
    if not erase:
        return redirect("/")
    response = redirect("accounts:erased")
    response["Clear-Site-Data"] = ERASE
    return response


@login_not_required
@never_cache
def erased(request: HttpRequest) -> HttpResponse:
    response = render(request, "accounts/erased.html")
    response["Clear-Site-Data"] = ERASE
    return response


@login_not_required
def cms_login(request: HttpRequest) -> HttpResponse:
    """The CMS has no door of its own."""
    query = request.GET.urlencode()
    return redirect("/login/" + (f"?{query}" if query else ""))


def _inside(request: HttpRequest, asked: steps.Pending, person: User) -> HttpResponse:
    """Go where the person wanted; a device of their own is known from now on."""
    response = redirect(steps.destination(request, asked.next))
    if not asked.shared:
        sources.remember(response, str(asked.door), f"person:{person.public_id}")
    return response


def _no_more_codes(request: HttpRequest, refusal: TooManyAttempts) -> HttpResponse:
    """Say when another code may be asked for; codes already sent, and the password, still open the door."""
    context = {"asked": steps.pending(request), "code_form": CodeForm(), "password_form": PasswordForm()}
    response = render(request, "accounts/code.html", {**context, "refusal": refusal}, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response


def _in_each_language(request: HttpRequest) -> dict[str, str]:
    addresses = {}
    for language in ("fr", "en"):
        query = request.GET.copy()
        query["lang"] = language
        addresses[language] = f"{request.path}?{query.urlencode()}"
    return addresses
