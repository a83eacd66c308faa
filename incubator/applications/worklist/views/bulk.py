"""One act on many files: the page that says what will change, then the doing, a part at a time."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from incubator.applications.casework import screening
from incubator.applications.models import Application, BulkRun
from incubator.applications.worklist import bulk, writing
from incubator.applications.worklist.forms import BulkChargeForm, BulkReturnForm, BulkTagForm, NothingToSay
from incubator.applications.worklist.lists import ApplicationList
from incubator.core import clock
from incubator.core.bilingual import pick_pair
from incubator.lists import saved_views
from incubator.lists.addresses import is_ours, list_at
from incubator.people.models import User
from incubator.people.states import Role
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import Refused

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
MOST_TICKED = 500
DAYS_TO_CORRECT = 10
WRITE, EXPORT = "write", "export"


@require_POST
@desk_required(*DESK)
def begin(request: HttpRequest) -> HttpResponse:
    """Take the ticked files, or all the results, to the page that says what will change."""
    act, back = request.POST.get("act", ""), _back(request)
    rows = selected(request, back)
    if (act not in bulk.ACTS and act not in (WRITE, EXPORT)) or not rows.exists():
        messages.warning(request, _("Tick at least one file of the list."))
        return redirect(back)
    if act == EXPORT:
        return redirect(f"{reverse('applications:desk_export')}?{_exported(request, back, rows)}")
    if act == WRITE:
        letter = writing.begin(
            rows, call=_list(request, back).call, back=back, listed=listed(request, back), by=request.user,
            at=request.received_at,
        )  # fmt: skip
        return redirect("applications:desk_letter", letter.public_id)
    chosen_from = listed(request, back)
    run = bulk.plan(act, rows, back=back, listed=chosen_from, by=request.user, at=request.received_at)
    return redirect("applications:desk_bulk_run", run.public_id)


def _exported(request: HttpRequest, back: str, rows: QuerySet[Application]) -> str:
    """Return the query of an export: the ticked files, or that of the list with its call."""
    query = QueryDict(mutable=True)
    if request.POST.get("every") != "yes":
        query.setlist("ref", list(rows.values_list("public_id", flat=True)))
        return query.urlencode()
    query.update(QueryDict(urlsplit(back).query))
    if call := _list(request, back).call:
        query["call"] = call.reference
    return query.urlencode()


def selected(request: HttpRequest, back: str) -> QuerySet[Application]:
    """Return the files a form names: the ticked ones, or every result of the list it was sent from."""
    if request.POST.get("every") == "yes":
        return listed(request, back)
    ticked = [ref for ref in request.POST.getlist("ref") if ref.isalnum()]
    return Application.objects.at_the_desk_of(request.user).filter(public_id__in=ticked[:MOST_TICKED])


def listed(request: HttpRequest, back: str) -> QuerySet[Application]:
    """Return the files that a list holds now."""
    return _list(request, back).listed()


def _back(request: HttpRequest) -> str:
    """Return the list that a form was sent from; the list of all when the form does not say."""
    asked = request.POST.get("back", "")
    return asked if is_ours(asked) else reverse("applications:desk_list")


def _list(request: HttpRequest, back: str) -> ApplicationList:
    """Return the list of files at an address. Raises Http404 when another list stands there."""
    found = list_at(back, request.user, request.received_at)
    if not isinstance(found, ApplicationList):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def run(request: HttpRequest, ref: str) -> HttpResponse:
    """Before: who can, who cannot, the letter. During: how far it is. After: what was refused, still ticked."""
    shown = get_object_or_404(BulkRun.objects.of(request.user), public_id=ref)
    if shown.confirmed_at is not None:
        return _going(request, shown)
    form = _form(request, shown)
    if request.method != "POST":
        return _plan(request, shown, form)
    if not form.is_valid():
        return _plan(request, shown, form, status=422)
    if request.POST.get("then") == "preview":
        return _plan(request, shown, form, letter=bulk.letter(shown, form.options))
    try:
        now = listed(request, shown.back)
        shown = bulk.confirm(shown, form.options, listed=now, by=request.user, at=request.received_at)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _plan(request, shown, form, status=422)
    return _answer(request, shown)


def _going(request: HttpRequest, shown: BulkRun) -> HttpResponse:
    if request.method == "POST":
        now = listed(request, shown.back)
        return _answer(request, bulk.advance(shown, listed=now, by=request.user, at=request.received_at))
    context = {"run": shown, "act": bulk.ACTS[shown.act], "shown": shown.refused[: bulk.SHOWN]}
    return render(request, "applications/worklist/bulk_run.html", context)


def _answer(request: HttpRequest, shown: BulkRun) -> HttpResponse:
    """Back to the list when all is done; to the page of the act while it goes on or when files were refused."""
    saved_views.forget_counts(request.user)
    if shown.finished_at is None or shown.refused:
        return redirect("applications:desk_bulk_run", shown.public_id)
    words = ngettext("%(n)s file: %(act)s.", "%(n)s files: %(act)s.", shown.done)
    messages.success(request, words % {"n": shown.done, "act": bulk.ACTS[shown.act].label})
    return redirect(shown.back or "applications:desk_list")


def _plan(
    request: HttpRequest, shown: BulkRun, form: forms.Form, *, letter: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "run": shown,
        "act": bulk.ACTS[shown.act],
        "form": form,
        "letter": letter,
        "able": bulk.lines(shown.waiting),
        "unable": shown.refused[: bulk.SHOWN],
    }
    return render(request, "applications/worklist/bulk.html", context, status=status)


def _form(request: HttpRequest, shown: BulkRun) -> Any:
    data = request.POST if request.method == "POST" else None
    if shown.act == "take_charge":
        return BulkChargeForm(data, people=_staff(request), initial={"person": request.user.public_id})
    if shown.act == "tag":
        return BulkTagForm(data)
    if shown.act == "return_for_correction":
        first = bulk.first_of(shown)
        labels = (
            {key: pick_pair(pair).plain for key, pair in screening.correctable(first).items()}
            if first
            else {}
        )
        due = clock.local_day(request.received_at) + timedelta(days=DAYS_TO_CORRECT)
        return BulkReturnForm(data, labels=labels, at=request.received_at, initial={"due_on": due})
    return NothingToSay(data)


def _staff(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the people who may be put in charge, the reader first."""
    at = request.received_at
    people = {
        p.public_id: str(p)
        for role in (Role.OFFICER, Role.DIRECTOR)
        for p in User.objects.with_role(role, at)
    }
    me = request.user.public_id
    others = sorted(((key, name) for key, name in people.items() if key != me), key=lambda one: one[1])
    return [(me, people[me]), *others] if me in people else others
