"""A person asks to be erased: told what goes, what stays and why, proved once more, done at once."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from incubator.accounts import access
from incubator.accounts.sign_in import codes, proving, sources
from incubator.accounts.sign_in.throttling import TooManyAttempts
from incubator.accounts.states import CodeFor
from incubator.core import cookies
from incubator.core.bilingual import current_language
from incubator.portal.forms import ErasureForm
from incubator.portal.personal import erasing
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused

SENT = "erasure_code_sent"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.tells_when
def erase(request: HttpRequest) -> HttpResponse:
    """Show what an erasure does; send the code when asked, erase when it is typed."""
    person, at = request.user, request.received_at
    door = proving.door_of(person)
    if request.method == "POST" and "send" in request.POST and door:
        codes.send(door, language=person.language, purpose=CodeFor.ERASURE, source=sources.of(request), at=at)
        request.session[SENT] = True
        return redirect("portal:erase")
    typed = request.POST if request.method == "POST" and "send" not in request.POST else None
    form = ErasureForm(typed, by_code=door is not None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = _erase(request, form)
        if form.is_valid():
            response = redirect("portal:erased")
            # The session is gone: the page and the browser go on in the language that was read.
            cookies.keep(response, settings.LANGUAGE_COOKIE_NAME, current_language())
            return response
        status = 429 if isinstance(tried.refusal, TooManyAttempts) else 422
    context = {
        "plan": erasing.plan(person, at=at),
        "form": form,
        "door": door,
        "is_sent": request.session.get(SENT, False),
        "can_prove": door is not None or person.has_usable_password(),
    }
    return render(request, "portal/erase.html", context, status=status)


def _erase(request: HttpRequest, form: ErasureForm) -> Attempt:
    """Erase whoever proves that it is them; a refusal becomes a sentence of the form."""
    person, at = request.user, request.received_at
    typed, source = form.cleaned_data["proof"], sources.of(request)
    with Attempt(form, shown=Refused) as tried:
        if proving.is_proved(person, typed, purpose=CodeFor.ERASURE, source=source, at=at):
            erasing.erase(person, by=person, at=at)
            logout(request)
        else:
            form.add_error("proof", _("This does not match, or is no longer valid. Nothing was erased."))
    return tried


@login_not_required
@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done, to whoever has no account any more; somebody who has one reads what is held of them."""
    if request.user.is_authenticated:
        return redirect("portal:own_data")
    response = render(request, "portal/erased.html")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
