"""The office's pages: what left, what did not, and what to do about it."""

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from incubator.notifications import filters, staff_actions, whatsapp
from incubator.notifications.models import Message
from incubator.notifications.policies import OFFICE
from incubator.notifications.states import LIFECYCLE, Channel, MessageState
from incubator.ui.tables import Column, query, tell_unknown
from incubator.workflow.doors import Act, ActView, desk_required

COLUMNS = [
    Column(pgettext_lazy("message", "Subject")),
    Column(pgettext_lazy("message", "To")),
    Column(pgettext_lazy("message", "Channel")),
    Column(pgettext_lazy("message", "State")),
    Column(pgettext_lazy("message", "Written")),
]


@require_safe
@desk_required(*OFFICE)
def messages(request: HttpRequest) -> HttpResponse:
    everything = Message.objects.visible_to(request.user)
    filterset = filters.MessageFilter(request.GET, everything.select_related("recipient"))
    filterset.form.is_valid()
    state = filters.tab(request.GET)
    tell_unknown(request, {"state": (*filters.TABS, filters.ALL)}, filterset)
    found = filterset.qs
    if state != filters.ALL:
        found = found.filter(state=state)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "notifications/desk/list.html", {
        "filter": filterset, "page": page, "columns": COLUMNS, "tabs": _tabs(request, everything, state),
        "state": state, "active": _active(filterset),
    })  # fmt: skip


def _tabs(request: HttpRequest, everything: object, state: str) -> list[dict]:
    counts = dict(everything.order_by().values_list("state").annotate(Count("id")))
    items = [(str(s), str(s.label), counts.get(str(s), 0)) for s in filters.TABS]
    items.append((filters.ALL, pgettext("message", "All"), sum(counts.values())))
    urls = {key: query(request.GET, state=key, page=None) for key, _words, _count in items}
    return [
        {"label": words, "count": count, "url": urls[key], "current": key == state}
        for key, words, count in items
    ]


def _active(filterset: filters.MessageFilter) -> list[tuple[str, str, str]]:
    found = []
    for key, value in filterset.form.cleaned_data.items():
        if value:
            words = Channel(value).label if key == "channel" else value
            told = _("%(label)s: %(value)s") % {"label": filterset.form.fields[key].label, "value": words}
            found.append((key, str(value), told))
    return found


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
