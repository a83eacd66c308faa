"""Doors without an account: the eligibility check."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render

from incubator.core import cookies
from incubator.core.bilingual import LANGUAGES, current_language
from incubator.programmes import eligibility_check
from incubator.programmes.models import Call
from incubator.programmes.states import CallState


@login_not_required
def check(request: HttpRequest, slug: str) -> HttpResponse:
    calls = Call.objects.answering().select_related("form_version")
    call = get_object_or_404(calls, slug=slug)
    if call.form_version is None:
        raise Http404
    if (wanted := request.GET.get("lang")) in LANGUAGES:
        return _in_language(request, wanted)
    if call.state == CallState.CANCELLED:
        return render(request, "programmes/cancelled.html", {"base": _base(request), "call": call})
    definition, key = call.form_version.form, eligibility_check.session_key(call)
    step = eligibility_check.step_of(call, definition)
    if request.method == "POST":
        request.session[key] = eligibility_check.read(step, request.POST)
        return redirect(f"{request.path}#answer")
    is_asked = key in request.session
    answers = request.session.get(key) or {}
    fields = eligibility_check.fields(call, definition, step, answers, current_language())
    request.alternate_urls = {language: f"{request.path}?lang={language}" for language in LANGUAGES}
    context = {
        "base": _base(request),
        "call": call,
        "is_open": call.is_open(request.received_at),
        "phase": call.phase(request.received_at),
        "at": request.received_at,
        "groups": eligibility_check.groups(definition, fields),
        "answer": eligibility_check.answer(call, definition, answers) if is_asked else None,
        "sentences": eligibility_check.SENTENCES,
    }
    return render(request, "programmes/check.html", context)


def _base(request: HttpRequest) -> str:
    return "ui/portal.html" if request.user.is_authenticated else "ui/public.html"


def _in_language(request: HttpRequest, language: str) -> HttpResponseRedirect:
    """Somebody who comes from the English site goes on in English."""
    response = HttpResponseRedirect(request.path)
    cookies.keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response
