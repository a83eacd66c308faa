"""Late codes: the desk makes, confirms, stops and lists them; a lead types one on a closed draft."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from incubator.applications.casework.desk import DESK, call_of
from incubator.applications.exceptions import late_codes
from incubator.applications.exceptions.forms import LateCodeForm, LateEntryForm
from incubator.applications.filling import presenting
from incubator.applications.models import LateCode, LateEntry
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.doors import Act, ActView, Attempt, desk_required
from incubator.workflow.refusals import Refused
from incubator.workflow.standing import Standing

A_PAGE = 50
OF_AN_ENTRY = Standing(startup="application__startup", programme="application__call__programme")


@desk_required(*DESK)
@require_GET
def codes(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, call_of(request, reference), LateCodeForm())


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def make(request: HttpRequest, reference: str) -> HttpResponse:
    call, form, text = call_of(request, reference), LateCodeForm(request.POST), ""
    if form.is_valid():
        with Attempt(form):
            _made, text = late_codes.make(call, by=request.user, at=request.received_at, **form.cleaned_data)
    if not text:
        return _page(request, call, form, status=422)
    # The only answer that shows the code: it is not kept, so this page is not reached by a redirect.
    return _page(request, call, LateCodeForm(), text=text)


def _code(request: HttpRequest, reference: str, public_id: str) -> LateCode:
    return get_object_or_404(
        call_of(request, reference).late_codes.select_related("call"), public_id=public_id
    )


act = desk_required(Role.OFFICER, Role.DIRECTOR)(
    ActView.as_view(
        fetch=_code,
        acts={
            "confirm": Act(
                late_codes.confirm, gettext_lazy("The code is good: it may be given to the team.")
            ),
            "stop": Act(late_codes.stop, gettext_lazy("The code opens nothing any more.")),
        },
        success_url=lambda code: reverse("applications:late_codes", args=[code.call.reference]),
    )
)


def _page(
    request: HttpRequest, call: Call, form: LateCodeForm, *, text: str = "", status: int = 200
) -> HttpResponse:
    rows = call.late_codes.select_related("made_by", "confirmed_by")
    entries = OF_AN_ENTRY.apart(LateEntry.objects.select_related("application__startup"), request.user)
    rows = rows.prefetch_related(Prefetch("entries", queryset=entries))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "call": call,
        "form": form,
        "text": text,
        "page_obj": page,
        "at": request.received_at,
        "may_make": deciding.decide("call.make_late_code", request.user, call, request.received_at),
    }
    return render(request, "applications/exceptions/late_codes.html", context, status=status)


@require_POST
def enter(request: HttpRequest, ref: str) -> HttpResponse:
    """A lead types the code; let in, the draft opens again."""
    application, form = presenting.fetch(request, ref), LateEntryForm(request.POST)
    if form.is_valid():
        with Attempt(form, "code", shown=Refused):
            late_codes.use(application, form.cleaned_data["code"], by=request.user, at=request.received_at)
            messages.success(request, _("The code is accepted. Complete your file and send it."))
            return redirect("applications:file", ref=ref)
    context = {"application": application, "form": form}
    return render(request, "applications/exceptions/late_code.html", context, status=422)
