"""The agents of town halls who help with a call: invited for a commune, until it closes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications.assistance import agents
from incubator.applications.assistance.forms import AgentForm
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required


@desk_required(Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def of_call(request: HttpRequest, reference: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), reference=reference)
    at, form = request.received_at, AgentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "end" in request.POST:
        grant = get_object_or_404(agents.present(at), pk=_number(request.POST["end"]))
        agents.end(grant, by=request.user, at=at)
        messages.success(request, _("This agent can no longer enter files."))
        return redirect("applications:agents", reference=reference)
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            person = agents.invite(call, **form.cleaned_data, by=request.user, at=at)
            messages.success(
                request, _("%(person)s is invited. A letter tells how to come in.") % {"person": person}
            )
            return redirect("applications:agents", reference=reference)
    context = {
        "call": call,
        "form": form,
        "grants": agents.present(at)[:200],
        "may_invite": deciding.decide("assistance.invite", request.user, call, at),
    }
    return render(request, "applications/assistance/agents.html", context, status=422 if form.errors else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
