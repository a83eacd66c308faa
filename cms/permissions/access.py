"""Who reads a page or a document that an editor kept from the public: people signed in, or those of a group."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import BaseViewRestriction, Page
from wagtail.views import serve_chain

from cms.middleware import follow

# Of what not everybody may read, nobody keeps a copy.
NOT_KEPT = {"private": True, "no_store": True}


def prepare(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> None:
    """Bring the person's groups to the roles of this minute before Wagtail looks at them.

    What still waits for a password that many share (the CMS offers it no more) is closed.
    """
    kinds = {one.restriction_type for one in restrictions}
    if BaseViewRestriction.PASSWORD in kinds:
        raise Http404
    if BaseViewRestriction.GROUPS in kinds and request.user.is_authenticated:
        follow(request)


def serve(page: Page, request: HttpRequest) -> HttpResponseBase:
    """Serve a page as Wagtail does, with all that is hooked to its serving; the page was found by `cms.routing`."""
    for hook in hooks.get_hooks("before_serve_page"):
        if isinstance(answer := hook(page, request, [], {}), HttpResponseBase):
            return answer
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    return chain(page, request, [], {})
