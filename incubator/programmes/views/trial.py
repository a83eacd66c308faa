"""The desk: trying the rules of a call with answers of one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from incubator.core.bilingual import current_language
from incubator.people.states import Role
from incubator.programmes import eligibility_check
from incubator.programmes.models import Call
from incubator.programmes.preparation import trial
from incubator.workflow.doors import desk_required


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def try_rules(request: HttpRequest, reference: str) -> HttpResponse:
    """Every question that a rule reads, and what each rule makes of the answers. Nothing is kept."""
    calls = Call.objects.visible_to(request.user).select_related("form_version")
    call = get_object_or_404(calls, reference=reference)
    request.reference = call.reference
    definition = call.form_version.form if call.form_version else None
    step = trial.step_of(call, definition) if definition else None
    tried = request.method == "POST" and step is not None
    answers = eligibility_check.read(step, request.POST) if tried else {}
    context = {
        "call": call,
        "fields": eligibility_check.fields(call, definition, step, answers, current_language())
        if step
        else [],
        "verdicts": trial.verdicts(call, definition, answers) if tried else [],
        "answer": trial.answer(call, definition, answers) if tried else None,
        "sentences": eligibility_check.SENTENCES,
    }
    return render(request, "programmes/desk/try_rules.html", context)
