"""One act on many things: those that can are done, those that cannot are left out, each with its name and its reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from incubator.workflow.refusals import Refused, Sentence

Thing = TypeVar("Thing")
Made = TypeVar("Made")
SHOWN = 30


@dataclass(frozen=True)
class LeftOut(Generic[Thing]):
    """One thing of a batch that was left as it was, and why."""

    thing: Thing
    reason: Sentence


@dataclass(frozen=True)
class Batch(Generic[Thing, Made]):
    """What became of a batch: what was made, in order, and what was left out."""

    done: list[Made] = field(default_factory=list)
    left_out: list[LeftOut[Thing]] = field(default_factory=list)


def each(things: Iterable[Thing], act: Callable[[Thing], Made]) -> Batch[Thing, Made]:
    """Do `act` for each thing; one that is refused leaves nothing behind and stops none of the others.

    Only a `Refused` is a reason to leave a thing out: any other exception is a fault, and is raised.
    """
    batch: Batch[Thing, Made] = Batch()
    for thing in things:
        try:
            with transaction.atomic():
                made = act(thing)
        except Refused as refusal:
            batch.left_out.append(LeftOut(thing, refusal.sentence))
        else:
            batch.done.append(made)
    return batch


def told(batch: Batch[Thing, Made], name: Callable[[Thing], str]) -> list[str]:
    """Return a line for each thing that was left out, "name: reason", and how many more there are after thirty."""
    lines = [
        _("%(name)s: %(reason)s") % {"name": name(one.thing), "reason": one.reason}
        for one in batch.left_out[:SHOWN]
    ]
    more = len(batch.left_out) - SHOWN
    return [*lines, _("And %(n)s more.") % {"n": more}] if more > 0 else lines
