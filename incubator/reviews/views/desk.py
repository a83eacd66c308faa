"""The jury of a call at the desk: rounds, assignment, progress, ranking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.models import Application
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.reviews import assignment, progress, ranking, rounds, scoring
from incubator.reviews.forms import ExtendForm, JurorsForm, RoundForm
from incubator.reviews.models import Assignment, Round
from incubator.workflow import batches
from incubator.workflow.doors import Act, ActView, Attempt, desk_required

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


def fetch(request: HttpRequest, reference: str) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user), reference=reference)


@require_safe
@desk_required(*DESK)
def jury(request: HttpRequest, reference: str) -> HttpResponse:
    call = fetch(request, reference)
    found = list(call.rounds.all())
    wanted = request.GET.get("round")
    current = next((r for r in found if r.public_id == wanted), found[-1] if found else None)
    context: dict[str, Any] = {
        "call": call,
        "rounds": [
            {"label": r.title, "url": f"?round={r.public_id}", "current": r == current} for r in found
        ],
        "round": current,
        "round_form": RoundForm(),
        "files": Application.objects.filter(call=call, state__in=assignment.READY).count(),
    }
    if current is not None:
        context |= _standing(request, current)
    return render(request, "reviews/desk/jury.html", context)


def _standing(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """Return who scored what and the ranking, without the start-ups this person has a link with."""
    files = Application.objects.at_the_desk_of(request.user).filter(call=round_.call_id)
    readable = set(files.values_list("pk", flat=True))
    call = round_.call
    form = JurorsForm(jurors=_jurors(request), initial={"per_file": call.reviews_per_application})
    return {
        "board": progress.board(round_),
        "ranked": [r for r in ranking.of_round(round_) if r.file.key in readable],
        "criteria": list(call.criteria.all()),
        "jurors_form": form,
        "extend_form": ExtendForm(),
        "at": request.received_at,
    }


def _jurors(request: HttpRequest) -> Any:
    return User.objects.with_role(Role.JUROR, request.received_at).order_by("full_name", "pk")


@require_POST
@desk_required(*DESK)
def open_round(request: HttpRequest, reference: str) -> HttpResponse:
    call = fetch(request, reference)
    form = RoundForm(request.POST)
    if form.is_valid():
        with Attempt(form):
            rounds.open_round(
                call,
                **form.dates,
                title_fr=form.cleaned_data["title_fr"],
                title_en=form.cleaned_data["title_en"],
                by=request.user,
                at=request.received_at,
            )
            return redirect("reviews:call_jury", call.reference)
    context = {"call": call, "form": form, "label": _("Open a round")}
    return render(request, "reviews/desk/form.html", context)


@require_POST
@desk_required(*DESK)
def extend(request: HttpRequest, reference: str, round_id: str) -> HttpResponse:
    call = fetch(request, reference)
    round_ = get_object_or_404(call.rounds, public_id=round_id)
    form = ExtendForm(request.POST)
    if form.is_valid():
        with Attempt(form):
            rounds.extend(round_, closes_at=form.closes_at, by=request.user, at=request.received_at)
            return redirect("reviews:call_jury", call.reference)
    context = {"call": call, "form": form, "label": _("Give more time")}
    return render(request, "reviews/desk/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def propose(request: HttpRequest, reference: str, round_id: str) -> HttpResponse:
    """Show the proposal with every pair ticked; posted, assign those that are still ticked."""
    call = fetch(request, reference)
    round_ = get_object_or_404(call.rounds.select_related("call"), public_id=round_id)
    if request.method == "POST":
        batch = assignment.assign_all(round_, _ticked(request, call), by=request.user, at=request.received_at)
        if batch.done:
            messages.success(request, _("Files assigned: %(n)s.") % {"n": len(batch.done)})
        for line in batches.told(batch, lambda pair: f"{pair[0].reference}, {pair[1]}"):
            messages.warning(request, line)
        return redirect("reviews:call_jury", call.reference)
    form = JurorsForm(request.GET, jurors=_jurors(request))
    context: dict[str, Any] = {"call": call, "form": form}
    if not form.is_valid():
        return render(request, "reviews/desk/form.html", context | {"label": _("Propose"), "method": "get"})
    jurors, per_file = list(form.cleaned_data["jurors"]), form.cleaned_data["per_file"]
    plan = assignment.propose(round_, jurors, per_file, by=request.user, at=request.received_at)
    return render(request, "reviews/desk/propose.html", context | {"round": round_, "plan": plan})


def _ticked(request: HttpRequest, call: Call) -> list[tuple[Application, User]]:
    pairs = [pair.partition(":")[::2] for pair in request.POST.getlist("pair")]
    files = {
        f.public_id: f for f in Application.objects.filter(call=call, public_id__in={p[0] for p in pairs})
    }
    people = {u.public_id: u for u in _jurors(request).filter(public_id__in={p[1] for p in pairs})}
    return [(files[file], people[juror]) for file, juror in pairs if file in files and juror in people]


def _review(request: HttpRequest, ref: str) -> Assignment:
    applications = Application.objects.at_the_desk_of(request.user).values("pk")
    mine = Assignment.objects.filter(application__in=applications)
    return get_object_or_404(mine.select_related("application", "round"), public_id=ref)


act = ActView.as_view(
    roles=DESK,
    fetch=_review,
    acts={
        "recuse": Act(assignment.recuse, gettext_lazy("The file is taken back; its scores no longer count.")),
        "reopen": Act(
            scoring.reopen, gettext_lazy("The juror can change the scores; they count again once confirmed.")
        ),
    },
    success_url=lambda given: reverse("applications:desk_file", args=[given.application.public_id]),
)
