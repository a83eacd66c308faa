"""What a person had typed when the session ended: put aside, sealed, for half an hour, and given back to that person alone.

It holds for every form of the pages inside (the middleware and the door call this module). EXCEPTIONS names the
addresses whose text is never kept.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from incubator.accounts import access
from incubator.accounts.models import BrowserSession
from incubator.accounts.sessions import SessionStore
from incubator.core.encryption import CannotOpen, seal, unseal

KEY = "typed_text"
# What a button, a box or a list of choices posts; nobody typed it letter by letter.
CODE = re.compile(r"[a-z0-9_.:-]*")
MOST = 200_000
KEPT_SECONDS = 30 * 60
PERSON = "typed-by"  # the hidden input that names who had the page open, drawn with the token of every form
DROP = "without-typed-text"
CSRF = "csrfmiddlewaretoken"
# Inputs that nobody types: tokens, versions, choices kept by the page.
UNTYPED = (CSRF, PERSON, "read", "form_token", "next", "back")
# address → why nothing typed there is put aside
EXCEPTIONS = {
    "accounts:password": "a password is kept nowhere",
    "accounts:confirm": "a code or a password",
    "accounts:second_factor": "a code",
    "accounts:second_step": "a code",
    "accounts:factor_off": "a code",
    "accounts:prove_contact": "a code",
    "accounts:prove": "a code, or a password",
    "accounts:code": "a code, or a password",
    "portal:erase": "a code, or a password",
    "accounts:login": "the door itself",
    "accounts:logout": "nothing is typed",
    "accounts:language": "nothing is typed, any page posts it",
    "accounts:appearance": "nothing is typed, a button is pressed",
    "accounts:space": "nothing is typed, any page posts it",
    "applications:assist_confirm": "the code of somebody else",
    "applications:begin_upload": "a script asks for it; what it sends waits in the telephone",
    "applications:field": "a script saves it; what it sends waits in the telephone",
}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Kept:
    """A form put aside: its address, the page it was on, its text, when, by whom, how many files (not kept) it had."""

    path: str
    page: str
    text: str
    at: float
    person: str
    files: int = 0

    @property
    def posted(self) -> QueryDict:
        """The form as it was posted."""
        return QueryDict(self.text)

    @property
    def typed(self) -> list[str]:
        """The texts somebody typed, as they stand; figures and choices are kept too, and say nothing without their label."""
        hidden = ("v-", "keep-", "held-")
        return [
            value.strip()
            for name, values in self.posted.lists()
            if name not in UNTYPED and not name.startswith(hidden)
            for value in values
            if not CODE.fullmatch(value.strip())
        ]


def gives_back_itself(view: View) -> View:
    """Mark a view that takes the text up by itself (`take`): no page asks before."""
    view.gives_back_typed_text = True
    return view


def keep(request: HttpRequest) -> str:
    """Put the posted form aside and return the address of its page; "" when it has nobody to go back to, or is too large."""
    match = request.resolver_match
    posted = request.POST.copy()
    posted.pop(CSRF, None)
    person, text = posted.get(PERSON, ""), posted.urlencode()
    if not person or len(text) > MOST or (match and match.view_name in EXCEPTIONS):
        return ""
    kept = Kept(
        path=request.get_full_path(),
        page=access.page_of(request) if "Referer" in request.headers else request.get_full_path(),
        text=text,
        at=request.received_at.timestamp(),
        person=person,
        files=sum(len(request.FILES.getlist(name)) for name in request.FILES),
    )
    request.session[KEY] = seal(json.dumps(asdict(kept)), context=KEY)
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    return kept.page


def waiting(request: HttpRequest) -> Kept | None:
    """Return the form put aside for the person signed in; what is too old or somebody else's is forgotten."""
    sealed = request.session.get(KEY)
    if not sealed:
        return None
    try:
        kept = Kept(**json.loads(unseal(sealed, context=KEY)))
    except (CannotOpen, ValueError, TypeError, AttributeError):
        forget(request)
        return None
    is_old = request.received_at.timestamp() - kept.at > KEPT_SECONDS
    if is_old or kept.person != request.user.public_id:
        forget(request)
        return None
    return kept


def forget_old(*, at: datetime) -> int:
    """Take out of the sessions that go on what was put aside and is too old; return how many.

    A session that changes meanwhile is left to the next round. Those that have ended are deleted whole.
    """
    store, taken = SessionStore(), 0
    for row in BrowserSession.objects.filter(expire_date__gt=at).order_by("pk").iterator(chunk_size=200):
        kept = store.decode(row.session_data)
        if KEY in kept and _is_old(kept.pop(KEY), at):
            same = BrowserSession.objects.filter(pk=row.pk, session_data=row.session_data)
            taken += same.update(session_data=store.encode(kept))
    return taken


def _is_old(sealed: str, at: datetime) -> bool:
    try:
        return at.timestamp() - Kept(**json.loads(unseal(sealed, context=KEY))).at > KEPT_SECONDS
    except (CannotOpen, ValueError, TypeError, AttributeError):
        return True


def forget(request: HttpRequest) -> None:
    """Forget what was put aside."""
    request.session.pop(KEY, None)


def take(request: HttpRequest) -> QueryDict | None:
    """Return the form put aside for this very address, once; somebody else, or another page, gets nothing."""
    kept = waiting(request)
    if kept is None or request.get_full_path() not in (kept.path, kept.page):
        return None
    forget(request)
    return kept.posted


def hidden_inputs(kept: Kept) -> list[tuple[str, Any]]:
    """Return the pairs that post the form again, the writer's name aside (the token of the new form says it)."""
    return [(name, value) for name, values in kept.posted.lists() if name != PERSON for value in values]
