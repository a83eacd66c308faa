"""Doors of the site and of the CMS side of a call."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms import calendars, compiling, practice, publishing, routing
from cms.addresses import call_path
from incubator.core.bilingual import current_language
from incubator.people.states import Role
from incubator.programmes import facts
from incubator.programmes.form.definition import Definition
from incubator.programmes.form.rendering import bind
from incubator.programmes.forming import BadForm
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import Refused

KEPT_SECONDS = 60
WRITERS = (Role.OFFICER, Role.EDITOR, Role.ADMIN, Role.DIRECTOR)


@login_not_required
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A public page: no session, no token, the same for everybody for a minute."""
    found = routing.find(path)
    if found is None:
        raise Http404
    routing.dress(request, found)
    language = "fr" if found.falls_back else current_language()
    with translation.override(language):
        request.falls_back = found.falls_back
        response = found.page.serve(request)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    response.headers["Content-Language"] = language
    if response.status_code == 200:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        response.holds_until = routing.holds_until(request.received_at)
    return response


@login_not_required
@require_GET
def short(request: HttpRequest, reference: str) -> HttpResponse:
    """The short address of a call, for radio, posters and messages."""
    call = get_object_or_404(Call.objects.public(), reference__iexact=reference)
    return redirect(call_path(call.slug, "fr"))


@login_not_required
@require_GET
def opening_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The opening and the closing of a call, for a telephone's calendar."""
    call = get_object_or_404(Call.objects.public(), slug=slug)
    address = request.build_absolute_uri(call_path(call.slug, current_language()))
    response = HttpResponse(
        calendars.dates_of(call, address, request.received_at), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


def _call(request: HttpRequest, reference: str) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("form_version", "programme__centre")
    call = get_object_or_404(calls, reference=reference)
    request.reference = call.reference
    return call


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    try:
        publishing.publish(call, by=request.user, at=request.received_at)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("The call is published: its page is live."))
    return redirect("programmes:prepare", call.reference)


@desk_required(Role.OFFICER, Role.DIRECTOR)
def erase_practice(request: HttpRequest, reference: str) -> HttpResponse:
    """What erasing a practice call takes away, and the act."""
    call = _call(request, reference)
    if not call.is_practice:
        raise Http404
    if request.method == "POST":
        practice.erase(call, by=request.user, at=request.received_at)
        messages.success(request, _("The practice call is erased; the audit keeps the act."))
        return redirect("programmes:desk_calls")
    context = {
        "call": call,
        "count": call.applications.count(),
        "verdict": deciding.decide("call.erase_practice", request.user, call, request.received_at),
    }
    return render(request, "cms/erase_practice.html", context)


@desk_required(*WRITERS)
@require_GET
def call_page(request: HttpRequest, reference: str) -> HttpResponse:
    """To the page of the call in the CMS, made as a draft when it is not there."""
    pages = publishing.ensure_pages(_call(request, reference))
    return redirect("wagtailadmin_pages:edit", pages[current_language()].pk)


@desk_required(*WRITERS)
@require_GET
def edit_form(request: HttpRequest, reference: str) -> HttpResponse:
    """To the form of the call in the CMS, made from the published one when it is not there."""
    form = compiling.form_of(_call(request, reference))
    return redirect(form.snippet_viewset.get_url_name("edit"), form.pk)


@desk_required(*WRITERS)
@require_GET
def form_preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The form as people fill it in, step by step, from what stands in the editor."""
    call = _call(request, reference)
    form = compiling.form_of(call)
    faults = compiling.faults(form)
    steps = [] if faults else _drawn(call, Definition.load(compiling.compiled(form)))
    context = {
        "call": call,
        "steps": steps,
        "faults": faults,
        "version": call.form_version,
        "is_published": not faults and form.version_sha256 == compiling.fingerprint(compiling.compiled(form)),
    }
    return render(request, "cms/form_preview.html", context)


def _drawn(call: Call, definition: Definition) -> list[dict]:
    known = {
        "facts": facts.facts_for(call),
        "closing_on": facts.closing_on(call),
        "communes": facts.commune_groups(),
    }
    language = current_language()
    return [
        {
            "step": step,
            "fields": bind(definition, step, {}, (), language, autocomplete=False, everything=True, **known),
        }
        for step in definition.steps
    ]


@desk_required(Role.OFFICER, Role.EDITOR)
@require_POST
def publish_form(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    try:
        version = compiling.publish(compiling.form_of(call), by=request.user, at=request.received_at)
    except BadForm as bad:
        messages.error(request, str(bad.sentence))
        return redirect(reverse("cms:form_preview", args=[call.reference]))
    messages.success(request, _("The form is published: version %(number)s.") % {"number": version.number})
    return redirect("programmes:prepare", call.reference)
