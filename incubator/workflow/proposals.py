"""What one person proposes and another confirms: an account to pay, a refund, the legal facts of a company.

A model inherits `Proposal`, its states declare `RECORD = two_people("record")`, its migration freezes the rows
(`workflow/frozen.py`). A slice proposes by creating the row (`only_one` beside it), and settles by `confirming` and
`refuse`. The policies ask `another_person` after the role.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.people.models import Actor, person_or_none
from incubator.workflow import values
from incubator.workflow.deciding import ALLOWED, Verdict, denied
from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.refusals import ReasonMissing, Refused

LONGEST_NOTE = 300


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("proposal", "To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("proposal", "Confirmed")
    REFUSED = "refused", pgettext_lazy("proposal", "Refused")


class AlreadyProposed(Refused):
    """One proposal waits at a time."""

    code = "already_proposed"
    default = _("A proposal already waits. Another person confirms it, or it is refused with a reason first.")


def confirmed_by_another() -> Q:
    """Return what the database asks of a confirmed row: two people, and not the same one twice."""
    two = Q(proposed_by__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))
    return ~Q(state=ProposalState.CONFIRMED) | two


def only_one_waits(*fields: str, name: str) -> models.UniqueConstraint:
    """Return the constraint by which one proposal at a time waits about the same thing."""
    return models.UniqueConstraint(fields=fields, condition=Q(state=ProposalState.PROPOSED), name=name)


class Proposal(models.Model):
    """A row that counts once a second person has confirmed it. What it says never changes; another row follows it."""

    state = models.CharField(max_length=10, default=ProposalState.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(
        max_length=LONGEST_NOTE, blank=True, help_text="Why it was refused; the one who proposed it reads it."
    )

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProposalState(self.state).label)


Row = TypeVar("Row", bound=Proposal)


def two_people(record: str, *, lock: str = "", related: tuple[str, ...] = ()) -> Lifecycle:
    """Return the life of what one proposes and another settles. `lock` names the row that guards it."""
    return Lifecycle(
        record,
        lock=lock,
        related=related,
        confirm=(ProposalState.PROPOSED, ProposalState.CONFIRMED, pgettext_lazy("proposal", "Confirm")),
        refuse=(ProposalState.PROPOSED, ProposalState.REFUSED, pgettext_lazy("proposal", "Refuse")),
    )


def another_person(actor: Actor, proposal: Any) -> Verdict:
    """Nobody confirms what they proposed."""
    if proposal.proposed_by_id is not None and proposal.proposed_by_id == actor.pk:
        return denied(_("You proposed this: another person confirms it."))
    return ALLOWED


def only_one(waiting: models.QuerySet[Any]) -> None:
    """Raise AlreadyProposed if one waits among these rows; ask it once the row they belong to is held."""
    if waiting.filter(state=ProposalState.PROPOSED).exists():
        raise AlreadyProposed()


@contextmanager
def confirming(life: Lifecycle, proposal: Row, *, by: Actor, at: datetime) -> Iterator[Row]:
    """Confirm a proposal by another person; the body does what follows from it, in the same transaction."""
    with life.move(proposal, "confirm", by=by, at=at) as confirmed:
        confirmed.decided_by, confirmed.decided_at = person_or_none(by), at
        yield confirmed


def refuse(life: Lifecycle, proposal: Row, *, note: str, by: Actor, at: datetime) -> Row:
    """Refuse a proposal, or take one's own back, with the reason. Raise ReasonMissing."""
    if not note.strip():
        raise ReasonMissing(_("Write the reason: the person who proposed it reads it."))
    with life.move(proposal, "refuse", by=by, at=at) as refused:
        refused.decided_by, refused.decided_at = person_or_none(by), at
        refused.decision_note = values.check_text("note", note, longest=LONGEST_NOTE)
    return refused
