"""The founder fills in and sends reports."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.cohorts.models import Place
from incubator.core.clock import local_day
from incubator.reporting import filling, presenting, wording
from incubator.reporting.forms import ReportForm
from incubator.reporting.models import Report
from incubator.ui.typography import clock_time
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    place = Place.objects.of(request.user).filter(startup__slug=slug).for_list().first()
    if place is None:
        raise Http404
    day = local_day(request.received_at)
    rows = [
        {"report": each, "standing": wording.standing(each, day), "tone": wording.tone(each, day)}
        for each in Report.objects.filter(place__startup=place.startup)
        .for_list()
        .order_by("-period__ends_on", "-pk")
    ]
    coming = place.cohort.periods.filter(opened_at=None).order_by("opens_on").first()
    current = next((row for row in reversed(rows) if row["report"].is_open), None)
    context = {"place": place, "rows": rows, "coming": coming, "current": current}
    return render(request, "reporting/list.html", context)


def _report(request: HttpRequest, slug: str, period: str) -> Report:
    found = Report.objects.of(request.user).filter(place__startup__slug=slug, period__slug=period)
    report = found.for_list().order_by("-place__taken_at").first()
    if report is None:
        raise Http404
    return report


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    report = _report(request, slug, period)
    if request.method != "POST":
        return _page(request, report, ReportForm(report=report))
    form = ReportForm(request.POST, report=report)
    if not _keep(request, report, form):
        return _page(request, report, form, status=409)
    words = _("Saved at %(time)s. You can close this page and resume later, here or on another device.")
    messages.success(request, words % {"time": clock_time(request.received_at)})
    return redirect("reporting:detail", slug=slug, period=period)


@require_POST
def submit(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    report = _report(request, slug, period)
    form = ReportForm(request.POST, report=report)
    # A second press finds the report sent already: the move answers with the same receipt.
    if report.is_open and not _keep(request, report, form):
        return _page(request, report, form, status=409)
    with Attempt(shown=filling.ReportIncomplete) as tried:
        filling.submit(report, by=request.user, at=request.received_at)
        messages.success(
            request, _("The report is sent. The centre reads it and answers here and by message.")
        )
        return redirect("reporting:detail", slug=slug, period=period)
    report.refresh_from_db()
    form = ReportForm.kept(report)
    for name, sentence in tried.refusal.data["missing"].items():
        form.add_error(name, sentence)
    return _page(request, report, form, status=tried.refusal.status)


def _keep(request: HttpRequest, report: Report, form: ReportForm) -> bool:
    """Keep what was typed; a refusal is written on the form, with the text still there."""
    with Attempt(form, shown=Refused):
        filling.save(report, by=request.user, at=request.received_at, **form.typed())
        return True
    return False


def _page(request: HttpRequest, report: Report, form: ReportForm, *, status: int = 200) -> HttpResponse:
    day = local_day(request.received_at)
    verdict = deciding.decide("report.write", request.user, report, request.received_at)
    request.reference = f"{report.place.startup.slug} {report.period.slug}"
    context = {
        "report": report,
        "standing": wording.standing(report, day),
        "tone": wording.tone(report, day),
        "holder": wording.holder(report),
        "form": form,
        "is_writable": (report.is_open and verdict.allowed) or status == 409,
        "lines": presenting.lines(report),
    }
    return render(request, "reporting/detail.html", context, status=status)
