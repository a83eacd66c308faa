"""What protects a person's account: password, second factor, devices, tokens."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts import tokens
from incubator.accounts.access import FACTOR_SESSION_KEY, tells_when
from incubator.accounts.forms import NewPasswordForm, SecondFactorForm, TokenForm
from incubator.accounts.models import ApiToken, Device
from incubator.accounts.sign_in import devices, passwords, second_factor, sources, steps
from incubator.accounts.states import SCOPES
from incubator.accounts.views import proving
from incubator.core import encryption
from incubator.workflow.doors import Attempt

SECRET, SHOW_CODES, NEW_TOKEN = "totp_secret", "show_recovery_codes", "new_token"


@never_cache
@require_http_methods(["GET", "POST"])
@tells_when
def password(request: HttpRequest) -> HttpResponse:
    if not request.user.has_usable_password() and (way := proving.owed(request)):
        return way
    form = NewPasswordForm(
        request.POST or None, person=request.user, source=sources.of(request), at=request.received_at
    )
    if form.is_valid():
        passwords.change(request.user, form.cleaned_data["password"], at=request.received_at)
        update_session_auth_hash(request, request.user)
        devices.follow(request.session, at=request.received_at)
        devices.end_others(request.user, request.session, by=request.user, at=request.received_at)
        messages.success(
            request, _("Password saved. Your other devices are signed out and your API tokens ended.")
        )
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    person = request.user
    if second_factor.is_on(person):
        left = len(second_factor.recovery_codes(person))
        required = second_factor.is_required(person, at=request.received_at)
        return render(request, "accounts/factor_on.html", {"left": left, "required": required})
    if way := proving.owed(request):
        return way
    secret = _secret(request)
    form = SecondFactorForm(request.POST or None)
    if form.is_valid():
        with Attempt(form, "code"):
            second_factor.turn_on(person, secret, form.cleaned_data["code"], at=request.received_at)
            del request.session[SECRET]
            request.session[FACTOR_SESSION_KEY] = request.received_at.timestamp()
            request.session[SHOW_CODES] = True
            devices.end_others(person, request.session, by=person, at=request.received_at)
            return redirect("accounts:recovery_codes")
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": second_factor.picture(person, secret),
        "required": second_factor.is_required(person, at=request.received_at),
    }
    return render(request, "accounts/factor_off.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    if not request.session.get(SHOW_CODES):
        return redirect("accounts:second_factor")
    if request.method == "POST":
        del request.session[SHOW_CODES]
        messages.success(request, _("Your second factor is on."))
        return redirect("accounts:account")
    return render(
        request, "accounts/recovery_codes.html", {"codes": second_factor.recovery_codes(request.user)}
    )


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    if second_factor.is_on(request.user):
        second_factor.renew_recovery_codes(request.user, at=request.received_at)
        request.session[SHOW_CODES] = True
        return redirect("accounts:recovery_codes")
    return redirect("accounts:second_factor")


@require_POST
def factor_off(request: HttpRequest) -> HttpResponse:
    second_factor.turn_off(request.user, by=request.user, at=request.received_at)
    request.session.pop(FACTOR_SESSION_KEY, None)
    devices.end_others(request.user, request.session, by=request.user, at=request.received_at)
    messages.success(
        request, _("Your second factor is off. Your other devices are signed out and your API tokens ended.")
    )
    return redirect("accounts:account")


@never_cache
@require_http_methods(["GET", "POST"])
@tells_when
def confirm(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", request.GET.get("next", ""))
    if not second_factor.is_on(request.user):
        return redirect(steps.destination(request, target))
    form = SecondFactorForm(request.POST or None)
    if form.is_valid():
        if steps.second_step(request, request.user, form.cleaned_data["code"], at=request.received_at):
            request.session[FACTOR_SESSION_KEY] = request.received_at.timestamp()
            return redirect(steps.destination(request, target))
        form.add_error("code", _("This code does not match, or was already used. Wait for the next one."))
    context = {"form": form, "next": steps.local_address(request, target)}
    return render(request, "accounts/confirm.html", context, status=422 if form.is_bound else 200)


def device_list(request: HttpRequest) -> HttpResponse:
    rows = Device.objects.filter(person=request.user, ended_at=None).order_by("-seen_at")
    here = request.session.get(devices.SESSION_KEY)
    return render(request, "accounts/devices.html", {"devices": rows, "here": here})


@require_POST
def end_device(request: HttpRequest) -> HttpResponse:
    device = get_object_or_404(Device, person=request.user, public_id=request.POST.get("device", ""))
    devices.end(device, by=request.user, at=request.received_at)
    messages.success(request, _("This device is signed out."))
    return redirect("accounts:devices")


@never_cache
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if form.is_valid():
        if way := proving.owed(request):
            return way
        given, at = form.cleaned_data, request.received_at
        _token, plain = tokens.make(
            request.user, name=given["name"], scopes=given["scopes"], by=request.user, at=at,
            expires_at=at + timedelta(days=given["days"]),
        )  # fmt: skip
        request.session[NEW_TOKEN] = encryption.seal(plain, context=f"new token {request.user.public_id}")
        return redirect(f"{reverse('accounts:tokens')}#new")
    sealed = request.session.pop(NEW_TOKEN, "")
    mine = ApiToken.objects.filter(person=request.user, revoked_at=None).order_by("-created_at")
    rows = [(token, [SCOPES[name] for name in token.scopes if name in SCOPES]) for token in mine]
    plain = encryption.unseal(sealed, context=f"new token {request.user.public_id}")
    context = {"form": form, "tokens": rows, "plain": plain, "at": request.received_at}
    return render(request, "accounts/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke_token(request: HttpRequest) -> HttpResponse:
    token = get_object_or_404(ApiToken, person=request.user, public_id=request.POST.get("token", ""))
    tokens.revoke(token, by=request.user, at=request.received_at)
    messages.success(request, _("This token opens nothing any more."))
    return redirect("accounts:tokens")


def _secret(request: HttpRequest) -> str:
    """Return the seed being set up, the same until it is confirmed (the page may be reloaded)."""
    context = f"totp set-up {request.user.public_id}"
    sealed = request.session.get(SECRET)
    if sealed:
        return encryption.unseal(sealed, context=context)
    secret = second_factor.new_secret()
    request.session[SECRET] = encryption.seal(secret, context=context)
    return secret
