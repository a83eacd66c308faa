"""The export of applications: choose, then a download at once, or in the background when there are many."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from incubator.applications.exports import application_table
from incubator.applications.exports.columns import AnswerColumn, answer_columns
from incubator.applications.exports.forms import PACKS, ExportForm, Selection
from incubator.applications.filling.definitions import definition_of
from incubator.applications.policies import reads_class
from incubator.core.bilingual import current_language
from incubator.documents import tables
from incubator.jobs import requests
from incubator.lists.exports import AT_ONCE
from incubator.people.states import Role
from incubator.workflow import audit, deciding
from incubator.workflow.doors import desk_required

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def export(request: HttpRequest) -> HttpResponseBase:
    """The page for the files of the list's query; sent, the table itself."""
    return _send(request) if request.method == "POST" else _page(request, _form(request))


def _form(request: HttpRequest) -> ExportForm:
    reads = partial(reads_class, request.user, at=request.received_at)
    return ExportForm(
        request.POST if request.method == "POST" else None,
        may_personal=reads("personal"),
        may_sensitive=reads("sensitive"),
    )


def _columns(keys: list[int], form: ExportForm) -> list[AnswerColumn]:
    """Return the columns of answers that this person may choose."""
    versions = application_table.versions_of(keys).values()
    every = answer_columns((definition_of(version) for version in versions), current_language())
    return [
        column
        for column in every
        if not (column.is_personal and "personal" not in form.fields)
        and not (column.is_sensitive and "sensitive" not in form.fields)
    ]


def _page(request: HttpRequest, form: ExportForm, status: int = 200) -> HttpResponse:
    chosen = Selection(request.GET, request.user, request.received_at)
    keys = chosen.keys()
    ticked = request.POST.getlist("columns") if request.method == "POST" else None
    context = {
        "form": form,
        "count": len(keys),
        "chosen": chosen,
        "groups": _groups(_columns(keys, form), ticked),
        "in_background": len(keys) > AT_ONCE,
        "back": f"{reverse('applications:desk_list')}?{request.GET.urlencode()}",
    }
    return render(request, "applications/exports/export.html", context, status=status)


def _groups(columns: list[AnswerColumn], ticked: list[str] | None) -> list[dict[str, Any]]:
    """Return the columns to tick, by step of the form, after those of the office."""
    office = [(f"office:{key}", str(label), "") for key, label in application_table.OFFICE.items()]
    groups: dict[str, list] = {_("The office"): office}
    for column in columns:
        mark = _("sensitive") if column.is_sensitive else _("personal") if column.is_personal else ""
        groups.setdefault(column.group, []).append((column.key, column.heading, mark))
    return [
        {
            "title": title,
            "columns": [
                {"key": key, "label": label, "mark": mark, "ticked": ticked is None or key in ticked}
                for key, label, mark in many
            ],
        }
        for title, many in groups.items()
    ]


def _send(request: HttpRequest) -> HttpResponseBase:
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    chosen = Selection(request.GET, request.user, request.received_at)
    keys = chosen.keys()
    if form.cleaned_data["form"] in PACKS:
        return _pack(request, chosen, keys, form.cleaned_data["form"])
    offered = [f"office:{key}" for key in application_table.OFFICE] + [c.key for c in _columns(keys, form)]
    wanted = form.wanted(request.POST.getlist("columns") or offered, offered)
    application_table.require(request.user, wanted, request.received_at)
    facts = {"form": wanted.form, "personal": wanted.personal, "sensitive": wanted.sensitive}
    facts |= {"reason": wanted.reason} if wanted.sensitive else {}
    if len(keys) > AT_ONCE:
        requests.ask(
            "applications.table", title=f"{_title(chosen, len(keys))} · {wanted.form.upper()}", keys=keys,
            params={"wanted": wanted.as_params(), "name": _name(chosen)}, by=request.user,
            at=request.received_at, **facts,
        )  # fmt: skip
        return redirect(f"{reverse('exports:jobs')}?follow=1")
    audit.record(
        "application.export", request.user, by=request.user, at=request.received_at, rows=len(keys), **facts
    )
    table = application_table.Table(request.user, wanted, keys)
    audit.record_export(table.visible.filter(pk__in=keys), by=request.user, at=request.received_at)
    if wanted.form == "xlsx":
        return tables.xlsx_response(table.rows(keys), table.headings(), _name(chosen))
    return tables.csv_download(
        _spoken(application_table.csv_of(table, keys), current_language()), _name(chosen)
    )


def _pack(request: HttpRequest, chosen: Selection, keys: list[int], what: str) -> HttpResponse:
    """Whole files name people: the office alone packs them, and always in the background."""
    deciding.require("application.export_documents", request.user, None, request.received_at)
    which = _title(chosen, len(keys))
    requests.ask(
        f"applications.{what}", title=" · ".join([which, str(PACKS[what])]), keys=keys,
        params={"name": f"{_name(chosen)}-{what}", "title": which}, by=request.user, at=request.received_at,
    )  # fmt: skip
    return redirect(f"{reverse('exports:jobs')}?follow=1")


def _spoken(pieces: Iterable[str], language: str) -> Iterator[str]:
    """Make each piece in the language of the page: they are drawn after the request is over."""
    source = iter(pieces)
    while True:
        with translation.override(language):
            piece = next(source, None)
        if piece is None:
            return
        yield piece


def _name(chosen: Selection) -> str:
    return "-".join(filter(None, [_("applications"), chosen.call]))


def _title(chosen: Selection, count: int) -> str:
    words = ngettext("%(n)s application", "%(n)s applications", count) % {"n": count}
    return " · ".join(filter(None, [words, chosen.call, chosen.view]))
