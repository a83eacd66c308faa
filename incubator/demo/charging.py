"""Desk fees: what start-ups pay the centre."""

from datetime import datetime, timedelta
from random import Random

from funding import charges
from funding.states import ChargeFor, ChargeRail
from incubator.demo.filing import pdf
from incubator.files import storing
from incubator.people.models import User
from incubator.startups.models import Startup


def desk_fee(startup: Startup, payer: User, cast: dict[str, User], *, at: datetime, draw: Random) -> None:
    """Ask one start-up in two for a desk fee; most of them pay by transfer, confirmed by a second person."""
    if draw.random() < 0.5:
        return
    charge = charges.create(
        startup=startup,
        payer=payer,
        what_for=ChargeFor.DESK,
        label_fr="Poste de travail supplémentaire, un mois",
        label_en="Extra desk, one month",
        amount=15_000,
        by=cast["finance"],
        at=at,
    )
    if draw.random() < 0.8:
        proof = storing.store(
            pdf("virement.pdf"),
            record=charges.RECORD,
            record_id=charge.pk,
            purpose="proof",
            formats=("pdf",),
            max_bytes=2_000_000,
            by=payer,
            at=at,
        )
        charges.declare_payment(
            charge, rail=ChargeRail.TRANSFER, reference=f"DEP-{charge.pk:05d}", proof=proof, by=payer, at=at
        )
        charges.confirm(charge, by=cast["finance"], at=at + timedelta(days=2))
