"""Money that is under way keeps the people it concerns until it is settled (`core/forgetting.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from funding.models import Charge, Tranche
from funding.states import ChargeState, TrancheState
from incubator.core.forgetting import Obstacle, Subject, prevents
from incubator.people.models import User
from incubator.startups.forgetting import alone_in

UNDER_WAY = (
    TrancheState.REQUESTED,
    TrancheState.VERIFIED,
    TrancheState.APPROVED,
    TrancheState.ORDERED,
    TrancheState.PAID,
)
AWAITED = (ChargeState.CREATED, ChargeState.PENDING)


@prevents(Subject.PERSON)
def money_under_way(person: User, at: datetime) -> Iterator[Obstacle]:
    """A tranche is paid and accounted for, and a payment made or cancelled, before its person goes."""
    tranches = Tranche.objects.filter(award__startup__in=alone_in(person), state__in=UNDER_WAY)
    for tranche in tranches.select_related("award").order_by("pk"):
        words = _(
            "Tranche %(number)s of the grant %(reference)s is not settled yet: its spending is shown first."
        )
        yield Obstacle(words % {"number": tranche.number, "reference": tranche.award.reference})
    for charge in Charge.objects.filter(payer=person, state__in=AWAITED).order_by("pk"):
        words = _("A payment waits (%(reference)s): pay it, or ask the centre to cancel it, first.")
        yield Obstacle(words % {"reference": charge.reference})
