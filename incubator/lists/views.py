"""The views and columns that a person keeps of a list, and its export."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.lists import exports, saved_views
from incubator.lists.addresses import list_at, split
from incubator.lists.desk_list import DeskList
from incubator.lists.forms import TableForm, ViewForm
from incubator.lists.models import SavedView
from incubator.people.states import DESK_ROLES
from incubator.ui import tables
from incubator.workflow.doors import Attempt, desk_required


def back_of(request: HttpRequest) -> str:
    """Return the address of the list that a page of its own, or a form, comes from."""
    return (request.POST if request.method == "POST" else request.GET).get("back", "")


def _listing(request: HttpRequest) -> DeskList:
    return list_at(back_of(request), request.user, request.received_at)


@require_safe
@desk_required(*DESK_ROLES)
def kept(request: HttpRequest) -> HttpResponse:
    """What a person keeps of a list: the columns, the present query under a name, the own views."""
    listing = _listing(request)
    saved = listing.params.get("saved", "")
    own = SavedView.objects.filter(owner=request.user, public_id=saved).first() if saved.isalnum() else None
    return _kept_page(request, listing, own)


def _kept_page(
    request: HttpRequest,
    listing: DeskList,
    own: SavedView | None,
    form: ViewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    back = back_of(request)
    initial = {"name": own.name, "is_shared": own.is_shared} if own else None
    mine = SavedView.objects.filter(owner=request.user, list=listing.name, place=listing.place)
    context = {
        "listing": listing,
        "back": back,
        "own": own,
        "form": form or ViewForm(initial=initial),
        "choices": [(column.key, column.label, column in listing.shown) for column in listing.columns],
        "mine": [(view, address_of(view, split(back).path)) for view in mine],
    }
    return render(request, "lists/views.html", context, status=status)


def address_of(view: SavedView, path: str) -> str:
    """Return the list as a view shows it."""
    return f"{path}?{view.query}{'&' if view.query else ''}saved={view.public_id}"


@require_POST
@desk_required(*DESK_ROLES)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the present query under a name."""
    listing, back, form = _listing(request), split(back_of(request)), ViewForm(request.POST)
    if not form.is_valid():
        return _kept_page(request, listing, None, form, status=422)
    of = {"of_list": listing.name, "place": listing.place}
    with Attempt(form):
        view = saved_views.save(back.query, **of, **_given(form), by=request.user, at=request.received_at)
        messages.success(request, _('The view "%(name)s" is kept.') % {"name": view.name})
        return redirect(address_of(view, back.path))
    return _kept_page(request, listing, None, form, status=422)


@require_POST
@desk_required(*DESK_ROLES)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a view of one's own another name, share it or take it back, and keep the present query in it."""
    view = get_object_or_404(SavedView, public_id=ref, owner=request.user)
    listing, form = _listing(request), ViewForm(request.POST)
    if not form.is_valid():
        return _kept_page(request, listing, view, form, status=422)
    who = {"by": request.user, "at": request.received_at, "read": form.read}
    query = split(back_of(request)).query
    with Attempt(form) as tried:
        saved_views.change(view, **_given(form), query=query, **who)
    if tried.refusal:
        return _kept_page(request, listing, view, form, status=409)
    messages.success(request, _("The view is changed."))
    return redirect(back_of(request))


@require_POST
@desk_required(*DESK_ROLES)
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a view of one's own; nothing that it listed changes."""
    view = get_object_or_404(SavedView, public_id=ref, owner=request.user)
    back = split(back_of(request))
    saved_views.delete(view, by=request.user, at=request.received_at)
    messages.success(request, _("The view is deleted. Nothing that it listed has changed."))
    return redirect(back.path)


@require_POST
@desk_required(*DESK_ROLES)
def columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns ticked, for this person and in the address."""
    listing, back = _listing(request), split(back_of(request))
    wanted = [column.key for column in listing.chosen(request.POST.getlist("col")) or listing.usual]
    saved_views.keep_columns(wanted, of_list=listing.name, by=request.user)
    return redirect(back.path + tables.query(QueryDict(back.query), cols=",".join(wanted)))


def _given(form: ViewForm) -> dict[str, Any]:
    return {"name": form.cleaned_data["name"], "is_shared": form.cleaned_data["is_shared"]}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK_ROLES)
def export(request: HttpRequest) -> HttpResponseBase:
    """The page that says what the table will hold; sent, the table."""
    listing = _listing(request)
    if not listing.exports:
        raise Http404
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            return _send(request, listing, form.cleaned_data["form"])
    context = {
        "listing": listing,
        "form": form,
        "back": back_of(request),
        "count": listing.listed().count(),
        "headings": exports.headings(listing),
        "at_once": exports.AT_ONCE,
    }
    return render(request, "lists/export.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, listing: DeskList, form: str) -> HttpResponseBase:
    keys = exports.keys_of(listing)
    if len(keys) <= exports.AT_ONCE:
        return exports.download(listing, keys, form)
    exports.ask(listing, keys, address=back_of(request), form=form, at=request.received_at)
    return redirect(f"{reverse('exports:jobs')}?follow=1")
