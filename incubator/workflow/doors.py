"""What doors share: a role held now, or the page does not exist; a refusal shown where it can be mended; one act."""

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponseBase

from incubator.workflow.refusals import NotAllowed, Refused

View = Callable[..., HttpResponseBase]


def require_role(request: Any, *roles: str) -> None:
    """Answer 404 to people who hold none of `roles` now: to them the page does not exist."""
    if not request.user.has_role(*roles, at=request.received_at):
        raise Http404


def desk_required(*roles: str) -> Callable[[View], View]:
    """Let in only people who hold one of `roles` now; to the others the page does not exist (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require_role(request, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class Attempt:
    """Catch the refusal of a block, to show it on the page where it can be mended: `with Attempt(form) as tried:`.

    With a form, the refusal becomes its error: of `field`, or where the form's own `take` puts it (`Versioned` shows
    two versions to choose from). The page then shows the form again with what was typed; without a form it shows
    `tried.refusal`. `NotAllowed` goes on to the page of refusals, unless `shown` names the refusals to catch: there is
    nothing to mend.
    """

    def __init__(
        self, form: BaseForm | None = None, field: str | None = None, *, shown: type[Refused] | None = None
    ) -> None:
        self.form, self.field, self.shown = form, field, shown
        self.refusal: Refused | None = None

    def __enter__(self) -> "Attempt":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(raised, self.shown or Refused):
            return False
        if self.shown is None and isinstance(raised, NotAllowed):
            return False
        self.refusal = raised
        take = getattr(self.form, "take", None)
        if take and self.field is None:
            take(raised)
        elif self.form is not None:
            self.form.add_error(self.field, raised.in_full)
        return True


def attempted(form: BaseForm, work: Callable[[], object]) -> bool:
    """Do the work of a valid form and tell whether it was done (see `Attempt`)."""
    with Attempt(form) as tried:
        work()
    return tried.refusal is None
