"""The account of a start-up at the desk: its versions, the one that is proposed, and who confirms it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from funding.forms import NoteForm
from funding.lists import READERS
from funding.models import Award, Payee
from funding.payees import proposing
from funding.payees.forms import PayeeForm
from funding.states import PAYEE
from funding.views.answering import MoneyAct, keep, posted
from incubator.people.models import User
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow import deciding
from incubator.workflow.doors import Act, Attempt, desk_required
from incubator.workflow.proposals import ProposalState


def _startup(request: HttpRequest, slug: str) -> Startup:
    awards = Award.objects.visible_to(request.user).order_by().values("startup")
    return get_object_or_404(Startup.objects.filter(pk__in=awards), slug=slug)


@require_safe
@desk_required(*READERS)
def payee(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _startup(request, slug), PayeeForm())


def _page(
    request: HttpRequest, startup: Startup, form: forms.Form, refusal: forms.Form | None = None
) -> HttpResponse:
    versions = list(startup.payees.select_related("proposed_by", "decided_by", "proof").order_by("-version"))
    waiting = next((one for one in versions if one.state == ProposalState.PROPOSED), None)
    at = request.received_at
    openings = {one.move.name: one for one in PAYEE.open_to(request.user, waiting, at)} if waiting else {}
    may_propose = deciding.decide("payee.propose", request.user, Payee(startup=startup), at).allowed
    context = {
        "startup": startup,
        "awards": Award.objects.visible_to(request.user).filter(startup=startup),
        "versions": versions,
        "now": next((one for one in versions if one.state == ProposalState.CONFIRMED), None),
        "waiting": waiting,
        "openings": openings,
        # Whoever confirms compares it with the paper, sign by sign.
        "reads_account": any(one.allowed for one in openings.values()),
        "refusal": refusal or NoteForm(prefix="refuse"),
        "form": form if may_propose and not waiting else None,
        "at": at,
    }
    is_wrong = form.is_bound or refusal is not None
    return render(request, "funding/desk/payee.html", context, status=422 if is_wrong else 200)


@require_POST
@desk_required(Role.FINANCE)
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    form = posted(request, PayeeForm, startup)
    if form.is_valid():
        with Attempt(form):
            _propose(startup, **form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("The account is proposed. Another person confirms it."))
            return redirect("funding:payee", slug=slug)
    return _page(request, startup, form)


@transaction.atomic
def _propose(startup: Startup, *, proof: list[UploadedFile], by: User, at: datetime, **words: Any) -> Payee:
    deciding.require("payee.propose", by, Payee(startup=startup), at)
    field = PayeeForm.base_fields["proof"]
    kept = keep(proof, field, record=proposing.RECORD, record_id=startup.pk, purpose="proof", by=by, at=at)
    return proposing.propose(startup, **words, proof=kept, by=by, at=at)


def _payee(request: HttpRequest, slug: str, version: int) -> Payee:
    return get_object_or_404(_startup(request, slug).payees.select_related("startup"), version=version)


def _refused(request: HttpRequest, payee: Payee, name: str, form: forms.Form) -> HttpResponse:
    return _page(request, payee.startup, PayeeForm(), form)


act = MoneyAct.as_view(
    roles=(Role.FINANCE, Role.APPROVER),
    fetch=_payee,
    page=_refused,
    acts={
        "confirm": Act(proposing.confirm, gettext_lazy("The account is confirmed.")),
        "refuse": Act(proposing.refuse, gettext_lazy("The proposal is refused."), form=NoteForm),
    },
    success_url=lambda payee: reverse("funding:payee", args=[payee.startup.slug]),
)
