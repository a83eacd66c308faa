"""The decisions of a call: what is decided, what is missing, the letter as one reads it, the publication."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.casework import letters
from incubator.applications.decisions import publishing, selection
from incubator.applications.models import Application, Decision
from incubator.applications.states import JUDGED, DecisionKind, DecisionResult
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.reviews import committee
from incubator.reviews.forms import RankingForm
from incubator.workflow import batches, deciding
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.refusals import Refused

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
ORDER = (
    DecisionResult.OFFER,
    DecisionResult.WAITING_LIST,
    DecisionResult.SHORTLISTED,
    DecisionResult.DECLINE,
)


def _call(request: HttpRequest, reference: str) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user), reference=reference)


@require_safe
@desk_required(*DESK)
def decisions(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    visible = Application.objects.at_the_desk_of(request.user).filter(call=call)
    shown = publishing.preview(call)
    may = publishing.may_publish(call, shown, by=request.user, at=request.received_at)
    context: dict[str, Any] = {
        "call": call,
        "preview": shown,
        **_what_leaves(request, shown, visible),
        "groups": _groups(visible),
        "undecided": visible.filter(pk__in=publishing.undecided(call)).order_by("reference"),
        "judged": JUDGED,
        "targets": selection.targets_of(call),
        "has_round": call.rounds.exists(),
        "ranking_form": RankingForm(initial={"offers": call.places, "waiting": call.waiting_list_size}),
        "may_publish": may,
    }
    return render(request, "reviews/desk/decisions.html", context)


def _groups(visible: Any) -> list[dict[str, Any]]:
    """Return the outcomes and the shortlist by result, the waiting list in its order."""
    kinds = (DecisionKind.SHORTLIST, DecisionKind.OUTCOME)
    rows = list(
        Decision.objects.filter(application__in=visible.values("pk"), kind__in=kinds)
        .select_related("application")
        .order_by("rank", "application__reference")
    )
    found = [(result, [row for row in rows if row.result == result]) for result in ORDER]
    return [{"label": DecisionResult(result).label, "rows": of} for result, of in found if of]


@require_POST
@desk_required(*DESK)
def apply_ranking(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    round_ = get_object_or_404(call.rounds.select_related("call").order_by("-number")[:1])
    form = RankingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write how many offers and how many ranks on the waiting list."))
        return redirect("reviews:call_decisions", call.reference)
    batch = committee.apply_ranking(round_, **form.cleaned_data, by=request.user, at=request.received_at)
    count = len(batch.done)
    words = ngettext("%(n)s decision written, to adjust.", "%(n)s decisions written, to adjust.", count)
    messages.success(request, words % {"n": count})
    for line in batches.told(batch, lambda proposal: proposal.ranked.file.reference):
        messages.warning(request, line)
    return redirect("reviews:call_decisions", call.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """What publishing changes – how many of each result, how many letters, one of them –, and the act."""
    call = _call(request, reference)
    deciding.require("application.publish_decisions", request.user, call, request.received_at)
    shown = publishing.preview(call)
    read, tried, refusal, status = request.POST.get("read"), Attempt(shown=Refused), "", 200
    if request.method == "POST" and (read in (None, shown.token) or call.decisions_published_at):
        with tried:
            return _published(request, call)
        refusal, status = str(tried.refusal), tried.refusal.status
    elif request.method == "POST":
        refusal, status = _("What is to be published has changed: look at it again, then publish."), 409
    visible = Application.objects.at_the_desk_of(request.user).filter(call=call)
    may = publishing.may_publish(call, shown, by=request.user, at=request.received_at)
    context = {"call": call, "preview": shown, "may_publish": may, "refusal": refusal}
    context |= _what_leaves(request, shown, visible)
    return render(request, "reviews/desk/publish.html", context, status=status)


def _published(request: HttpRequest, call: Call) -> HttpResponse:
    count = publishing.publish_all(call, by=request.user, at=request.received_at)
    words = ngettext("%(n)s decision published.", "%(n)s decisions published.", count)
    messages.success(request, words % {"n": count})
    return redirect("reviews:call_decisions", call.reference)


def _what_leaves(request: HttpRequest, shown: publishing.Preview, visible: Any) -> dict[str, Any]:
    """The results by number, and one letter as its reader will read it (of a file this person may read)."""
    letter = None
    if shown.example is not None and visible.filter(pk=shown.example.application_id).exists():
        letter = letters.preview(shown.example, at=request.received_at)
    counts = [{"label": DecisionResult(r).label, "value": n} for r, n in sorted(shown.counts.items())]
    return {"counts": counts, "letter": letter}
