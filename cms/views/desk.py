"""Doors of the desk to the CMS side of a call: its page, its form, publishing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms import practice, publishing
from cms.form_editor import compiling
from incubator.core.bilingual import current_language
from incubator.forms.definition import Definition
from incubator.forms.rendering import bind
from incubator.people.states import Role
from incubator.programmes import facts
from incubator.programmes.forming import BadForm
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, Said, desk_required

WRITERS = (Role.OFFICER, Role.EDITOR, Role.ADMIN, Role.DIRECTOR)


def _call(request: HttpRequest, reference: str) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("form_version", "programme__centre")
    call = get_object_or_404(calls, reference=reference)
    request.reference = call.reference
    return call


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    with Said(request):
        publishing.publish(call, by=request.user, at=request.received_at)
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
    return redirect("call_forms:form", form.pk)


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
    with Attempt(shown=BadForm) as tried:
        version = compiling.publish(compiling.form_of(call), by=request.user, at=request.received_at)
        words = _("The form is published: version %(number)s.") % {"number": version.number}
        messages.success(request, words)
        return redirect("programmes:prepare", call.reference)
    messages.error(request, tried.refusal.in_full)
    return redirect("cms:form_preview", call.reference)
