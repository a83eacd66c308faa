"""The desk: files received on paper, brought in from a table."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from incubator.applications.casework.desk import call_of
from incubator.applications.imports.forms import ColumnsForm, ConfirmForm
from incubator.applications.imports.kind import PAPER_FILES
from incubator.imports.views import ImportPages
from incubator.lists import saved_views
from incubator.programmes.models import Call


class PaperFilePages(ImportPages):
    kind = PAPER_FILES
    app, name = "applications", "call_import"
    columns_form, confirm_form = ColumnsForm, ConfirmForm
    templates = "applications/imports"
    thing, made_column, staying = (
        gettext_lazy("File"),
        gettext_lazy("Files made"),
        gettext_lazy("Files that stay"),
    )

    def place_at(self, request: HttpRequest, **place: str) -> Call:
        return call_of(request, place["reference"])

    def within(self, **place: str) -> dict[str, Any]:
        return {"call__reference": place["reference"]}

    def changed(self, request: HttpRequest) -> None:
        saved_views.forget_counts(request.user)

    def context(self, place: Call) -> dict[str, Any]:
        return {"call": place}


PAGES = PaperFilePages()
