"""What doors share: a role held now, or the page does not exist; a refusal that becomes the form's own error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponseBase

from incubator.workflow.refusals import NotAllowed, Refused
from incubator.workflow.versioned import Versioned

View = Callable[..., HttpResponseBase]


def desk_required(*roles: str) -> Callable[[View], View]:
    """Let in only people who hold one of `roles` now; to the others the page does not exist (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_role(*roles, at=request.received_at):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@contextmanager
def refused_on(form: BaseForm, name: str | None = None) -> Iterator[None]:
    """Turn a refusal of the block into an error of the form: of the field `name`, or of the whole.

    The form is then to be shown again with what was typed (a `Versioned` form also shows two versions to choose from).
    """
    try:
        yield
    except Refused as refusal:
        if name is None and isinstance(form, Versioned):
            form.take(refusal)
        else:
            form.add_error(name, str(refusal.sentence))


def attempted(form: BaseForm, work: Callable[[], object]) -> bool:
    """Do the work of a valid form and tell whether it was done.

    A refusal becomes an error of the form, which is shown again with what was typed (a `Versioned`
    form also shows two versions to choose from); `NotAllowed` goes on to its page.
    """
    try:
        work()
    except NotAllowed:
        raise
    except Refused as refusal:
        if isinstance(form, Versioned):
            form.take(refusal)
        else:
            form.add_error(None, str(refusal.sentence))
        return False
    return True
