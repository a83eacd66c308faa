"""An agent of a town hall with somebody beside them: a file opened, filled by the usual steps, confirmed by the person."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.assistance import assisting
from incubator.applications.assistance.forms import AssistForm, CodeForm, PhoneForm, SignForm
from incubator.applications.filling import presenting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Assistance
from incubator.files.held import Keeper
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.refusals import Refused

agents_only = desk_required(Role.AGENT)
A_PAGE = 25


@agents_only
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    open_calls = Call.objects.open(request.received_at).order_by("closes_at")
    return render(request, "applications/assistance/calls.html", {"open_calls": open_calls})


@agents_only
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    waiting = Assistance.objects.visible_to(request.user).select_related("application__call", "commune")
    page = Paginator(waiting.order_by("created_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    month = request.received_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    helped = Assistance.objects.helped_since(request.user, month)
    sent = Assistance.objects.sent_since(request.user, request.received_at - timedelta(days=1))
    receipts = sent.values_list("confirmed_at", "application__reference", "application__receipt_code")
    context = {"page_obj": page, "helped": helped, "receipts": receipts}
    return render(request, "applications/assistance/files.html", context)


@agents_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.open(request.received_at), slug=slug)
    form = AssistForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("name", "phone")}
        with Attempt(form, shown=Refused):
            application = assisting.open_file(call, **given, by=request.user, at=request.received_at)
            first = definition_of(application.form_version).steps[0].key
            return redirect("applications:step", ref=application.ref, step=first)
    context = {"call": call, "form": form}
    return render(request, "applications/assistance/new.html", context, status=422 if form.errors else 200)


@agents_only
@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, *_fetch(request, ref))


@agents_only
@require_POST
def code(request: HttpRequest, ref: str) -> HttpResponse:
    """Note the person's number if it is given or corrected, and send a code to it."""
    application, assistance = _fetch(request, ref)
    form = PhoneForm(request.POST)
    if form.is_valid():
        who = {"by": request.user, "at": request.received_at}
        with Attempt(form, "phone", shown=Refused):
            if form.cleaned_data["phone"] != assistance.phone:
                assisting.change_phone(assistance, form.cleaned_data["phone"], **who)
            assisting.send_code(assistance, **who)
            messages.success(request, _("A code has left for the person's telephone."))
            return redirect("applications:assist_file", ref=ref)
    return _page(request, application, assistance, phone_form=form)


@agents_only
@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """The code that the person reads out."""
    application, assistance = _fetch(request, ref)
    form, sends = CodeForm(request.POST), request.POST.get("then") != "keep"
    if form.is_valid():
        who = {"by": request.user, "at": request.received_at}
        with Attempt(form, "digits", shown=Refused):
            done = assisting.confirm_by_code(assistance, form.cleaned_data["digits"], sends=sends, **who)
            return _done(request, done)
    return _page(request, application, assistance, code_form=form)


@agents_only
@require_POST
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """The signed summary, photographed."""
    application, assistance = _fetch(request, ref)
    keeper = Keeper(assistance.pk, by=request.user, at=request.received_at)
    form = SignForm(request.POST, request.FILES, keeper=keeper)
    form.is_valid()
    photos = form.cleaned_data.get("file", [])
    with Attempt(None if form.errors else form, shown=Refused) as tried:
        done = assisting.confirm_by_signature(assistance, photos, by=request.user, at=request.received_at)
        return _done(request, done)
    return _page(request, application, assistance, sign_form=form, refusal=tried.refusal)


def _fetch(request: HttpRequest, ref: str) -> tuple[Application, Assistance]:
    """Return the agent's own file that waits (404 for any other, and for those confirmed)."""
    application = presenting.fetch(request, ref)
    waiting = Assistance.objects.visible_to(request.user).select_related("agent")
    assistance = get_object_or_404(waiting, application=application)
    assistance.application = application
    return application, assistance


def _done(request: HttpRequest, application: Application) -> HttpResponse:
    """Say the receipt, for the paper the person takes home (`files` shows it for a day): the file is theirs now."""
    if application.receipt_code:
        told = _(
            "Sent. Write this on the person's paper: %(reference)s, receipt %(code)s. They stand here until tomorrow. "
            "The file is now theirs alone."
        )
        messages.success(
            request, told % {"reference": application.reference, "code": application.receipt_code}
        )
    else:
        messages.success(
            request, _("The file is now the person's alone: they go on and send it from their own telephone.")
        )
    return redirect("applications:assisted")


def _page(
    request: HttpRequest, application: Application, assistance: Assistance, **shown: Any
) -> HttpResponse:
    contents = Contents.read(application)
    missing = contents.missing()
    refusal = shown.get("refusal")
    context = {
        "application": application,
        "assistance": assistance,
        "name": presenting.name_of(contents),
        "steps": presenting.steps(contents, missing),
        "missing": missing,
        "resume": presenting.step_address(application, missing[0].step if missing else presenting.REVIEW),
        "code_sent": bool(assistance.code_hash)
        and (assistance.code_expires_at or request.received_at) > request.received_at,
        "phone_form": PhoneForm(initial={"phone": assistance.phone}),
        "code_form": CodeForm(),
        "sign_form": SignForm(),
        **shown,
    }
    wrong = any(form.errors for form in (context["phone_form"], context["code_form"]))
    status = refusal.status if refusal else 422 if wrong else 200
    return render(request, "applications/assistance/file.html", context, status=status)
