"""The desk: files received on paper, brought in from a table – upload, columns, dry run, confirmation, undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.casework.desk import call_of
from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports import background, columns, importing, summary, uploaded_table
from incubator.applications.imports.forms import ColumnsForm, ConfirmForm, ShapeForm, TableForm
from incubator.applications.models import ImportBatch
from incubator.applications.states import ImportOutcome
from incubator.applications.worklist import saved_views
from incubator.documents import tables
from incubator.documents.sheets import Sheet
from incubator.documents.table_shape import Shape
from incubator.jobs.states import JobState
from incubator.people.states import Role
from incubator.programmes.models import FormVersion
from incubator.ui.tables import Column
from incubator.workflow import deciding
from incubator.workflow.doors import attempted, desk_required

A_PAGE = 50
# Seconds between two looks of a page that follows the work by itself.
FOLLOWING = 4
READ = ("GET", "HEAD", "POST")
CHECKING = "applications/imports/check.html"
REMARKS = (Column(gettext_lazy("Column")), Column(gettext_lazy("Remark")))
REASONS = (Column(gettext_lazy("File")), Column(gettext_lazy("Why it stays")))


def _batch(request: HttpRequest, reference: str, ref: str) -> ImportBatch:
    mine = ImportBatch.objects.visible_to(request.user).select_related(
        "call", "source", "job", "form_version"
    )
    request.reference = reference
    return get_object_or_404(mine, call__reference=reference, public_id=ref)


@require_http_methods(READ)
@desk_required(Role.OFFICER)
def of_call(request: HttpRequest, reference: str) -> HttpResponse:
    """The imports of a call, and the form that brings a table in."""
    call = call_of(request, reference)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    made: list[ImportBatch] = []

    def begin() -> None:
        made.append(
            importing.begin(call, form.cleaned_data["table"], by=request.user, at=request.received_at)
        )

    if request.method == "POST" and form.is_valid() and attempted(form, begin):
        return redirect("applications:call_import_columns", reference, made[0].public_id)
    batches = ImportBatch.objects.visible_to(request.user).filter(call=call).for_list()
    context = {
        "call": call,
        "form": form,
        "may": deciding.decide("application.import", request.user, call, request.received_at),
        "page": Paginator(batches, A_PAGE).get_page(request.GET.get("page")),
        "columns": [Column(_("Table")), Column(_("Brought in")), Column(_("Rows")), Column(_("Files made"))],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/imports/list.html", context, status=status)


@require_http_methods(READ)
@desk_required(Role.OFFICER)
def choose_columns(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    """What each column is; sent, every row is checked, here or in the background, and nothing else changes."""
    shown = _batch(request, reference, ref)
    if shown.confirmed_at is not None:
        return redirect("applications:call_import", reference, ref)
    sheet = uploaded_table.sheet_of(shown, first=summary.EXAMPLES)
    form = _columns_form(shown, sheet, request.POST if request.method == "POST" else None)
    made: list[ImportBatch] = []

    def match() -> None:
        day = form.cleaned_data["received_on"]
        made.append(
            importing.match(shown, form.targets, received_on=day, by=request.user, at=request.received_at)
        )

    if request.method == "POST" and form.is_valid() and attempted(form, match):
        address = reverse("applications:call_import", args=[reference, ref])
        return redirect(f"{address}?follow=1" if background.waits(made[0]) else address)
    reading = ShapeForm(chosen=Shape(**shown.shape), sheet=sheet)
    return _columns_page(request, shown, form, reading)


@require_POST
@desk_required(Role.OFFICER)
def shape(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    """How the table is read: sent, it is read again so, and its columns are shown; refused, it stays as it was."""
    shown = _batch(request, reference, ref)
    if shown.confirmed_at is not None:
        return redirect("applications:call_import", reference, ref)
    sheet = uploaded_table.sheet_of(shown, first=summary.EXAMPLES)
    reading = ShapeForm(request.POST, chosen=Shape(**shown.shape), sheet=sheet)

    def read() -> None:
        importing.read_so(shown, reading.shape, by=request.user, at=request.received_at)

    if reading.is_valid() and attempted(reading, read):
        return redirect("applications:call_import_columns", reference, ref)
    return _columns_page(request, shown, _columns_form(shown, sheet, None), reading)


def _columns_form(shown: ImportBatch, sheet: Sheet, data: QueryDict | None) -> ColumnsForm:
    definition = definition_of(FormVersion.objects.get(pk=shown.call.form_version_id))
    return ColumnsForm(
        data,
        headings=shown.headings,
        examples=summary.examples(shown, sheet, definition),
        chosen=shown.targets,
        definition=definition,
        targets=columns.targets_of(definition),
        initial={"received_on": shown.received_on},
    )


def _columns_page(
    request: HttpRequest, shown: ImportBatch, form: ColumnsForm, reading: ShapeForm
) -> HttpResponse:
    guessed = sum(map(bool, shown.targets))
    context = {"batch": shown, "call": shown.call, "form": form, "reading": reading, "guessed": guessed}
    status = 422 if form.is_bound or reading.is_bound else 200
    return render(request, "applications/imports/columns.html", context, status=status)


@require_http_methods(READ)
@desk_required(Role.OFFICER)
def batch(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    """How far the check is, then what it found; sent, the rows are entered. Then how far that is, and what was made."""
    shown = _batch(request, reference, ref)
    if shown.checked_at is None and not shown.is_named:
        return redirect("applications:call_import_columns", reference, ref)
    found = importing.counts(shown)
    form = ConfirmForm(request.POST if request.method == "POST" else None, found=found)

    def confirm() -> None:
        importing.confirm(shown, **form.options, by=request.user, at=request.received_at)

    if request.method == "POST" and form.is_valid() and attempted(form, confirm):
        return go_on(request, reference, ref)
    waits = background.waits(shown)
    follows = waits and bool(request.GET.get("follow"))
    context = {
        "batch": shown,
        "call": shown.call,
        "form": form,
        "waits": waits,
        "follows": follows,
        "stopped": waits and shown.job is not None and shown.job.state == JobState.FAILED,
        "may": deciding.decide("application.import", request.user, shown.call, request.received_at),
    }
    if shown.checked_at is None:
        context["checked"] = sum(found.values())
        answer = render(request, CHECKING, context, status=422 if form.errors else 200)
    else:
        answer = _page(request, shown, context, found)
    if follows:
        answer["Refresh"] = str(FOLLOWING)
    return answer


def _page(
    request: HttpRequest, shown: ImportBatch, context: dict[str, Any], found: dict[str, int]
) -> HttpResponse:
    context |= {
        "found": [{"value": n, "label": ImportOutcome(code).label} for code, n in found.items()],
        "unanswered": summary.unanswered(shown),
        "columns": [Column(_("Line")), *(REASONS if shown.undone_at else REMARKS)],
        "page": Paginator(summary.remarked(shown), A_PAGE).get_page(request.GET.get("page")),
        "made": summary.made(shown).count(),
        "taken_back": summary.taken_back(shown).count() if shown.undone_at else 0,
    }
    status = 422 if context["form"].errors else 200
    return render(request, "applications/imports/batch.html", context, status=status)


@require_POST
@desk_required(Role.OFFICER)
def go_on(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    """Check rows, enter them, or take files back, in this very request for some seconds; no worker is needed."""
    shown = _batch(request, reference, ref)
    background.go_on(shown, by=request.user, at=request.received_at)
    saved_views.forget_counts(request.user)
    return redirect("applications:call_import", reference, ref)


@require_POST
@desk_required(Role.OFFICER)
def undo(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    importing.undo(_batch(request, reference, ref), by=request.user, at=request.received_at)
    return go_on(request, reference, ref)


@require_POST
@desk_required(Role.OFFICER)
def discard(request: HttpRequest, reference: str, ref: str) -> HttpResponse:
    importing.discard(_batch(request, reference, ref), by=request.user, at=request.received_at)
    messages.success(request, _("The table is forgotten: nothing of it was kept."))
    return redirect("applications:call_imports", reference)


@require_safe
@desk_required(Role.OFFICER)
def remarks(request: HttpRequest, reference: str, ref: str) -> HttpResponseBase:
    """Every remark on a cell, as a table to correct from."""
    shown = _batch(request, reference, ref)
    headings = [_("Line"), _("Column"), _("Remark")]
    return tables.csv_response(summary.remarks(shown), headings, f"{_('remarks')}-{shown.call.reference}")
