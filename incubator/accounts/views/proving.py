"""What opens an account changes for whoever proves once more that it is them: a session alone is not enough."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from incubator.accounts import access, session_recovery
from incubator.accounts.forms import ProofForm
from incubator.accounts.sign_in import codes, proving, sources, steps
from incubator.accounts.sign_in.throttling import TooManyAttempts
from incubator.accounts.states import FRESH_FACTOR, CodeFor
from incubator.workflow.doors import Attempt

View = Callable[..., HttpResponseBase]
SENT = "proof_code_sent"


def proved_once_more(view: View) -> View:
    """Let in whoever has just proved that it is them; the others prove it first, and come back with what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return owed(request) or view(request, *args, **kwargs)

    return guarded


def owed(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the proof that is owed: by a contact held, unless they came in or gave their factor just now."""
    at = request.received_at
    factor = request.session.get(access.FACTOR_SESSION_KEY, 0)
    is_fresh = at.timestamp() - factor <= FRESH_FACTOR.total_seconds()
    if is_fresh or proving.was_proved(request.session, request.user, at=at):
        return None
    page = session_recovery.keep(request) if request.method == "POST" else ""
    return _here(page or access.page_of(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.tells_when
def prove(request: HttpRequest) -> HttpResponse:
    """Send a code to a contact held, and read it; whom no code reaches types the password."""
    person, at = request.user, request.received_at
    target = steps.local_address(request, request.POST.get("next", request.GET.get("next", "")))
    door = proving.door_of(person)
    if "send" in request.POST and door:
        codes.send(door, language=person.language, purpose=CodeFor.PROOF, source=sources.of(request), at=at)
        request.session[SENT] = True
        return _here(target)
    form = ProofForm(request.POST if "proof" in request.POST else None, by_code=door is not None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = _try(request, form)
        if form.is_valid():
            return redirect(steps.destination(request, target))
        status = tried.refusal.status if tried.refusal else 422
    context = {
        "form": form,
        "next": target,
        "door": door,
        "is_sent": request.session.get(SENT, False),
        "can_prove": door is not None or person.has_usable_password(),
    }
    return render(request, "accounts/prove.html", context, status=status)


def _try(request: HttpRequest, form: ProofForm) -> Attempt:
    """Note who proves that it is them; a refusal becomes a sentence of the form."""
    person, at = request.user, request.received_at
    typed, source = form.cleaned_data["proof"], sources.of(request)
    with Attempt(form, "proof", shown=TooManyAttempts) as tried:
        if proving.is_proved(person, typed, purpose=CodeFor.PROOF, source=source, at=at):
            proving.note(request.session, person, at=at)
            request.session.pop(SENT, None)
        else:
            form.add_error("proof", _("This does not match, or is no longer valid. Nothing was changed."))
    return tried


def _here(target: str) -> HttpResponse:
    return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': target})}")
