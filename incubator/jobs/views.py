"""The page of exports: what one asked for, how far it is, the file, and what to do when it stopped."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from incubator.files import serving
from incubator.jobs import requests
from incubator.jobs.models import Job
from incubator.jobs.states import JobState
from incubator.people.states import DESK_ROLES, Role
from incubator.ui.tables import Column
from incubator.workflow.doors import desk_required

PER_PAGE = 25
# Seconds between two looks of a page that follows the work by itself.
FOLLOWING = 4
COLUMNS = [
    Column(pgettext_lazy("job", "What")),
    Column(pgettext_lazy("job", "Asked")),
    Column(pgettext_lazy("job", "State")),
    Column(pgettext_lazy("job", "File")),
]


@require_safe
@desk_required(*DESK_ROLES)
def jobs(request: HttpRequest) -> HttpResponse:
    """The list; `?follow=1` looks again by itself while something is on its way (a link stops it)."""
    mine = Job.objects.listed_for(request.user).select_related("file", "asked_by")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    under_way = any(
        job.asked_by_id == request.user.pk and job.state in (JobState.QUEUED, JobState.RUNNING)
        for job in page
    )
    follows = under_way and bool(request.GET.get("follow"))
    answer = render(request, "exports/list.html", {
        "page": page, "columns": COLUMNS, "under_way": under_way, "follows": follows,
        "sees_others": request.user.has_role(Role.ADMIN, at=request.received_at),
    })  # fmt: skip
    if follows:
        answer["Refresh"] = str(FOLLOWING)
    return answer


def _mine(request: HttpRequest, ref: str) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("file"), public_id=ref)


@require_safe
@desk_required(*DESK_ROLES)
def download(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file, for its asker, written down each time."""
    file = requests.take(_mine(request, ref), by=request.user, at=request.received_at)
    return serving.response(request, file)


@require_POST
@desk_required(*DESK_ROLES)
def make(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepare it in this very request, for a few seconds; what is left waits for the next press or the worker."""
    job = _mine(request, ref)
    if requests.make_now(job, by=request.user, at=request.received_at):
        messages.info(
            request, _("A part is prepared. Go on with the same button, or let the centre's machine finish.")
        )
    return redirect("exports:jobs")


@require_POST
@desk_required(*DESK_ROLES)
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    requests.retry(_mine(request, ref), by=request.user, at=request.received_at)
    return redirect(f"{reverse('exports:jobs')}?follow=1")


@require_POST
@desk_required(*DESK_ROLES)
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    requests.discard(_mine(request, ref), by=request.user, at=request.received_at)
    messages.success(request, _("Deleted."))
    return redirect("exports:jobs")
