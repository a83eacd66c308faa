"""Awards: proposed for a place, approved by another person, signed."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from funding import awarding
from funding.forms import AwardForm
from funding.lists import READERS
from funding.models import Award
from funding.states import AWARD
from funding.views.answering import MoneyAct
from incubator.cohorts.models import Place
from incubator.people.states import Role
from incubator.workflow.doors import Act, Attempt, desk_required
from incubator.workflow.lifecycle import Opening

ACTS = {
    "approve": Act(awarding.approve),
    "sign": Act(awarding.sign),
    "close": Act(awarding.close),
    "cancel": Act(awarding.cancel),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.OFFICER, Role.FINANCE)
def propose(request: HttpRequest, place: str) -> HttpResponse:
    found = get_object_or_404(
        Place.objects.visible_to(request.user).select_related("startup", "cohort__call"), public_id=place
    )
    form = AwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            made = awarding.propose(found, **form.cleaned_data, by=request.user, at=request.received_at)
            messages.success(request, _("The award is proposed. Another person approves it."))
            return redirect("funding:award", ref=made.reference)
    context = {"place": found, "form": form, "call": found.cohort.call}
    return render(request, "funding/desk/award_new.html", context, status=422 if form.errors else 200)


def _award(request: HttpRequest, ref: str) -> Award:
    visible = Award.objects.visible_to(request.user).select_related(
        "startup", "line__funder", "prepared_by", "approved_by", "place__cohort", "place__agreement"
    )
    return get_object_or_404(visible, reference=ref)


@require_safe
@desk_required(*READERS)
def award(request: HttpRequest, ref: str) -> HttpResponse:
    award = _award(request, ref)
    request.reference = award.reference
    context = {
        "award": award,
        "agreement": getattr(award.place, "agreement", None),
        "tranches": award.tranches.all(),
        "acts": _acts(request, award),
        "payee": award.startup.payees.confirmed().first(),
    }
    return render(request, "funding/desk/award.html", context)


def _acts(request: HttpRequest, award: Award) -> list[Opening]:
    """Return the moves of the page; closing says why it waits for a tranche that is under way."""
    acts = AWARD.open_to(request.user, award, request.received_at, names=ACTS)
    if award.tranches.under_way().exists():
        waits = str(awarding.TranchesUnderWay.default)
        acts = [
            replace(one, allowed=False, reason=one.reason or waits) if one.move.name == "close" else one
            for one in acts
        ]
    return acts


act = MoneyAct.as_view(
    roles=READERS,
    fetch=_award,
    acts=ACTS,
    success_url=lambda award: reverse("funding:award", args=[award.reference]),
)
