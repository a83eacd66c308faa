"""The letters of a call on its way to the public."""

from datetime import datetime

from django.urls import reverse

from incubator.notifications import outbox
from incubator.people.models import Actor, User
from incubator.people.states import Role
from incubator.programmes.models import Call


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


def _post(letter: str, call: Call, *, to: User, by: Actor, at: datetime, **context: object) -> None:
    outbox.post(f"programmes/{letter}", to=to, at=at, by=by, about=call, context={"call": call, **context})
