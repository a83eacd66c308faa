"""The pages of an import – upload, columns, dry run, confirmation, undoing – for any kind, as `ModelAdmin` does it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.documents import tables
from incubator.documents.sheets import Sheet
from incubator.documents.table_shape import Shape
from incubator.imports import background, importing, summary, uploaded_table
from incubator.imports.forms import ColumnsForm, ConfirmForm, ShapeForm, TableForm
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.imports.states import ImportOutcome
from incubator.jobs.states import JobState
from incubator.people.states import Role
from incubator.ui.tables import Column
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required

A_PAGE = 50
# Seconds between two looks of a page that follows the work by itself.
FOLLOWING = 4
READ = require_http_methods(("GET", "HEAD", "POST"))


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.received_at}


class ImportPages:
    """The pages of one kind. `place` in a signature is what the address says of where tables are brought into."""

    kind: Kind
    role: str = Role.OFFICER
    # "<name>s" is the list, "<name>" the page of a batch, "<name>_columns" and so on what is below it.
    name: str
    app: str
    columns_form = ColumnsForm
    confirm_form = ConfirmForm
    # The folder of its templates, where one stands before that of `imports/` and extends it.
    templates: str = "imports"
    # How its tables head what a row becomes.
    thing, made_column, staying = (
        gettext_lazy("What was made"),
        gettext_lazy("Made"),
        gettext_lazy("What stays"),
    )

    def addresses(self, root: str) -> list[URLPattern]:
        """Return the addresses below the list, which is `root`."""
        door = desk_required(self.role)
        below = {
            "columns": READ(door(self.choose_columns)),
            "shape": require_POST(door(self.shape)),
            "go-on": require_POST(door(self.go_on)),
            "undo": require_POST(door(self.undo)),
            "discard": require_POST(door(self.discard)),
        }
        here, remarks = f"{root}<str:ref>/", require_safe(door(self.remarks))
        return [
            path(root, READ(door(self.index)), name=f"{self.name}s"),
            path(here, READ(door(self.batch)), name=self.name),
            *(
                path(f"{here}{word}/", view, name=f"{self.name}_{word.replace('-', '_')}")
                for word, view in below.items()
            ),
            path(f"{here}remarks.csv", remarks, name=f"{self.name}_remarks"),
        ]

    def place_at(self, request: HttpRequest, **place: str) -> Any:
        """Return what tables are brought into, or answer 404."""
        return None

    def within(self, **place: str) -> dict[str, Any]:
        """Return what finds the batches of an address."""
        return {}

    def batches(self, request: HttpRequest) -> Any:
        """Return the batches that the person may read."""
        return self.kind.batches.objects.visible_to(request.user)

    def changed(self, request: HttpRequest) -> None:
        """Forget what was counted of the records before rows were entered or taken back."""

    def context(self, place: Any) -> dict[str, Any]:
        """Return what every template of the kind reads."""
        return {}

    # -- the pages -------------------------------------------------------------------------------------------

    def index(self, request: HttpRequest, **place: str) -> HttpResponse:
        """The tables that were brought in, and the form that brings one."""
        here = self.place_at(request, **place)
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        if request.method == "POST" and form.is_valid():
            with Attempt(form) as tried:
                batch = importing.begin(self.kind, here, form.cleaned_data["table"], **_now(request))
            if tried.refusal is None:
                return self._to("_columns", batch.public_id, **place)
        batches = self.batches(request).filter(**self.kind.within(here)).for_list()
        context = {
            "form": form,
            "may": deciding.decide(self.kind.policy, request.user, here, request.received_at),
            "page": Paginator(batches, A_PAGE).get_page(request.GET.get("page")),
            "columns": [Column(word) for word in (_("Table"), _("Brought in"), _("Rows"), self.made_column)],
        }
        return self._render(request, "list", here, place, context, refused=request.method == "POST")

    def choose_columns(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        """What each column is; sent, every row is checked, here or in the background, and nothing else changes."""
        shown = self._batch(request, ref, **place)
        if shown.confirmed_at is not None:
            return self._to("", ref, **place)
        sheet = uploaded_table.sheet_of(shown, first=summary.EXAMPLES)
        form = self._columns_form(shown, sheet, *([request.POST] if request.method == "POST" else []))
        if request.method == "POST" and form.is_valid():
            with Attempt(form) as tried:
                batch = importing.match(self.kind, shown, form.targets, **form.options, **_now(request))
            if tried.refusal is None:
                answer = self._to("", ref, **place)
                answer["Location"] += "?follow=1" if background.waits(self.kind, batch) else ""
                return answer
        reading = ShapeForm(chosen=Shape(**shown.shape), sheet=sheet)
        return self._columns_page(request, shown, form, reading, place)

    def shape(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        """How the table is read: sent, it is read again so, and its columns are shown; refused, it stays as it was."""
        shown = self._batch(request, ref, **place)
        if shown.confirmed_at is not None:
            return self._to("", ref, **place)
        sheet = uploaded_table.sheet_of(shown, first=summary.EXAMPLES)
        reading = ShapeForm(request.POST, chosen=Shape(**shown.shape), sheet=sheet)
        if reading.is_valid():
            with Attempt(reading) as tried:
                importing.read_so(self.kind, shown, reading.shape, **_now(request))
            if tried.refusal is None:
                return self._to("_columns", ref, **place)
        return self._columns_page(request, shown, self._columns_form(shown, sheet), reading, place)

    def batch(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        """How far the check is, then what it found; sent, the rows are entered. Then how far that is, and what was made."""
        shown = self._batch(request, ref, **place)
        if shown.checked_at is None and not shown.is_named:
            return self._to("_columns", ref, **place)
        found = importing.counts(shown)
        form = self.confirm_form(request.POST if request.method == "POST" else None, found=found)
        if request.method == "POST" and form.is_valid():
            with Attempt(form) as tried:
                importing.confirm(self.kind, shown, **form.options, **_now(request))
            if tried.refusal is None:
                return self.go_on(request, ref, **place)
        waits = background.waits(self.kind, shown)
        here = self.kind.place_of(shown)
        context = {
            "batch": shown,
            "form": form,
            "waits": waits,
            "follows": waits and bool(request.GET.get("follow")),
            "stopped": waits and shown.job is not None and shown.job.state == JobState.FAILED,
            "may": deciding.decide(self.kind.policy, request.user, here, request.received_at),
        }
        if shown.checked_at is None:
            template, context["checked"] = "check", sum(found.values())
        else:
            template, context = "batch", context | self._found(request, shown, found)
        answer = self._render(request, template, here, place, context, refused=bool(form.errors))
        if context["follows"]:
            answer["Refresh"] = str(FOLLOWING)
        return answer

    def _found(self, request: HttpRequest, shown: Batch, found: dict[str, int]) -> dict[str, Any]:
        remarked = summary.remarked(self.kind, shown)
        words = (self.thing, _("Why it stays")) if shown.undone_at else (_("Column"), _("Remark"))
        return {
            "found": [{"value": n, "label": ImportOutcome(code).label} for code, n in found.items()],
            "unanswered": self.kind.unanswered(shown),
            "columns": [Column(word) for word in (_("Line"), *words)],
            "page": Paginator(remarked, A_PAGE).get_page(request.GET.get("page")),
            "staying": self.staying,
            "made": summary.made(self.kind, shown).count(),
            "taken_back": summary.taken_back(self.kind, shown).count() if shown.undone_at else 0,
        }

    # -- the acts --------------------------------------------------------------------------------------------

    def go_on(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        """Check rows, enter them, or take back, in this very request for some seconds; no worker is needed."""
        background.go_on(self.kind, self._batch(request, ref, **place), **_now(request))
        self.changed(request)
        return self._to("", ref, **place)

    def undo(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        importing.undo(self.kind, self._batch(request, ref, **place), **_now(request))
        return self.go_on(request, ref, **place)

    def discard(self, request: HttpRequest, ref: str, **place: str) -> HttpResponse:
        importing.discard(self.kind, self._batch(request, ref, **place), **_now(request))
        messages.success(request, _("The table is forgotten: nothing of it was kept."))
        return self._to("s", **place)

    def remarks(self, request: HttpRequest, ref: str, **place: str) -> HttpResponseBase:
        """Every remark on a cell, as a table to correct from."""
        shown = self._batch(request, ref, **place)
        headings = [_("Line"), _("Column"), _("Remark")]
        name = "-".join([_("remarks"), *self.kind.facts(self.kind.place_of(shown)).values()])
        return tables.csv_response(summary.remarks(shown), headings, name)

    # -- what they share -------------------------------------------------------------------------------------

    def _batch(self, request: HttpRequest, ref: str, **place: str) -> Batch:
        joined = dict.fromkeys(["source", "job", *self.kind.joined])
        found: Batch = get_object_or_404(
            self.batches(request).select_related(*joined), **self.within(**place), public_id=ref
        )
        request.reference = " ".join(self.kind.facts(self.kind.place_of(found)).values())
        return found

    def _columns_form(self, shown: Batch, sheet: Sheet, *data: Any) -> ColumnsForm:
        return self.columns_form(
            *data,
            batch=shown,
            examples=summary.examples(self.kind, shown, sheet),
            targets=self.kind.targets(self.kind.place_of(shown)),
        )

    def _columns_page(
        self, request: HttpRequest, shown: Batch, form: ColumnsForm, reading: ShapeForm, place: dict[str, str]
    ) -> HttpResponse:
        guessed = sum(map(bool, shown.targets))
        context = {"batch": shown, "form": form, "reading": reading, "guessed": guessed}
        refused = form.is_bound or reading.is_bound
        return self._render(request, "columns", self.kind.place_of(shown), place, context, refused=refused)

    def _render(
        self, request: HttpRequest, page: str, here: Any, place: dict[str, str], context: dict[str, Any], *,
        refused: bool,
    ) -> HttpResponse:  # fmt: skip
        root = reverse(f"{self.app}:{self.name}s", kwargs=place)
        context |= {"root": root, "eyebrow": " · ".join(self.kind.facts(here).values()), **self.context(here)}
        if batch := context.get("batch"):
            context["here"] = reverse(f"{self.app}:{self.name}", kwargs={**place, "ref": batch.public_id})
        templates = [f"{self.templates}/{page}.html", f"imports/{page}.html"]
        return render(request, templates, context, status=422 if refused else 200)

    def _to(self, page: str, *ref: str, **place: str) -> HttpResponse:
        return redirect(f"{self.app}:{self.name}{page}", **place, **({"ref": ref[0]} if ref else {}))
