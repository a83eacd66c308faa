"""Who reads a page or a document that an editor kept from the public: people signed in, or those of a group."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from wagtail.models import BaseViewRestriction

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
