"""The office's pages: what left, what did not, and what to do about it."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from incubator.notifications import staff_actions, whatsapp
from incubator.notifications.models import Message
from incubator.notifications.policies import OFFICE
from incubator.notifications.states import LIFECYCLE, Channel, MessageState
from incubator.workflow.doors import Act, ActView, desk_required


@require_safe
@desk_required(*OFFICE)
def message(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _one(request, public_id)
    openings = [o for o in LIFECYCLE.open_to(request.user, shown, request.received_at) if o.allowed]
    is_waiting = shown.channel == Channel.WHATSAPP and shown.state == MessageState.QUEUED
    return render(request, "notifications/desk/message.html", {
        "message": shown, "openings": openings,
        "may_prepare": whatsapp.may_prepare(shown, by=request.user, at=request.received_at),
        "whatsapp_url": whatsapp.link(shown) if is_waiting else "",
    })  # fmt: skip


def _one(request: HttpRequest, public_id: str) -> Message:
    found = Message.objects.visible_to(request.user).select_related("recipient", "posted_by", "sent_by")
    return get_object_or_404(found, public_id=public_id)


act = ActView.as_view(
    roles=OFFICE,
    fetch=_one,
    acts={
        "queue": Act(staff_actions.queue, gettext_lazy("The message will leave in a moment.")),
        "retry": Act(staff_actions.retry, gettext_lazy("The message will be tried again in a moment.")),
        "cancel": Act(staff_actions.cancel, gettext_lazy("The message will not leave.")),
        "mark_sent": Act(whatsapp.mark_sent, gettext_lazy("The message is marked as sent.")),
    },
    success_url=lambda message: reverse("notifications:message", args=[message.public_id]),
)


@require_POST
@desk_required(*OFFICE)
def by_whatsapp(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make another message of this one, for WhatsApp, and show it."""
    made = whatsapp.prepare(_one(request, public_id), by=request.user, at=request.received_at)
    notices.success(request, _("The text is ready: open it on your telephone."))
    return redirect("notifications:message", made.public_id)
