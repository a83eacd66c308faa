"""The register of links at the desk, and everybody's own links."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incubator.conflicts import declaring
from incubator.conflicts.models import Interest
from incubator.conflicts.states import LIFECYCLE, InterestState
from incubator.people.models import User
from incubator.people.states import Role
from incubator.ui.tables import tell_unknown
from incubator.workflow import deciding
from incubator.workflow.doors import Act, ActView, desk_required

OFFICE = (Role.OFFICER, Role.DIRECTOR)
NAMED = (Role.OFFICER, Role.DIRECTOR, Role.JUROR, Role.MENTOR, Role.FINANCE, Role.APPROVER, Role.ADMIN)
PER_PAGE = 50


class PersonForm(forms.Form):
    """Whom an applicant's words are about."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), to_field_name="public_id"
    )


@require_safe
@desk_required(*OFFICE)
def register(request: HttpRequest) -> HttpResponse:
    visible = Interest.objects.visible_to(request.user)
    state = request.GET.get("state", InterestState.OPEN)
    tell_unknown(request, {"state": InterestState.values})
    state = state if state in InterestState.values else InterestState.OPEN
    counts = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    rows = visible.filter(state=state).for_list().order_by("declared_at", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": s.label, "url": f"?state={s.value}", "current": s == state, "count": counts.get(s.value, 0)}
        for s in InterestState
    ]
    lines = [_line(request, interest) for interest in page]
    return render(request, "conflicts/register.html", {"page": page, "lines": lines, "tabs": tabs})


def _line(request: HttpRequest, interest: Interest) -> dict[str, Any]:
    openings = LIFECYCLE.open_to(request.user, interest, request.received_at)
    return {
        "interest": interest,
        "acts": [o.move for o in openings if o.allowed],
        "reasons": [o.reason for o in openings if not o.allowed],
        "can_name": interest.person_id is None and interest.state != InterestState.DISMISSED,
    }


def _fetch(request: HttpRequest, ref: str) -> Interest:
    return get_object_or_404(Interest.objects.visible_to(request.user).for_list(), public_id=ref)


act = ActView.as_view(
    roles=OFFICE,
    fetch=_fetch,
    acts={
        "confirm": Act(
            declaring.confirm, gettext_lazy("Link confirmed: the file stays closed to this person.")
        ),
        "dismiss": Act(
            declaring.dismiss, gettext_lazy("Link dismissed: the file is open again to this person.")
        ),
    },
    success_url="conflicts:register",
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*OFFICE)
def identify(request: HttpRequest, ref: str) -> HttpResponse:
    interest = _fetch(request, ref)
    deciding.require("interest.identify", request.user, interest, request.received_at)
    form = PersonForm(request.POST or None)
    form.fields["person"].queryset = _people(request)
    if request.method == "POST" and form.is_valid():
        declaring.identify(interest, form.cleaned_data["person"], by=request.user, at=request.received_at)
        messages.success(request, _("The link names this person: the file is closed to them."))
        return redirect("conflicts:register")
    return render(request, "conflicts/identify.html", {"interest": interest, "form": form})


def _people(request: HttpRequest) -> Any:
    held = User.objects.filter(grants__role__in=NAMED, grants__from_at__lte=request.received_at)
    return held.distinct().order_by("full_name", "pk")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everybody's own links."""
    own = Interest.objects.filter(person=request.user).for_list().order_by("-declared_at")
    return render(request, "conflicts/mine.html", {"interests": own})
