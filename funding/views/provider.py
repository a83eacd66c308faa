"""Where the payment provider sends its events."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from funding.cards import webhook


@login_not_required
@csrf_exempt
@require_POST
def stripe_events(request: HttpRequest) -> HttpResponse:
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise Http404
    signature = request.headers.get("Stripe-Signature", "")
    try:
        webhook.receive(request.body, signature, at=request.received_at)
    except webhook.NotGenuine:
        return HttpResponse("not genuine", status=400, content_type="text/plain")
    return HttpResponse("kept", content_type="text/plain")
