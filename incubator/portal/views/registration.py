"""The registration of a company at the desk: what its team declares, what two people of the centre verified."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from incubator.portal import dossier
from incubator.portal.forms import ReasonForm, RegistrationForm
from incubator.portal.lists import VERIFIERS
from incubator.portal.templatetags.portal import registration_rows
from incubator.startups import verifying
from incubator.startups.models import Registration, Startup
from incubator.startups.states import REGISTRATION
from incubator.workflow import deciding
from incubator.workflow.doors import Act, ActView, Attempt, desk_required
from incubator.workflow.proposals import ProposalState


def _startup(request: HttpRequest, slug: str) -> Startup:
    return get_object_or_404(dossier.readable(request.user), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*VERIFIERS)
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    posted = request.POST if request.method == "POST" else None
    form = RegistrationForm(posted, initial={name: getattr(startup, name) for name in verifying.FACTS})
    if posted is not None:
        deciding.require(
            "registration.propose", request.user, Registration(startup=startup), request.received_at
        )
    if posted is not None and form.is_valid():
        with Attempt(form):
            verifying.propose(startup, **form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("The registration is proposed. Another person confirms it."))
            return redirect("portal:registration", slug)
    return _page(request, startup, form)


def _page(
    request: HttpRequest, startup: Startup, form: forms.Form, refusal: forms.Form | None = None
) -> HttpResponse:
    rows = list(startup.registrations.select_related("proposed_by", "decided_by"))
    waiting = next((one for one in rows if one.state == ProposalState.PROPOSED), None)
    at = request.received_at
    openings = (
        {one.move.name: one for one in REGISTRATION.open_to(request.user, waiting, at)} if waiting else {}
    )
    may = deciding.decide("registration.propose", request.user, Registration(startup=startup), at).allowed
    verified = startup.registrations.confirmed().select_related("proposed_by", "decided_by").first()
    context: dict[str, Any] = {
        "startup": startup,
        "rows": rows,
        "verified": verified,
        "facts": registration_rows(startup, verified),
        "waiting": waiting,
        "proposed": registration_rows(startup, waiting) if waiting else [],
        "openings": openings,
        "refusal": refusal or ReasonForm(),
        "form": form if may and not waiting else None,
    }
    is_wrong = form.is_bound or refusal is not None
    return render(request, "portal/desk/registration.html", context, status=422 if is_wrong else 200)


def _registration(request: HttpRequest, slug: str, public_id: str) -> Registration:
    found = _startup(request, slug).registrations.select_related("startup")
    return get_object_or_404(found, public_id=public_id)


def _refused(request: HttpRequest, thing: Registration, name: str, form: forms.Form) -> HttpResponse:
    return _page(request, thing.startup, RegistrationForm(), form)


act = ActView.as_view(
    roles=VERIFIERS,
    fetch=_registration,
    page=_refused,
    acts={
        "confirm": Act(verifying.confirm, gettext_lazy("The registration is verified.")),
        "refuse": Act(verifying.refuse, gettext_lazy("The proposal is refused."), form=ReasonForm),
    },
    success_url=lambda thing: reverse("portal:registration", args=[thing.startup.slug]),
)
