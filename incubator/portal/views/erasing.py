"""A person asks to be erased: told what goes, what stays and why, proved once more, done at once."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from incubator.accounts import access
from incubator.accounts.sign_in import codes, proving, sources
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
        codes.send(door, language=person.language, source=sources.of(request), at=at)
        request.session[SENT] = True
        return redirect("portal:erase")
    typed = request.POST if request.method == "POST" and "send" not in request.POST else None
    form = ErasureForm(typed, by_code=door is not None)
    if form.is_valid() and _is_erased(request, form):
        return redirect("portal:erased")
    context = {
        "plan": erasing.plan(person, at=at),
        "form": form,
        "door": door,
        "is_sent": request.session.get(SENT, False),
        "can_prove": door is not None or person.has_usable_password(),
    }
    return render(request, "portal/erase.html", context, status=422 if form.is_bound else 200)


def _is_erased(request: HttpRequest, form: ErasureForm) -> bool:
    """Erase whoever proves that it is them; a refusal becomes a sentence of the form."""
    person, at = request.user, request.received_at
    with Attempt(form, shown=Refused):
        if not proving.is_proved(person, form.cleaned_data["proof"], source=sources.of(request), at=at):
            form.add_error("proof", _("This does not match, or is no longer valid. Nothing was erased."))
            return False
        erasing.erase(person, by=person, at=at)
        logout(request)
        return True
    return False


@login_not_required
@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done, to whoever has no account any more."""
    response = render(request, "portal/erased.html")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
