"""Writes the ledger: whole units, once for each act, reversed and never changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funding.models import Charge, LedgerEntry, Tranche
from incubator.people.models import Actor, person_or_none
from incubator.startups.models import Startup
from incubator.workflow.refusals import Refused


class AlreadyReversed(Refused):
    """An entry is reversed once."""

    code = "already_reversed"
    default = _("This entry was already reversed.")


def post(
    verb: str,
    key: str,
    *,
    debit: str,
    credit: str,
    amount: int,
    currency: str = "XOF",
    startup: Startup | None = None,
    tranche: Tranche | None = None,
    charge: Charge | None = None,
    by: Actor,
    at: datetime,
) -> LedgerEntry:
    """Move `amount` from `credit` to `debit`. `key` names the act: the database refuses to enter it twice."""
    return LedgerEntry.objects.create(
        at=at,
        debit=debit,
        credit=credit,
        amount=amount,
        currency=currency,
        startup=startup,
        tranche=tranche,
        charge=charge,
        verb=verb,
        key=key,
        recorded_by=person_or_none(by),
    )


@transaction.atomic
def reverse(entry: LedgerEntry, *, verb: str, by: Actor, at: datetime) -> LedgerEntry:
    """Enter the opposite of an entry, once. Raise AlreadyReversed."""
    LedgerEntry.objects.select_for_update().get(pk=entry.pk)
    if LedgerEntry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed()
    return LedgerEntry.objects.create(
        at=at,
        debit=entry.credit,
        credit=entry.debit,
        amount=entry.amount,
        currency=entry.currency,
        startup_id=entry.startup_id,
        tranche_id=entry.tranche_id,
        charge_id=entry.charge_id,
        verb=verb,
        key=f"reverse:{entry.key}",
        reverses=entry,
        recorded_by=person_or_none(by),
    )
