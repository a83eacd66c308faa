"""The letters of a call on its way to the public."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from incubator.notifications import outbox
from incubator.people.models import Actor, User
from incubator.people.states import Role
from incubator.programmes.models import Call, CallWindow, EarlyClosing


def call_proposed(call: Call, *, by: Actor, at: datetime) -> None:
    """Tell every director but the proposer that a call waits for a decision."""
    path = reverse("programmes:approve", kwargs={"reference": call.reference})
    for director in User.objects.with_role(Role.DIRECTOR, at).exclude(pk=by.pk):
        _post("call_proposed", call, to=director, by=by, at=at, path=path, proposer=by)


def call_approved(call: Call, *, by: Actor, at: datetime) -> None:
    """Tell whoever proposed the call that it may be published."""
    if call.proposed_by:
        path = reverse("programmes:prepare", kwargs={"reference": call.reference})
        _post("call_approved", call, to=call.proposed_by, by=by, at=at, path=path)


def call_sent_back(call: Call, *, note: str, by: Actor, at: datetime) -> None:
    """Tell whoever proposed the call what is to be corrected."""
    if call.proposed_by and call.proposed_by.pk != by.pk:
        path = reverse("programmes:prepare", kwargs={"reference": call.reference})
        _post("call_sent_back", call, to=call.proposed_by, by=by, at=at, path=path, note=note)


def early_closing_asked(
    asked: EarlyClosing, *, dropped: Sequence[CallWindow], by: Actor, at: datetime
) -> None:
    """Tell every director but the one who asks that an earlier closing waits, with the windows it would take away."""
    path = _closing_page(asked.call)
    for director in User.objects.with_role(Role.DIRECTOR, at).exclude(pk=by.pk):
        _post(
            "early_closing_asked",
            asked.call,
            to=director,
            by=by,
            at=at,
            path=path,
            asked=asked,
            dropped=dropped,
        )


def early_closing_decided(asked: EarlyClosing, *, by: Actor, at: datetime) -> None:
    """Tell whoever asked what the director decided."""
    path = _closing_page(asked.call)
    _post("early_closing_decided", asked.call, to=asked.asked_by, by=by, at=at, path=path, asked=asked)


def _closing_page(call: Call) -> str:
    """The desk page of the closing belongs to a slice above."""
    return reverse("programmes:prepare", kwargs={"reference": call.reference})


def _post(letter: str, call: Call, *, to: User, by: Actor, at: datetime, **context: object) -> None:
    outbox.post(f"programmes/{letter}", to=to, at=at, by=by, about=call, context={"call": call, **context})
