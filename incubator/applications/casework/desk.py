"""Who works at the desk, and the file or the call that an address of it names."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from incubator.applications.casework import dossier
from incubator.applications.forgetting import Erased
from incubator.applications.models import Application
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow import sensitivity

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)


def fetch(request: HttpRequest, ref: str) -> Application:
    """Return the file if this person may read it at the desk; 404 otherwise (a link closes it). Raises Erased."""
    application = dossier.fetch(request.user, ref)
    if application is None:
        raise Http404
    if application.erased_at:
        raise Erased
    sensitivity.about(application)
    return application


def call_of(request: HttpRequest, reference: str) -> Call:
    """Return the call the desk works on."""
    call = get_object_or_404(Call.objects.visible_to(request.user), reference=reference)
    request.reference = call.reference
    return call
