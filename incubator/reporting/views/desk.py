"""The office plans periods, reads reports and accepts them."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.cohorts.models import Cohort
from incubator.cohorts.policies import OFFICE
from incubator.core.clock import local_day
from incubator.reporting import acceptance, periods, presenting, wording
from incubator.reporting.forms import NoteForm, PeriodFormSet
from incubator.reporting.lists import READERS
from incubator.reporting.models import Period, Report
from incubator.reporting.states import LIFECYCLE
from incubator.ui.fields import summary
from incubator.workflow.doors import Act, ActView, Attempt, desk_required


def _report(request: HttpRequest, public_id: str) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).for_list(), public_id=public_id)


@require_safe
@desk_required(*READERS)
def report_page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _report(request, public_id))


def _page(request: HttpRequest, report: Report, act: str = "", form: NoteForm | None = None) -> HttpResponse:
    day = local_day(request.received_at)
    request.reference = f"{report.place.startup.slug} {report.period.slug}"
    context = {
        "report": report,
        "standing": wording.standing(report, day),
        "tone": wording.tone(report, day),
        "lines": presenting.lines(report),
        "may": {o.move.name: o for o in LIFECYCLE.open_to(request.user, report, request.received_at)},
        "form": form or NoteForm(),
    }
    return render(request, "reporting/desk/detail.html", context, status=422 if form else 200)


act = ActView.as_view(
    roles=OFFICE,
    fetch=_report,
    page=_page,
    acts={
        "accept": Act(acceptance.accept, gettext_lazy("The report is accepted and the lead is told.")),
        "return": Act(
            acceptance.return_to_founder,
            gettext_lazy("The report is returned with your reason."),
            NoteForm,
            "note",
        ),
    },
    success_url=lambda report: reverse("reporting:desk_detail", args=[report.public_id]),
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*OFFICE)
def period_list(request: HttpRequest, slug: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), slug=slug)
    formset, tried = _formset(request, cohort), Attempt()
    if request.method == "POST" and formset.is_valid():
        with tried:
            planned = _plan(request, cohort, formset)
            words = ngettext("%(n)s period is planned.", "%(n)s periods are planned.", planned)
            messages.success(request, words % {"n": planned})
            return redirect("reporting:periods", slug=slug)
    context = {
        "cohort": cohort,
        "periods": cohort.periods.annotate(sent=Count("reports")).order_by("starts_on", "ends_on"),
        "formset": formset,
        "refusal": tried.refusal,
        "summary": [line for form in formset for line in summary(form)],
        "day": local_day(request.received_at),
    }
    return render(request, "reporting/desk/periods.html", context, status=422 if formset.is_bound else 200)


def _formset(request: HttpRequest, cohort: Cohort) -> PeriodFormSet:
    if request.method == "POST":
        return PeriodFormSet(request.POST)
    planned = set(cohort.periods.values_list("slug", flat=True))
    proposed = [p for p in periods.proposals(cohort) if p.slug not in planned]
    return PeriodFormSet(
        initial=[{name: getattr(p, name) for name in p.__slots__} | {"wanted": True} for p in proposed]
    )


@transaction.atomic
def _plan(request: HttpRequest, cohort: Cohort, formset: PeriodFormSet) -> int:
    """Plan the rows that are ticked, all or none."""
    wanted = [form.cleaned_data for form in formset if form.cleaned_data.get("wanted")]
    for row in wanted:
        words = {name: value for name, value in row.items() if name != "wanted"}
        periods.plan_period(cohort, by=request.user, at=request.received_at, **words)
    return len(wanted)


@require_POST
@desk_required(*OFFICE)
def open_now(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    cohorts = Cohort.objects.visible_to(request.user)
    found = get_object_or_404(Period, cohort__in=cohorts, cohort__slug=slug, slug=period)
    made = periods.open_period(found, by=request.user, at=request.received_at)
    words = ngettext(
        "The period is open: %(n)s report is asked.",
        "The period is open: %(n)s reports are asked.",
        len(made),
    )
    messages.success(request, words % {"n": len(made)})
    return redirect("reporting:periods", slug=slug)
