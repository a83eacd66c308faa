"""A person's own letters."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incubator.notifications import reading
from incubator.notifications.models import Message


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    own = Message.objects.letters_to(request.user, request.received_at)
    page = Paginator(own, 25).get_page(request.GET.get("page"))
    return render(request, "notifications/portal/letters.html", {"page": page})


@require_safe
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    own = Message.objects.letters_to(request.user, request.received_at)
    message = get_object_or_404(own, public_id=public_id)
    reading.open_letter(message, by=request.user, at=request.received_at)
    return render(request, "notifications/portal/letter.html", {"message": message})
