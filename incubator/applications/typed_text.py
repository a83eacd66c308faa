"""What a person had typed when the session ended: kept beside the anonymous session, saved after signing
in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect

KEY = "typed_text"
MOST = 200_000
KEPT_SECONDS = 30 * 60
PERSON = "typed-by"  # the hidden input that names who had the page open
View = Callable[..., HttpResponseBase]


def keeps_typed_text(view: View) -> View:
    """Lead a visitor to the door without losing what the form held; the page takes it up after signing in."""

    @login_not_required
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            keep(request)
        asked = {"next": request.path} | ({"ended": "1"} if request.method == "POST" else {})
        return redirect(f"{settings.LOGIN_URL}?{urlencode(asked)}")

    return kept


def keep(request: HttpRequest) -> None:
    """Put the posted form aside for half an hour, unless it is too large to be kept."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    text = posted.urlencode()
    if len(text) <= MOST:
        request.session[KEY] = {
            "path": request.path,
            "text": text,
            "at": request.received_at.timestamp(),
            "person": posted.get(PERSON, ""),
        }
        request.session.set_expiry(KEPT_SECONDS)


def take(request: HttpRequest) -> QueryDict | None:
    """Return the form put aside for this very address, once; somebody else, or another page, gets nothing."""
    kept = request.session.get(KEY)
    if kept and kept.get("person") and kept["person"] != request.user.public_id:
        del request.session[KEY]
        return None
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    if request.received_at.timestamp() - kept["at"] > KEPT_SECONDS:
        return None
    return QueryDict(kept["text"])
