"""How a request to the API says who it is: the session of the browser, or a token.

`auth=session_or_token` reads; an operation that acts says
`auth=session_or_token.scoped("application.submit")`, and a token without that scope is refused. Either way
`request.user` is the person, and the policies decide.
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from incubator.accounts import tokens
from incubator.accounts.sign_in import second_factor
from incubator.people.models import User
from incubator.workflow.refusals import NotAllowed, Refused

SAFE = ("GET", "HEAD", "OPTIONS")
READ = "read"


class NotInScope(NotAllowed):
    """The token was not made for this."""

    code = "not_in_scope"
    default = _("This token does not allow it. Make one with this scope on your account page.")


class CsrfMissing(Refused):
    """A browser's session acts without the page's token: the request may come from elsewhere."""

    status = 403
    code = "csrf"
    default = _("The request does not carry the page's token (X-CSRFToken).")


class FactorMissing(NotAllowed):
    """The person's roles need a second factor that is not set up."""

    code = "second_factor_required"
    default = _("Set up your second factor first.")


class SessionOrToken(AuthBase):
    """A signed-in browser, or `Authorization: Bearer <token>` with the scope of the operation."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token of the account page, or the session cookie of a signed-in browser."

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def scoped(self, scope: str) -> "SessionOrToken":
        """Return the same check for operations that act: tokens need `scope`."""
        return SessionOrToken(scope)

    def __call__(self, request: HttpRequest) -> User | None:
        """Return the person, None when nobody is known. Raises NotInScope, CsrfMissing, FactorMissing."""
        header = request.headers.get("Authorization", "")
        if header:
            kind, _space, plain = header.partition(" ")
            return self._by_token(request, plain.strip()) if kind.lower() == "bearer" else None
        if not request.user.is_authenticated:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise CsrfMissing()
        return request.user

    def _by_token(self, request: HttpRequest, plain: str) -> User | None:
        token = tokens.holder(plain, at=request.received_at)
        if token is None:
            return None
        # An operation that acts without naming its scope is open to no token.
        needed = self.scope or (READ if request.method in SAFE else None)
        if needed not in token.scopes:
            raise NotInScope()
        person = token.person
        if second_factor.is_required(person, at=request.received_at) and not second_factor.is_on(person):
            raise FactorMissing()
        request.user = person
        return person


session_or_token = SessionOrToken()
