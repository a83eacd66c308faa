"""The views a person keeps of the list, and the columns."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incubator.applications import keeping_views
from incubator.applications.desk_forms import ViewForm
from incubator.applications.models import SavedView
from incubator.applications.views import desk_rows
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui import tables
from incubator.workflow.doors import desk_required

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


def back_of(request: HttpRequest) -> str:
    """Return the list that a form was sent from; the list of all when the form does not say."""
    asked = request.POST.get("back", "")
    return asked if asked.startswith("/desk/") else reverse("applications:desk_list")


def call_of(request: HttpRequest, address: str) -> Call | None:
    """Return the call whose list an address is, None for the list of all."""
    parts = urlsplit(address).path.strip("/").split("/")
    if parts[:2] != ["desk", "calls"] or len(parts) < 3:
        return None
    return get_object_or_404(Call.objects.visible_to(request.user), reference=parts[2])


@require_POST
@desk_required(*DESK)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the present query under a name."""
    back, form = back_of(request), ViewForm(request.POST)
    if not form.is_valid():
        return _again(request, form, back, reverse("applications:desk_view_save"))
    kept = keeping_views.save(
        urlsplit(back).query,
        call=call_of(request, back),
        **_given(form),
        by=request.user,
        at=request.received_at,
    )
    messages.success(request, _('The view "%(name)s" is kept.') % {"name": kept.name})
    return redirect(f"{urlsplit(back).path}?{kept.query}&saved={kept.public_id}")


@require_POST
@desk_required(*DESK)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a view of one's own another name, share it or take it back, and keep the present query in it."""
    view = get_object_or_404(SavedView, public_id=ref, owner=request.user)
    back, form = back_of(request), ViewForm(request.POST)
    if not form.is_valid():
        return _again(request, form, back, reverse("applications:desk_view_change", args=[ref]))
    keeping_views.change(
        view, **_given(form), query=urlsplit(back).query, by=request.user, at=request.received_at
    )
    messages.success(request, _("The view is changed."))
    return redirect(back)


@require_POST
@desk_required(*DESK)
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a view of one's own; no file changes."""
    view = get_object_or_404(SavedView.objects.select_related("call"), public_id=ref, owner=request.user)
    call = view.call
    keeping_views.delete(view, by=request.user, at=request.received_at)
    messages.success(request, _("The view is deleted. No file has changed."))
    return redirect("applications:call_list", call.reference) if call else redirect("applications:desk_list")


@require_POST
@desk_required(*DESK)
def columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns ticked, for this person and in the address."""
    wanted = desk_rows.chosen(",".join(request.POST.getlist("col")))
    keeping_views.keep_columns(wanted, by=request.user)
    back = urlsplit(back_of(request))
    return redirect(back.path + tables.query(QueryDict(back.query), cols=",".join(wanted)))


def _given(form: ViewForm) -> dict[str, Any]:
    return {"name": form.cleaned_data["name"], "is_shared": form.cleaned_data["is_shared"]}


def _again(request: HttpRequest, form: ViewForm, back: str, action: str) -> HttpResponse:
    return render(
        request,
        "applications/desk/view_form.html",
        {"form": form, "back": back, "action": action},
        status=422,
    )
