"""To write to many: the text, the letter as one person will read it, the fifteen minutes, and a call's messages."""

from typing import Any

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.models import Application, GroupLetter
from incubator.applications.worklist import writing
from incubator.applications.worklist.forms import LetterForm
from incubator.applications.worklist.views.bulk import listed
from incubator.notifications.models import Message
from incubator.notifications.states import MessageState
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui.tables import Column
from incubator.ui.typography import clock_time
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.refusals import NotAllowed, Refused

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
SHOWN = 100
WAITING = (MessageState.HELD, MessageState.QUEUED)
COLUMNS = [
    Column(pgettext_lazy("message", "Subject")),
    Column(pgettext_lazy("message", "To")),
    Column(pgettext_lazy("message", "State")),
    Column(pgettext_lazy("message", "Written")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """Before it is posted its writer types, previews and sends; afterwards the office reads what became of it."""
    shown = get_object_or_404(
        GroupLetter.objects.letters_for(request.user).select_related("call", "by"), public_id=ref
    )
    if shown.posted_at is not None:
        return _posted(request, shown)
    given = request.POST if request.method == "POST" else None
    typed = {name: getattr(shown, name) for name in LetterForm.base_fields}
    form = LetterForm(given, initial=typed)
    if given is None:
        return _page(request, shown, form)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    # What leaves is what was read: words changed since the last look are shown again first.
    is_read = form.cleaned_data == typed
    with Attempt(form) as tried:
        writing.write(shown, form.cleaned_data, read=form.read)
    if tried.refusal:
        return _page(request, shown, form, status=409)
    if given.get("then") != "send" or not is_read:
        # What stands now, the words of another page among them, is what the preview and the next look go by.
        kept = LetterForm(initial={name: getattr(shown, name) for name in typed})
        return _page(request, shown, kept, preview=True)
    try:
        now = listed(request, shown.back)
        posted = writing.post(shown, listed=now, by=request.user, at=request.received_at)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, shown, form, status=422)
    told = _("The letter leaves at %(hour)s. Until then you can call it back.") % {
        "hour": clock_time(posted.leaves_at)
    }
    notices.success(request, told)
    return redirect("applications:desk_letter", shown.public_id)


def _page(
    request: HttpRequest, shown: GroupLetter, form: LetterForm, *, preview: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"letter": shown, "form": form}
    if preview:
        now = listed(request, shown.back)
        left_out = writing.left_out(shown, listed=now, by=request.user)
        context |= {
            "read": writing.preview(shown, listed=now, by=request.user),
            "left_out": left_out[:SHOWN],
            "readers": len(shown.waiting) - len(left_out),
        }
    return render(request, "applications/worklist/letter.html", context, status=status)


def _posted(request: HttpRequest, shown: GroupLetter) -> HttpResponse:
    if request.method == "POST":
        now = listed(request, shown.back)
        writing.go_on(shown, listed=now, by=request.user, at=request.received_at)
        return redirect("applications:desk_letter", shown.public_id)
    counts = dict(writing.messages_of(shown).order_by().values_list("state").annotate(n=Count("pk")))
    states = [(MessageState(state).label, number) for state, number in sorted(counts.items())]
    may = deciding.decide("group_letter.cancel", request.user, shown, request.received_at)
    waiting = sum(counts.get(state, 0) for state in WAITING) + len(shown.waiting)
    context = {
        "letter": shown,
        "states": states,
        "may_cancel": bool(may) and waiting,
        "waiting": waiting,
        "left_out": shown.left_out[:SHOWN],
    }
    return render(request, "applications/worklist/letter_sent.html", context)


@require_POST
@desk_required(*DESK)
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """ "Annuler l'envoi": whatever has not left yet does not leave."""
    shown = get_object_or_404(GroupLetter.objects.letters_for(request.user), public_id=ref)
    _letter, stopped = writing.cancel(shown, by=request.user, at=request.received_at)
    words = ngettext("%(n)s message will not leave.", "%(n)s messages will not leave.", stopped)
    notices.success(request, words % {"n": stopped})
    return redirect("applications:desk_letter", ref)


@require_safe
@desk_required(*DESK)
def of_call(request: HttpRequest, reference: str) -> HttpResponse:
    """The letters written to the teams of a call, and every message about its files."""
    call = get_object_or_404(Call.objects.visible_to(request.user), reference=reference)
    letters = GroupLetter.objects.letters_for(request.user).filter(call=call, posted_at__isnull=False)
    files = Application.objects.at_the_desk_of(request.user).filter(call=call)
    about = Message.objects.visible_to(request.user).filter(
        about="application", about_ref__in=files.values("reference"), is_secret=False
    )
    page = Paginator(about.select_related("recipient").defer("text"), 50).get_page(request.GET.get("page"))
    context = {"call": call, "letters": letters.select_related("by")[:20], "page": page, "columns": COLUMNS}
    return render(request, "applications/worklist/messages.html", context)
