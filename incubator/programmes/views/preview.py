"""The desk: a call as an applicant and as a juror will meet it, to read only, before anything is published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from incubator.core.bilingual import Text, current_language, pick_pair
from incubator.forms.definition import Definition
from incubator.forms.rendering import bind
from incubator.people.states import Role
from incubator.programmes import eligibility_check, facts
from incubator.programmes.models import Call
from incubator.programmes.states import DocumentMoment
from incubator.workflow.doors import desk_required

READERS = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


def _call(request: HttpRequest, reference: str) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("form_version")
    call = get_object_or_404(calls, reference=reference)
    request.reference = call.reference
    return call


@desk_required(*READERS)
@require_GET
def applicant(request: HttpRequest, reference: str) -> HttpResponse:
    """Dates, eligibility questions, every step of the form and the documents."""
    call = _call(request, reference)
    form = call.form_version.form if call.form_version else None
    documents = call.documents.filter(moment=DocumentMoment.APPLICATION)
    context = {
        "call": call,
        "at": request.received_at,
        "questions": _questions(call, form) if form else [],
        "steps": _steps(call, form) if form else [],
        "documents": documents,
    }
    return render(request, "programmes/desk/preview_applicant.html", context)


@desk_required(*READERS)
@require_GET
def juror(request: HttpRequest, reference: str) -> HttpResponse:
    """The grid: each criterion with its guidance, the answers it is judged on and the scores to choose from."""
    call = _call(request, reference)
    form = call.form_version.form if call.form_version else None
    scale = call.score_scale
    scores = range(int(scale.get("min", 0)), int(scale.get("max", 5)) + 1, int(scale.get("step", 1)) or 1)
    words = {int(label["value"]): pick_pair(label) for label in scale.get("labels", [])}
    context = {
        "call": call,
        "rows": [(criterion, _judged(form, criterion.answers)) for criterion in call.criteria.all()],
        "scores": [(score, words.get(score, "")) for score in scores],
    }
    return render(request, "programmes/desk/preview_juror.html", context)


def _known(call: Call) -> dict[str, Any]:
    return {
        "facts": facts.facts_for(call),
        "closing_on": facts.closing_on(call),
        "communes": facts.commune_groups(),
    }


def _steps(call: Call, form: Definition) -> list[dict[str, Any]]:
    known, language = _known(call), current_language()
    return [
        {"title": step.title, "fields": bind(form, step, {}, (), language, autocomplete=False, **known)}
        for step in form.steps
    ]


def _questions(call: Call, form: Definition) -> list[Text]:
    return [pick_pair(field.label) for field in eligibility_check.step_of(call, form).fields]


def _judged(form: Definition | None, keys: list[str]) -> list[Text]:
    if form is None:
        return []
    labels = {document.slug: document.label for document in form.documents}
    labels |= {key: field.label for key, field in form.fields_by_key.items()}
    return [pick_pair(labels[key]) for key in keys if key in labels]
