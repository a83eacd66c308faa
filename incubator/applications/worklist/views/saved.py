"""The views a person keeps of the list, and the columns."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incubator.applications.models import SavedView
from incubator.applications.worklist import saved_views
from incubator.applications.worklist.forms import ViewForm
from incubator.applications.worklist.views import rows
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui import tables
from incubator.workflow.doors import attempted, desk_required

LONGEST = 1000
DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


def back_of(request: HttpRequest) -> str:
    """Return the list that a form was sent from; the list of all when the form does not say."""
    asked = (request.POST if request.method == "POST" else request.GET).get("back", "")
    is_ours = asked.startswith("/desk/") and asked.isprintable() and len(asked) <= LONGEST
    return asked if is_ours else reverse("applications:desk_list")


def call_of(request: HttpRequest, address: str) -> Call | None:
    """Return the call whose list an address is, None for the list of all."""
    parts = urlsplit(address).path.strip("/").split("/")
    if parts[:2] != ["desk", "calls"] or len(parts) < 3:
        return None
    return get_object_or_404(Call.objects.visible_to(request.user), reference=parts[2])


@require_safe
@desk_required(*DESK)
def kept(request: HttpRequest) -> HttpResponse:
    """What a person keeps of the list: the columns, the present query under a name, the own views."""
    back = back_of(request)
    return _page(request, back, _own(request, back))


def _own(request: HttpRequest, back: str) -> SavedView | None:
    """Return the view of one's own that a list shows, if it shows one."""
    saved = QueryDict(urlsplit(back).query).get("saved", "")
    return SavedView.objects.filter(owner=request.user, public_id=saved).first() if saved.isalnum() else None


def _page(
    request: HttpRequest, back: str, own: SavedView | None, form: ViewForm | None = None, status: int = 200
) -> HttpResponse:
    shown = QueryDict(urlsplit(back).query).get("cols", "") or saved_views.columns_of(request.user)
    columns = rows.chosen(shown)
    mine = SavedView.objects.filter(owner=request.user).select_related("call")
    context = {
        "back": back,
        "own": own,
        "form": form or ViewForm(initial={"name": own.name, "is_shared": own.is_shared} if own else None),
        "choices": [(key, cell.label, key in columns) for key, cell in rows.CELLS.items()],
        "mine": [{"name": v.name, "is_shared": v.is_shared, "url": address_of(v)} for v in mine],
    }
    return render(request, "applications/worklist/views.html", context, status=status)


def address_of(view: SavedView) -> str:
    """Return the list as a view shows it."""
    call = view.call
    path = (
        reverse("applications:call_list", args=[call.reference])
        if call
        else reverse("applications:desk_list")
    )
    return f"{path}?{view.query}{'&' if view.query else ''}saved={view.public_id}"


@require_POST
@desk_required(*DESK)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the present query under a name."""
    back, form = back_of(request), ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, back, None, form, status=422)
    view = saved_views.save(
        urlsplit(back).query,
        call=call_of(request, back),
        **_given(form),
        by=request.user,
        at=request.received_at,
    )
    messages.success(request, _('The view "%(name)s" is kept.') % {"name": view.name})
    return redirect(address_of(view))


@require_POST
@desk_required(*DESK)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a view of one's own another name, share it or take it back, and keep the present query in it."""
    view = get_object_or_404(SavedView, public_id=ref, owner=request.user)
    back, form = back_of(request), ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, back, view, form, status=422)
    who = {"by": request.user, "at": request.received_at, "read": form.read}
    query = urlsplit(back).query
    if not attempted(form, lambda: saved_views.change(view, **_given(form), query=query, **who)):
        return _page(request, back, view, form, status=409)
    messages.success(request, _("The view is changed."))
    return redirect(back)


@require_POST
@desk_required(*DESK)
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a view of one's own; no file changes."""
    view = get_object_or_404(SavedView.objects.select_related("call"), public_id=ref, owner=request.user)
    call = view.call
    saved_views.delete(view, by=request.user, at=request.received_at)
    messages.success(request, _("The view is deleted. No file has changed."))
    return redirect("applications:call_list", call.reference) if call else redirect("applications:desk_list")


@require_POST
@desk_required(*DESK)
def columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns ticked, for this person and in the address."""
    wanted = rows.chosen(",".join(request.POST.getlist("col")))
    saved_views.keep_columns(wanted, by=request.user)
    back = urlsplit(back_of(request))
    return redirect(back.path + tables.query(QueryDict(back.query), cols=",".join(wanted)))


def _given(form: ViewForm) -> dict[str, Any]:
    return {"name": form.cleaned_data["name"], "is_shared": form.cleaned_data["is_shared"]}
