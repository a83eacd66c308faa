"""Downloads."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from incubator.files import serving
from incubator.files.models import StoredFile
from incubator.workflow import deciding


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    file = get_object_or_404(StoredFile, public_id=public_id)
    name = f"{file.record}.read_file"
    if name not in deciding.REGISTRY or not deciding.decide(name, request.user, file, request.received_at):
        raise Http404
    return serving.response(request, file)
