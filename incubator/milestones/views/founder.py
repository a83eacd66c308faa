"""The founder reads the milestones, writes the evidence and sends it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.cohorts.models import Place
from incubator.core.bilingual import current_language, pick_pair
from incubator.core.clock import local_day
from incubator.files.models import StoredFile
from incubator.forms import completeness
from incubator.forms.reading import read_step
from incubator.forms.rendering import BoundField, bind
from incubator.forms.types import Issue, display
from incubator.milestones import evidence, signoff, wording
from incubator.milestones.models import Milestone
from incubator.ui.typography import clock_time
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused
from incubator.workflow.versioned import Version, version_of
from incubator.workflow.versions import ChangedMeanwhile, Read


def _place(request: HttpRequest, slug: str) -> Place:
    place = Place.objects.of(request.user).filter(startup__slug=slug).for_list().first()
    if place is None:
        raise Http404
    return place


def _milestone(request: HttpRequest, slug: str, n: int) -> Milestone:
    milestones = Milestone.objects.filter(place=_place(request, slug)).for_list()
    return get_object_or_404(milestones, number=n)


@require_safe
def milestones(request: HttpRequest, slug: str) -> HttpResponse:
    place = _place(request, slug)
    day = local_day(request.received_at)
    rows = [
        {"milestone": each, "standing": wording.standing(each, day), "tone": wording.tone(each, day)}
        for each in place.milestones.order_by("number")
    ]
    current = next((row for row in rows if row["milestone"].is_open), None)
    return render(request, "milestones/list.html", {"place": place, "rows": rows, "current": current})


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_page(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    milestone = _milestone(request, slug, n)
    if request.method != "POST":
        return _page(request, milestone)
    if answer := _kept(request, milestone):
        return answer
    messages.success(request, _saved_at(request))
    return redirect("milestones:detail", slug=slug, n=n)


@require_POST
def submit(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    milestone = _milestone(request, slug, n)
    # A second press finds the evidence sent already: the move answers with the same receipt.
    if milestone.is_open and (answer := _kept(request, milestone)):
        return answer
    with Attempt(shown=signoff.EvidenceIncomplete) as tried:
        signoff.submit(milestone, by=request.user, at=request.received_at)
        messages.success(
            request, _("The evidence is sent. The centre reads it and answers here and by message.")
        )
        return redirect("milestones:detail", slug=slug, n=n)
    milestone.refresh_from_db()
    return _page(request, milestone, signoff.what_is_missing(milestone), status=tried.refusal.status)


def _saved_at(request: HttpRequest) -> str:
    words = _("Saved at %(time)s. You can close this page and resume later, here or on another device.")
    return words % {"time": clock_time(request.received_at)}


def _kept(request: HttpRequest, milestone: Milestone) -> HttpResponse | None:
    """Keep what was posted; return the page shown again where some of it was refused."""
    with Attempt(shown=ChangedMeanwhile) as tried:
        refused = _keep(request, milestone)
        return _page(request, milestone, refused, status=422) if refused else None
    return _two_versions(request, milestone, tried.refusal)


def _keep(request: HttpRequest, milestone: Milestone) -> list[Issue]:
    """Keep each file, and what was typed; return a remark for each file that was refused.

    Raises ChangedMeanwhile, once the files are kept, where somebody else wrote another answer.
    """
    step = evidence.step_of(milestone.evidence_wanted)
    raw = read_step(step, request.POST, request.FILES)
    uploads = {key: raw.pop(key) for key in evidence.file_fields(milestone.evidence_wanted) if key in raw}
    who: dict[str, Any] = {"by": request.user, "at": request.received_at}
    _remove(request, milestone)
    refused = []
    for key, files in uploads.items():
        with Attempt(shown=Refused) as tried:
            signoff.attach(milestone, key, files, **who)
        if tried.refusal:
            refused.append(Issue(key, tried.refusal.code, "error", str(tried.refusal)))
    saved = signoff.save_evidence(milestone, raw, read=Read.of(request.POST), **who)
    milestone.evidence = saved.evidence
    return refused


def _two_versions(request: HttpRequest, milestone: Milestone, clash: ChangedMeanwhile) -> HttpResponse:
    """Show what was typed again, and beside it what somebody else wrote meanwhile."""
    wanted = milestone.evidence_wanted
    typed = evidence.read(wanted, read_step(evidence.step_of(wanted), request.POST))
    milestone.evidence = {**milestone.evidence, **typed}
    return _page(request, milestone, status=clash.status, clash=clash)


def _remove(request: HttpRequest, milestone: Milestone) -> None:
    wanted = request.POST.get("remove", "")
    file = (
        StoredFile.objects.of(signoff.RECORD, milestone.pk).filter(public_id=wanted).first()
        if wanted
        else None
    )
    if file is not None:
        signoff.detach(milestone, file, by=request.user, at=request.received_at)


def _page(
    request: HttpRequest,
    milestone: Milestone,
    issues: Iterable[Any] = (),
    *,
    status: int = 200,
    clash: ChangedMeanwhile | None = None,
) -> HttpResponse:
    day = local_day(request.received_at)
    verdict = deciding.decide("milestone.write", request.user, milestone, request.received_at)
    is_writable = milestone.is_open and verdict.allowed
    issues = list(issues)
    request.reference = f"{milestone.place.startup.slug} {milestone.number}"
    context = {
        "milestone": milestone,
        "place": milestone.place,
        "standing": wording.standing(milestone, day),
        "tone": wording.tone(milestone, day),
        "holder": wording.holder(milestone),
        "is_writable": is_writable,
        "verdict": verdict,
        "files": _files(milestone),
        "clash": clash,
        "version": _version(request, milestone, clash),
        "answers": evidence.shown(milestone.evidence_wanted, milestone.evidence),
        **(_form(milestone, issues) if is_writable else {}),
    }
    return render(request, "milestones/detail.html", context, status=status)


def _version(request: HttpRequest, milestone: Milestone, clash: ChangedMeanwhile | None) -> Version:
    wanted = milestone.evidence_wanted
    fields, language = evidence.form_of(wanted).fields_by_key, current_language()
    return version_of(
        evidence.standing(wanted, milestone.evidence),
        request.POST if clash else None,
        clash,
        labels={key: str(pick_pair(field.label)) for key, field in fields.items()},
        words={key: partial(display, field, language=language) for key, field in fields.items()},
    )


def _form(milestone: Milestone, issues: list[Any]) -> dict[str, Any]:
    definition = evidence.form_of(milestone.evidence_wanted)
    given = {issue.key for issue in issues}
    remarks = [
        *issues,
        *(i for i in completeness.issues(definition, milestone.evidence) if i.key not in given),
    ]
    fields = bind(definition, definition.steps[0], milestone.evidence, remarks, current_language())
    files = signoff.files_of(milestone)
    return {
        "fields": [(field, files.get(field.key, [])) for field in fields],
        "summary": _summary(fields),
    }


def _summary(fields: list[BoundField]) -> list[tuple[str, str, str]]:
    return [(field.anchor, field.label, field.error) for field in fields if field.error]


def _files(milestone: Milestone) -> list[tuple[Any, list[StoredFile]]]:
    held = signoff.files_of(milestone)
    return [
        (label, held.get(key, [])) for key, label in evidence.file_fields(milestone.evidence_wanted).items()
    ]
