"""Doors of the form editor: the steps of a form, the questions of a step, one part at a time, the acts on a part."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail import blocks
from wagtail.log_actions import log

from cms.editing.panels import rules_shown
from cms.form_editor import compiling, parts
from cms.form_editor.blocks import LABELS, QUESTIONS, STEP_WORDS
from cms.form_editor.parts import STEP, ChangedMeanwhile, GoneMeanwhile, Place, Raw
from cms.forms import PartForm
from cms.models import CallForm
from incubator.forms.definition import DISPLAYS
from incubator.workflow.doors import Attempt, Said
from incubator.workflow.refusals import Refused

EDIT = "wagtail.edit"


def _form(request: HttpRequest, pk: int) -> CallForm:
    if not request.user.has_perm("cms.change_callform"):
        raise PermissionDenied
    form = get_object_or_404(CallForm.objects.listed().visible_to(request.user), pk=pk)
    request.reference = form.call.reference
    return form


def _block_of(kind: str) -> blocks.StructBlock:
    if kind == STEP:
        return STEP_WORDS
    if kind not in QUESTIONS:
        raise Http404
    return QUESTIONS[kind]


def _kinds() -> list[dict[str, Any]]:
    """What may be added to a step: (type, words), questions then what stands between them."""
    return [{"kind": kind, "label": block.label} for kind, block in QUESTIONS.items()]


@require_GET
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of the form: added, opened, ordered, removed; and what is still to be completed."""
    form = _form(request, pk)
    faults = compiling.faults(form)
    context = {
        **_frame(form),
        "rows": [_step_row(form, step, i, faults) for i, step in enumerate(parts.steps_of(form))],
        "faults": faults,
        "fresh": uuid.uuid4(),
        **rules_shown(form.call, request.user, request.received_at),
    }
    return render(request, "cms/form_editor/steps.html", context)


@require_GET
def step(request: HttpRequest, pk: int, step: uuid.UUID) -> HttpResponse:
    """The questions of one step."""
    form = _form(request, pk)
    all_steps = parts.steps_of(form)
    number = next((i for i, one in enumerate(all_steps) if one["id"] == str(step)), None)
    if number is None:
        raise Http404
    own = all_steps[number]
    faults = [fault for fault in compiling.faults(form) if fault.step == number]
    context = {
        **_frame(form),
        "step": _step_row(form, own, number, faults),
        "rows": [
            _question_row(form, own, field, i, faults) for i, field in enumerate(own["value"]["fields"])
        ],
        "faults": [fault for fault in faults if fault.question is None],
        "steps": [{"id": one["id"], "title": one["value"].get("title_fr") or ""} for one in all_steps],
        "kinds": _kinds(),
        "fresh": uuid.uuid4(),
    }
    return render(request, "cms/form_editor/step.html", context)


def part(request: HttpRequest, pk: int, step: uuid.UUID, question: uuid.UUID | None = None) -> HttpResponse:
    """A step's own words, or one question: read, and saved alone."""
    form, place = _form(request, pk), Place(str(step), str(question or ""))
    stored = parts.part_at(form, place)
    kind = stored["type"] if stored else STEP if question is None else _asked_kind(request)
    block = _block_of(kind)
    if request.method == "POST":
        part_form = PartForm(block, {}, "", request.POST)
        if part_form.is_valid():
            return _saved(request, form, place, kind, part_form)
        messages.error(
            request, _("This could not be saved: read what is marked. What you typed is still here.")
        )
    else:
        raw = parts.words_of(stored) if stored else block.get_prep_value(block.get_default())
        part_form = PartForm(block, raw, parts.token_of(stored))
    return _part_page(request, form, place, kind, part_form)


def _asked_kind(request: HttpRequest) -> str:
    return request.POST.get("kind") or request.GET.get("kind") or ""


def _saved(
    request: HttpRequest, form: CallForm, place: Place, kind: str, part_form: PartForm
) -> HttpResponse:
    """Save the part and go on; where it changed meanwhile, show both."""
    with Attempt(shown=(ChangedMeanwhile, GoneMeanwhile)) as tried:
        parts.write(form, place, kind, part_form.value, read=part_form.cleaned_data["read"])
        log(instance=form, action=EDIT, user=request.user)
        messages.success(request, _("Saved."))
        return redirect(_after(request, form, place))
    messages.error(request, tried.refusal.in_full)
    theirs = None
    if isinstance(tried.refusal, ChangedMeanwhile):
        again = request.POST.copy()
        again["read"] = parts.token_of(parts.part_at(form, place))
        theirs = _differences(part_form.block, tried.refusal.data["stored"], part_form.value)
        part_form = PartForm(part_form.block, {}, "", again)
    return _part_page(request, form, place, kind, part_form, theirs=theirs, status=409)


def _after(request: HttpRequest, form: CallForm, place: Place) -> str:
    """Where to go on: the next question when that was asked and there is one, else the list that the part stands in."""
    if "next" in request.POST and place.question:
        fields = parts.part_at(form, Place(place.step))["value"]["fields"]
        ids = [field["id"] for field in fields]
        following = ids[ids.index(place.question) + 1 :]
        if following:
            return reverse("call_forms:question", args=[form.pk, place.step, following[0]])
    return reverse("call_forms:step", args=[form.pk, place.step]) + (
        f"#q-{place.question}" if place.question else ""
    )


def _part_page(
    request: HttpRequest, form: CallForm, place: Place, kind: str, part_form: PartForm, *, status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    holder = parts.part_at(form, Place(place.step))
    context = {
        **_frame(form),
        "form": part_form,
        "media": part_form.media,
        "kind": kind,
        "page_title": _block_of(kind).label,
        "page_subtitle": parts.words_of(holder).get("title_fr") or form.call.reference,
        "questions": parts.questions_before(form, place),
        "criteria": [(line.slug, line.title.plain) for line in form.call.criteria.all()],
        "theirs": theirs,
        "back": reverse("call_forms:step", args=[form.pk, place.step])
        if holder
        else reverse("call_forms:form", args=[form.pk]),
        "is_question": bool(place.question),
        "submit_button_label": _("Save"),
    }
    return render(request, "cms/form_editor/part.html", context, status=status)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a part up, down or elsewhere, or remove it."""
    form = _form(request, pk)
    place = Place(request.POST.get("step", ""), request.POST.get("question", ""))
    with Said(request):
        _act(request, form, place)
        log(instance=form, action=EDIT, user=request.user)
        messages.success(request, _("Saved."))
    if place.question and parts.part_at(form, Place(place.step)):
        return redirect("call_forms:step", form.pk, place.step)
    return redirect("call_forms:form", form.pk)


def _act(request: HttpRequest, form: CallForm, place: Place) -> None:
    asked = request.POST.get("act")
    if asked == "remove":
        parts.remove(form, place, read=request.POST.get("read", ""))
        return
    position = request.POST.get("position", "")
    if asked != "move" or not position.isdecimal():
        raise Refused(_("Say at which place, as a number."))
    step = request.POST.get("to") or place.step
    parts.move(form, place, step=step, position=max(0, int(position[:6]) - 1))


# -- what the pages show -------------------------------------------------------------------------------------


def _frame(form: CallForm) -> dict[str, Any]:
    title = _("Form of a call")
    return {
        "call": form.call,
        "editor_form": form,
        "header_title": f"{title} {form.call.reference}",
        "page_title": title,
        "page_subtitle": form.call.reference,
        "header_icon": "form",
    }


def _step_row(form: CallForm, block: Raw, index: int, faults: list[compiling.Fault]) -> dict[str, Any]:
    value = block["value"]
    return {
        "step": block["id"],
        "question": "",
        "words": value.get("title_fr") or value.get("key") or "",
        "number": index + 1,
        "count": sum(field["type"] not in DISPLAYS for field in value["fields"]),
        "read": parts.token_of(block),
        "url": reverse("call_forms:step", args=[form.pk, block["id"]]),
        "words_url": reverse("call_forms:step_words", args=[form.pk, block["id"]]),
        "has_condition": bool(compiling.condition_of(value.get("shown_when") or {})),
        "faults": [fault.sentence for fault in faults if fault.step == index],
    }


def _question_row(
    form: CallForm, own: Raw, block: Raw, index: int, faults: list[compiling.Fault]
) -> dict[str, Any]:
    value = block["value"]
    return {
        "step": own["id"],
        "question": block["id"],
        "words": value.get("label_fr") or value.get("key") or "",
        "number": index + 1,
        "key": value.get("key") or "",
        "kind": LABELS.get(block["type"]) or QUESTIONS[block["type"]].label,
        "is_required": value.get("required"),
        "read": parts.token_of(block),
        "url": reverse("call_forms:question", args=[form.pk, own["id"], block["id"]]),
        "has_condition": bool(compiling.condition_of(value.get("shown_when") or {})),
        "faults": [fault.sentence for fault in faults if fault.question == index],
    }


def _differences(block: blocks.StructBlock, stored: Raw, mine: Raw) -> list[tuple[str, str]]:
    """Return (label, what stands now) for each line of a part that differs from what was typed."""
    standing = block.get_prep_value(block.to_python(stored))
    return [
        (str(child.label), _plain(standing.get(name)) or "–")
        for name, child in block.child_blocks.items()
        if _plain(standing.get(name)) != _plain(mine.get(name))
    ]


def _plain(value: Any) -> str:
    """What a stored value says, without the ids of its lines."""
    if isinstance(value, dict):
        return " ".join(
            filter(None, (_plain(one) for name, one in value.items() if name not in ("id", "type")))
        )
    if isinstance(value, list):
        return ", ".join(filter(None, (_plain(one) for one in value)))
    if isinstance(value, bool):
        return _("yes") if value else ""
    return "" if value is None else str(value)
