"""What doors share: a role held now, or the page does not exist; a refusal shown where it can be mended; one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import TracebackType
from typing import Any, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy
from django.views.generic import View as BaseView

from incubator.workflow.refusals import IllegalMove, NotAllowed, Refused, Sentence

View = Callable[..., HttpResponseBase]
Kinds = type[Refused] | tuple[type[Refused], ...]
DONE = gettext_lazy("Done.")


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
    nothing to mend. The files that a form holds (`files.held`) are released once the block is done.
    """

    def __init__(
        self, form: BaseForm | None = None, field: str | None = None, *, shown: Kinds | None = None
    ) -> None:
        self.form, self.field, self.shown = form, field, shown
        self.refusal: Refused | None = None

    def __enter__(self) -> "Attempt":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if raised is None and (release := getattr(self.form, "release", None)):
            release()
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


class Said(Attempt):
    """An attempt whose refusal is said above the page where one goes on."""

    def __init__(self, request: HttpRequest, shown: Kinds = Refused) -> None:
        super().__init__(shown=shown)
        self.request = request

    def __exit__(self, *raised: Any) -> bool:
        is_refused = super().__exit__(*raised)
        if self.refusal:
            messages.error(self.request, self.refusal.in_full)
        return is_refused


@dataclass(frozen=True)
class Act:
    """One act of an `ActView`: what does it, what is said afterwards, and the form that is read first.

    `message` may be a function of what the work returned. A refusal is written under `field` of the form, or said
    where one goes on if it is one of `says`.
    """

    work: Callable[..., Any]
    message: Sentence | Callable[[Any], Sentence] = DONE
    form: type[BaseForm] | None = None
    field: str | None = None
    says: Kinds | None = None


class ActView(BaseView):
    """Do by POST one of the acts that a record knows, named by the address; say so, and go on.

    `fetch(request, **what the address holds)` returns the record or raises Http404. The work is called with the record,
    what the form read, `by` and `at`. A refusal becomes an error of the form, and `page(request, record, name, form)` is
    shown again; that of an act without a form, or of a record that has moved on, is left to the page of refusals.
    """

    http_method_names = ["post"]
    acts: Mapping[str, Act] = {}
    roles: tuple[str, ...] = ()  # to others the act does not exist
    fetch: Any = None
    page: Any = None
    success_url: str | Callable[[Any], str] = ""  # the name of an address, or a function of the record

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and self.roles:
            require_role(request, *self.roles)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, name: str, **kwargs: Any) -> HttpResponse:
        """Answer with the next page, or with the present one where something is to be mended."""
        if name not in self.acts:
            raise Http404
        act, record = self.acts[name], self.fetch(request, **kwargs)
        form = self.get_form(act.form, record, name) if act.form else None
        if form is None or form.is_valid():
            typed = form.cleaned_data if form else {}
            with Attempt(form, act.field, shown=act.says) as tried:
                made = act.work(record, **typed, by=request.user, at=request.received_at)
                said = act.message(made) if callable(act.message) else act.message
                messages.success(request, str(said))
                return redirect(self.get_success_url(record))
            refusal = cast(Refused, tried.refusal)
            if act.says:
                messages.error(request, refusal.in_full)
                return redirect(self.get_success_url(record))
            if form is None or isinstance(refusal, IllegalMove):
                raise refusal
        return self.page(request, record, name, form)

    def get_form(self, form_class: type[BaseForm], record: Any, name: str) -> BaseForm:
        """Return the form that was sent about a record."""
        return form_class(self.request.POST)

    def get_success_url(self, record: Any) -> str:
        """Return where one goes on."""
        return self.success_url(record) if callable(self.success_url) else resolve_url(self.success_url)
