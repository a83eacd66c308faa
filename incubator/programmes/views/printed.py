"""The printed documents of a call, for everybody; and at the desk, before it is published."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.core.bilingual import current_language
from incubator.documents import typesetting
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.printed import papers
from incubator.workflow.doors import desk_required

KEPT_SECONDS = 60
WRITERS = (Role.OFFICER, Role.EDITOR, Role.ADMIN, Role.DIRECTOR)
NAMES = {
    papers.RULES: {"fr": "reglement", "en": "rules"},
    papers.SUMMARY: {"fr": "resume", "en": "summary"},
    papers.FORM: {"fr": "formulaire-vierge", "en": "blank-form"},
}


@login_not_required
@require_safe
def public(request: HttpRequest, slug: str, kind: str, language: str) -> HttpResponse:
    """A document of a call that the public may read, the same for everybody for a minute."""
    call = get_object_or_404(_calls(Call.objects.answering()), slug=slug)
    answer = _hand_over(request, call, kind, language)
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer


@require_safe
@desk_required(*WRITERS)
def at_desk(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """The same, as it would be now, whatever the state of the call."""
    call = get_object_or_404(_calls(Call.objects.visible_to(request.user)), reference=reference)
    if kind not in NAMES:
        raise Http404
    return _hand_over(request, call, kind, current_language())


def _calls(calls: object) -> object:
    return calls.select_related("form_version", "programme__centre")


def _hand_over(request: HttpRequest, call: Call, kind: str, language: str) -> HttpResponse:
    if kind == papers.FORM and call.form_version is None:
        raise Http404(_("The form of this call is not ready yet."))
    printed = papers.document(call, kind, language)
    mark = f'"{printed.sha}"'
    if mark in request.headers.get("If-None-Match", ""):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = typesetting.response(printed.content, f"{call.reference}-{NAMES[kind][language]}")
        answer["Content-Language"] = language
        answer["Content-Length"] = str(len(printed.content))
    answer["ETag"] = mark
    return answer
