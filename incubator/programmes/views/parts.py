"""The desk: pages that edit a call in preparation, card by card."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from incubator.people.states import Role
from incubator.programmes import preparation
from incubator.programmes.deciding_forms import DecidingForm
from incubator.programmes.forms import PARTS, DatesForm, SectionFormSet, WordsForm, part_formset, part_options
from incubator.programmes.models import Call
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import Refused


def _call(request: HttpRequest, reference: str) -> Call:
    call = get_object_or_404(Call.objects.visible_to(request.user), reference=reference)
    request.reference = call.reference
    return call


def _saved(request: HttpRequest, call: Call) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("programmes:prepare", call.reference)


@desk_required(Role.OFFICER)
def dates(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    calls = Call.objects.visible_to(request.user).counted()
    form = DatesForm(request.POST or None, instance=call, calls=calls)
    if request.method == "POST" and form.is_valid():
        try:
            preparation.change_dates(call, by=request.user, at=request.received_at, **form.cleaned_data)
            return _saved(request, call)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
    return render(
        request, "programmes/desk/edit.html", {"call": call, "form": form, "title": _("Dates and places")}
    )


@desk_required(Role.OFFICER)
def deciding(request: HttpRequest, reference: str) -> HttpResponse:
    """How the jury reads and scores, the pass mark, ties, the most for one start-up."""
    call = _call(request, reference)
    form = DecidingForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            preparation.change_deciding(call, by=request.user, at=request.received_at, **form.values())
            return _saved(request, call)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
    context = {"call": call, "form": form, "title": _("Selection and award")}
    return render(request, "programmes/desk/edit.html", context)


@desk_required(Role.OFFICER)
def words(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, initial=_words_of(call))
    sections = SectionFormSet(
        posted, initial=[_section_form(row) for row in call.sections], prefix="sections"
    )
    if posted is not None and form.is_valid() and sections.is_valid():
        try:
            preparation.change_words(
                call, by=request.user, at=request.received_at, **_words_from(call, form, sections)
            )
            return _saved(request, call)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
    context = {"call": call, "form": form, "formset": sections, "title": _("Text"), "row": _("Section")}
    return render(request, "programmes/desk/edit.html", context)


@desk_required(Role.OFFICER)
def part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Rules, grid, documents, calendar, instalments or milestones: rows of one kind."""
    if part not in PARTS:
        raise Http404
    call = _call(request, reference)
    options = part_options(part, call)
    formset = part_formset(part)(request.POST or None, instance=call, prefix=part, **options)
    refusal = ""
    if request.method == "POST" and formset.is_valid():
        try:
            preparation.change_part(call, part, formset.save, by=request.user, at=request.received_at)
            return _saved(request, call)
        except Refused as refused:
            refusal = str(refused.sentence)
    title, row = (str(words) for words in PARTS[part][2:])
    context = {"call": call, "formset": formset, "title": title, "row": row, "refusal": refusal, "part": part}
    return render(request, "programmes/desk/edit.html", context)


def _words_of(call: Call) -> dict[str, Any]:
    return {
        "title_fr": call.title_fr,
        "title_en": call.title_en,
        "summary_fr": call.summary_fr,
        "summary_en": call.summary_en,
        "contact_email": call.contact.get("email"),
        "contact_phone": call.contact.get("phone"),
        "rejected_months": call.retention.get("rejected_months"),
    }


def _words_from(call: Call, form: WordsForm, sections: Any) -> dict[str, Any]:
    given = form.cleaned_data
    rows = [
        one.cleaned_data for one in sections.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")
    ]
    return {
        **{name: given[name] for name in ("title_fr", "title_en", "summary_fr", "summary_en")},
        "contact": call.contact | {"email": given["contact_email"], "phone": given["contact_phone"] or None},
        "retention": call.retention | {"rejected_months": given["rejected_months"]},
        "sections": [_section(row) for row in rows],
    }


def _section_form(row: dict[str, Any]) -> dict[str, Any]:
    """Lists are typed as lines that begin with a hyphen."""
    shown = {name: row.get(name, "") for name in ("slug", "heading_fr", "heading_en", "see")}
    for language in ("fr", "en"):
        items = row.get(f"items_{language}")
        shown[f"text_{language}"] = (
            "\n".join(f"- {item}" for item in items) if items else row.get(f"body_{language}", "")
        )
    return shown


def _section(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("slug", "heading_fr", "heading_en", "see") if row.get(name)}
    for language in ("fr", "en"):
        lines = [line.strip() for line in (row.get(f"text_{language}") or "").splitlines() if line.strip()]
        if lines and all(line.startswith("-") for line in lines):
            kept[f"items_{language}"] = [line.lstrip("- ") for line in lines]
        elif lines:
            kept[f"body_{language}"] = row[f"text_{language}"].strip()
    return kept
