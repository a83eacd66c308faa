"""Money that is under way keeps the people it concerns until it is settled (`core/forgetting.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from funding.models import Award, Charge, Payee, Refund, Tranche
from funding.states import AwardState, ChargeState, DisputeState, TrancheState
from incubator.core.forgetting import Obstacle, Subject, prevents
from incubator.people.models import User
from incubator.startups.forgetting import alone_in
from incubator.startups.models import Startup
from incubator.workflow.proposals import ProposalState

UNDER_WAY = (
    TrancheState.REQUESTED,
    TrancheState.VERIFIED,
    TrancheState.APPROVED,
    TrancheState.ORDERED,
    TrancheState.PAID,
    TrancheState.BLOCKED,
)
AWAITED = (ChargeState.CREATED, ChargeState.PENDING)


@prevents(Subject.PERSON)
def money_of_a_person(person: User, at: datetime) -> Iterator[Obstacle]:
    """A tranche is paid and accounted for, a payment made or cancelled, what was proposed decided, before they go."""
    mine = alone_in(person)
    yield from _tranches(Q(award__startup__in=mine))
    yield from _payments(Q(payer=person) | Q(startup__in=mine))
    proposed = [
        rows.filter(proposed_by=person, state=ProposalState.PROPOSED)
        for rows in (Payee.objects, Refund.objects)
    ]
    if any(
        rows.exists()
        for rows in (*proposed, Award.objects.filter(prepared_by=person, state=AwardState.PROPOSED))
    ):
        yield Obstacle(_("What this person proposed still waits for somebody else: it is decided first."))


@prevents(Subject.STARTUP)
def money_of_a_startup(startup: Startup, at: datetime) -> Iterator[Obstacle]:
    """The record of a start-up stays while money with it is not settled."""
    yield from _tranches(Q(award__startup=startup))
    yield from _payments(Q(startup=startup))


def _tranches(whose: Q) -> Iterator[Obstacle]:
    found = Tranche.objects.filter(whose, state__in=UNDER_WAY).select_related("award")
    for tranche in found.order_by("pk"):
        words = _(
            "Tranche %(number)s of the grant %(reference)s is not settled yet: its spending is shown first."
        )
        yield Obstacle(words % {"number": tranche.number, "reference": tranche.award.reference})


def _payments(whose: Q) -> Iterator[Obstacle]:
    charges = Charge.objects.filter(whose)
    for charge in charges.filter(state__in=AWAITED).order_by("pk"):
        words = _("A payment waits (%(reference)s): pay it, or ask the centre to cancel it, first.")
        yield Obstacle(words % {"reference": charge.reference})
    unsettled = Q(dispute=DisputeState.OPEN) | Q(refunds__state=ProposalState.PROPOSED)
    for charge in charges.filter(unsettled).distinct().order_by("pk"):
        words = _("The payment %(reference)s is disputed, or is being given back: that ends first.")
        yield Obstacle(words % {"reference": charge.reference})
