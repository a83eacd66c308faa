"""The demonstration's outbox: what would have left, codes included. It exists nowhere else."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incubator.notifications.filters import OutboxFilter
from incubator.notifications.models import Message


@never_cache
@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    if settings.PEPINIERE_MODE != "demo":
        raise Http404
    filterset = OutboxFilter(request.GET, Message.objects.select_related("recipient"))
    page = Paginator(filterset.qs, 20).get_page(request.GET.get("page"))
    return render(request, "notifications/demo/outbox.html", {"filter": filterset, "page": page})
