"""The product's addresses, and one that answers with each error page."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from incubator.config import urls
from incubator.config.urls import handler400, handler403, handler404, handler500

ERRORS = {400: SuspiciousOperation, 403: PermissionDenied, 413: RequestDataTooBig, 500: RuntimeError}


@login_not_required
def error(request: HttpRequest, status: int) -> HttpResponse:
    if status in ERRORS:
        raise ERRORS[status]("asked for by a visit")
    return render(request, f"{status}.html", {"code": "AB-CDE"}, status=status)


class Sample(forms.Form):
    name = forms.CharField()


PAGE = """{% extends "ui/bare.html" %}{% block title %}F{% endblock %}{% block content %}<h1>F</h1>{{ form }}{{ formset }}{{ alone.name.as_field_group }}{% endblock %}"""


@login_not_required
def plain_forms(request: HttpRequest) -> HttpResponse:
    """A form and a set of forms drawn by the renderer alone."""
    rows = forms.formset_factory(Sample, extra=1)(prefix="rows")
    return HttpResponse(
        engines["django"]
        .from_string(PAGE)
        .render({"form": Sample(), "formset": rows, "alone": Sample(prefix="alone")}, request)
    )


urlpatterns = [
    path("account/forms/", plain_forms),
    path("account/error/<int:status>/", error),
    *urls.urlpatterns,
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
