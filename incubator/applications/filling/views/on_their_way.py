"""Files that stopped on their way, on every page that asks for files: shown there, added when whole, or given up."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incubator.applications.filling import documents
from incubator.applications.filling.answer_set import RECORD
from incubator.applications.models import Application
from incubator.files import uploading
from incubator.files.models import UploadSession

TAKE, FORGET = "take", "forget"


def stopped(request: HttpRequest, application: Application) -> list[UploadSession]:
    """Return what was begun and not finished: choosing the file again continues it."""
    alive = UploadSession.objects.sent_by(request.user).alive(request.received_at)
    return list(
        alive.towards(RECORD, application.pk).filter(received__gt=0).exclude(sha256="").order_by("pk")
    )


def pressed(request: HttpRequest) -> UploadSession | None:
    """Return the file that one of the two buttons names, if it is the person's own and still there."""
    ref = request.POST.get(TAKE) or request.POST.get(FORGET)
    mine = UploadSession.objects.visible_to(request.user).alive(request.received_at)
    return mine.filter(record=RECORD, public_id=ref).first() if ref else None


def is_pressed(request: HttpRequest) -> bool:
    """Tell whether one of the two buttons was pressed, be the file still there or not."""
    return bool(request.POST.get(TAKE) or request.POST.get(FORGET))


def act(request: HttpRequest, application: Application) -> None:
    """Add the file that arrived whole, or give up what arrived of it. Raises what `documents.attach` raises."""
    session = pressed(request)
    if session is None or session.record_id != application.pk:
        return
    if request.POST.get(FORGET):
        uploading.forget([session])
        messages.success(request, _('What had arrived of "%(name)s" was removed.') % {"name": session.name})
        return
    who = {"by": request.user, "at": request.received_at}
    documents.attach(application, session.purpose, [], **who, arrived=[session.public_id])
    messages.success(request, _("Document added."))
