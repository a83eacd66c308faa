"""The desk: pages that edit a call in preparation, card by card."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.preparation import changes
from incubator.programmes.preparation.deciding_forms import DecidingForm
from incubator.programmes.preparation.forms import (
    PARTS,
    DatesForm,
    SectionFormSet,
    WordsForm,
    part_formset,
    part_options,
)
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.versioned import version_of
from incubator.workflow.versions import Read


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
        with Attempt(form):
            who = {"by": request.user, "at": request.received_at}
            changes.change_dates(call, read=form.read, **who, **form.cleaned_data)
            return _saved(request, call)
    context = {"call": call, "form": form, "version": form, "title": _("Dates and places")}
    return render(request, "programmes/desk/edit.html", context)


@desk_required(Role.OFFICER)
def deciding(request: HttpRequest, reference: str) -> HttpResponse:
    """How the jury reads and scores, the pass mark, ties, the most for one start-up."""
    call = _call(request, reference)
    form = DecidingForm(request.POST or None, call=call)
    tried = Attempt(form)
    if request.method == "POST" and form.is_valid():
        with tried:
            who = {"by": request.user, "at": request.received_at, "read": Read.of(request.POST)}
            changes.change_deciding(call, **who, **form.values())
            return _saved(request, call)
    held = {name: getattr(call, name) for name in changes.DECIDING}
    posted = request.POST if request.method == "POST" else None
    labels = {name: str(field.label) for name, field in form.fields.items()}
    labels |= {
        "is_blind": labels["reading"],
        "score_scale": labels["scale_max"],
        "tie_break": labels.get("tie_1", ""),
    }
    version = version_of(held, posted, tried.refusal, labels)
    context = {"call": call, "form": form, "title": _("Selection and award"), "version": version}
    return render(request, "programmes/desk/edit.html", context)


@desk_required(Role.OFFICER)
def words(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, initial=_words_of(call))
    sections = SectionFormSet(
        posted, initial=[_section_form(row) for row in call.sections], prefix="sections"
    )
    tried = Attempt(form)
    if posted is not None and sections.is_valid() and form.is_valid():
        with tried:
            who = {"by": request.user, "at": request.received_at, "read": Read.of(posted)}
            changes.change_words(call, **who, **_words_from(call, form, sections))
            return _saved(request, call)
    held = {name: getattr(call, name) for name in changes.WORDS}
    labels = {name: str(field.label) for name, field in form.fields.items()} | {"sections": _("Section")}
    version = version_of(held, posted, tried.refusal, labels, {"sections": _sections_in_words})
    context = {
        "call": call,
        "form": form,
        "formset": sections,
        "title": _("Text"),
        "row": _("Section"),
        "version": version,
    }
    return render(request, "programmes/desk/edit.html", context)


@desk_required(Role.OFFICER)
def part(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Rules, grid, documents, calendar, instalments or milestones: rows of one kind."""
    if part not in PARTS:
        raise Http404
    call = _call(request, reference)
    options = part_options(part, call)
    formset = part_formset(part)(request.POST or None, instance=call, prefix=part, **options)
    tried, held, model = Attempt(), partial(_rows, PARTS[part][0], call), PARTS[part][0]
    if request.method == "POST" and formset.is_valid():
        with tried:
            who = {"by": request.user, "at": request.received_at, "read": Read.of(request.POST)}
            changes.change_part(call, part, formset.save, rows=held, **who)
            return _saved(request, call)
    told = {changes.ROWS: lambda rows: _rows_in_words(rows, model, call)}
    posted = request.POST if request.method == "POST" else None
    version = version_of({changes.ROWS: held()}, posted, tried.refusal, {changes.ROWS: PARTS[part][2]}, told)
    title, row = (str(words) for words in PARTS[part][2:])
    context = {
        "call": call,
        "formset": formset,
        "title": title,
        "row": row,
        "refusal": tried.refusal,
        "part": part,
        "version": version,
    }
    return render(request, "programmes/desk/edit.html", context)


def _rows(model: type[Model], call: Call) -> list[dict[str, Any]]:
    """Return the rows of a part as they stand, to tell whether somebody changed them meanwhile."""
    return list(model.objects.filter(call=call).order_by("pk").values())


def _rows_in_words(rows: Any, model: type[Model], call: Call) -> str:
    if isinstance(rows, str):
        return _("What is typed on this page")
    return "\n".join(str(row) for row in model.objects.filter(call=call))


def _sections_in_words(sections: list[dict[str, Any]]) -> str:
    return "\n".join(f"{row.get('heading_fr', '')} – {row.get('body_fr', '')}" for row in sections)


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
