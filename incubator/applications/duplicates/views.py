"""Two files that look like one, side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications.casework.desk import DESK
from incubator.applications.casework.forms import TwinsForm
from incubator.applications.duplicates import finding
from incubator.applications.models import Application, Twins
from incubator.applications.states import TwinKind, TwinState
from incubator.workflow.doors import Attempt, desk_required

APART = "apart"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def twins(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = Twins.objects.visible_to(request.user)
    joined = visible.select_related(
        "first__call", "second__call", "first__startup", "second__startup", "treated_by"
    )
    pair = get_object_or_404(joined, public_id=public_id)
    form = TwinsForm(request.POST if request.method == "POST" else None, choices=_choices(pair))
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            _treat(request, pair, form)
            messages.success(request, _("Saved."))
            return redirect("applications:desk_file", _kept(pair, form).public_id)
    context = {
        "pair": pair,
        "files": [pair.first, pair.second],
        "why": [TwinKind(kind).label for kind in pair.why],
        "state_word": TwinState(pair.state).label,
        "is_open": pair.state == TwinState.OPEN,
        "form": form,
    }
    return render(request, "applications/duplicates/twins.html", context, status=422 if form.errors else 200)


def _choices(pair: Twins) -> list[tuple[str, str]]:
    keep = _("One file: %(reference)s goes on, the other is withdrawn")
    return [
        (APART, _("Two different files")),
        *((f.public_id, keep % {"reference": f.reference}) for f in (pair.first, pair.second)),
    ]


def _kept(pair: Twins, form: TwinsForm) -> Application:
    """Return the file to go on with: the one chosen, or the first of two that are told apart."""
    return pair.second if form.cleaned_data["verdict"] == pair.second.public_id else pair.first


def _treat(request: HttpRequest, pair: Twins, form: TwinsForm) -> None:
    """Do what was chosen."""
    done = {"reason": form.cleaned_data["reason"], "by": request.user, "at": request.received_at}
    if form.cleaned_data["verdict"] == APART:
        finding.dismiss(pair, **done)
    else:
        finding.merge(pair, kept=_kept(pair, form), **done)
