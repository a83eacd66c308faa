"""Downloads, and the pieces of a file on its way."""

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incubator.files import serving, uploading
from incubator.files.models import StoredFile, UploadSession
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    file = get_object_or_404(StoredFile, public_id=public_id)
    name = f"{file.record}.read_file"
    if name not in deciding.REGISTRY or not deciding.decide(name, request.user, file, request.received_at):
        raise Http404
    return serving.response(request, file)


@require_http_methods(["GET", "HEAD", "PUT", "POST", "DELETE"])
def arriving(request: HttpRequest, public_id: str) -> JsonResponse:
    """Tell how much has arrived, take the next piece (`?offset=`), or forget the file."""
    mine = UploadSession.objects.visible_to(request.user).alive(request.received_at)
    session = get_object_or_404(mine, public_id=public_id)
    if request.method == "DELETE":
        uploading.forget([session])
        return JsonResponse({"received": 0})
    if request.method in ("PUT", "POST"):
        with Attempt(shown=Refused) as tried:
            return JsonResponse({"received": _take(request, session)})
        refusal = tried.refusal
        body = {"sentence": str(refusal), "code": refusal.code, **refusal.data}
        return JsonResponse(body, status=refusal.status)
    return JsonResponse({"received": session.received, "size": session.size})


def _take(request: HttpRequest, session: UploadSession) -> int:
    length, offset = request.META.get("CONTENT_LENGTH") or "0", request.GET.get("offset", "")
    if not (offset.isdecimal() and offset.isascii() and len(offset) < 12):
        raise uploading.WrongPiece(data={"received": session.received})
    if not length.isdecimal() or int(length) > uploading.CHUNK:
        raise uploading.WrongPiece(
            _("This part of the file is too large."), data={"received": session.received}
        )
    return uploading.receive(session, int(offset), request.body, at=request.received_at)
