"""What the person agreed to: read, and taken back after a page that says what taking back does."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from incubator.accounts import withdrawing
from incubator.portal.personal import consents as ledger

A_PAGE = 20


@never_cache
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    page = Paginator(ledger.of(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "entries": ledger.entries(page.object_list)}
    return render(request, "portal/consents.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    consent = get_object_or_404(ledger.of(request.user), public_id=public_id)
    if request.method == "POST":
        withdrawing.withdraw(consent, by=request.user, at=request.received_at)
        messages.success(request, _("Your agreement is taken back."))
        return redirect("portal:consents")
    record = withdrawing.record_of(consent)
    context = {
        "entry": ledger.entries([consent])[0],
        "told": withdrawing.told(consent, record),
        "way_out": withdrawing.way_out(consent, record, request.user),
    }
    return render(request, "portal/withdraw_consent.html", context)
