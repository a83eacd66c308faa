"""The one way out: a private file as an attachment, after the policy of its record has said yes."""

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from incubator.files import neutral
from incubator.files.models import StoredFile
from incubator.files.states import Scan
from incubator.workflow import sensitivity
from incubator.workflow.refusals import Refused


class Withheld(Refused):
    """The scanner found a virus after the file was taken."""

    status = 403
    code = "file_withheld"
    default = _("This file is withheld: our check found a virus in it. Ask for it to be sent again.")


class Unclean(Refused):
    """A document that a blind jury may read, of which no copy without its author could be made."""

    status = 403
    code = "file_unclean"
    default = _(
        "This document cannot be shown without telling who wrote it. Tell the centre: it sends you a copy."
    )


def response(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Return the file as a download that no browser runs; a proxy, if any, sends it (X-Accel-Redirect).

    Raises Http404 when the storage has lost it, Withheld when a virus was found in it.
    """
    if file.scan == Scan.FOUND:
        raise Withheld()
    sensitivity.reads(file)
    if settings.PRIVATE_ACCEL_PREFIX:
        answer: HttpResponseBase = HttpResponse(content_type=file.content_type)
        answer["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_PREFIX.rstrip('/')}/{file.key}"
    else:
        try:
            stream = storages["private"].open(file.key)
        except FileNotFoundError as error:
            raise Http404 from error
        answer = FileResponse(stream, content_type=file.content_type)
        answer["Content-Length"] = str(file.size)
    return _as_attachment(answer, file)


def neutral_response(file: StoredFile) -> HttpResponseBase:
    """Return a copy for blind eyes, without what tells its author, under the name the caller gave to the row.

    Raises Http404 and Withheld as `response` does, and Unclean when no such copy can be made.
    """
    if file.scan == Scan.FOUND:
        raise Withheld()
    sensitivity.reads(file)
    try:
        with storages["private"].open(file.key) as stream:
            content = neutral.copy(stream.read())
    except FileNotFoundError as error:
        raise Http404 from error
    except neutral.NotCleaned as error:
        raise Unclean() from error
    return _as_attachment(HttpResponse(content, content_type=file.content_type), file)


def _as_attachment(answer: HttpResponseBase, file: StoredFile) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
