"""Refusals: the sentence that went wrong. Pages and the API show it; nothing is left behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise
Given = ParamSpec("Given")
Thing = TypeVar("Thing")


class Refused(Exception):
    """An act was refused. `sentence` tells the person why and what to do; `status` is the HTTP answer."""

    status = 409
    code = "refused"
    default: Sentence = _("This cannot be done now.")

    def __init__(
        self, sentence: Sentence = "", *, way_out: Sentence = "", data: dict[str, Any] | None = None
    ) -> None:
        self.sentence = sentence or self.default
        self.way_out = way_out
        self.data = data or {}
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def in_full(self) -> str:
        """The sentence, and the way out where there is one."""
        return " ".join(str(part) for part in (self.sentence, self.way_out) if part)


class NotAllowed(Refused):
    """A policy said no, with its reason."""

    status = 403
    code = "not_allowed"


class ReasonMissing(Refused):
    """Whoever is concerned reads why; another sentence is given where that is not the start-up."""

    code = "reason_missing"
    status = 422
    default = _("Write the reason: the start-up reads it.")


class IllegalMove(Refused):
    """The record is not in a state from which the move starts."""

    code = "illegal_move"
    default = _(
        "This was already treated, or is no longer at this step. Reload the page to see where it stands."
    )


class AlreadyDone(IllegalMove):
    """The same person made the same move before (a double click); `thing` is the record as it stands."""

    code = "already_done"

    def __init__(self, thing: Any) -> None:
        super().__init__()
        self.thing = thing


def once(act: Callable[Given, Thing]) -> Callable[Given, Thing]:
    """Decorate an act that the same person may make twice (a double click): the second time nothing is done, and the
    record is returned as it stands.
    """

    @wraps(act)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Thing:
        try:
            return act(*args, **kwargs)
        except AlreadyDone as done:
            thing: Thing = done.thing
            return thing

    return made
