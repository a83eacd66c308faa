"""Taking a consent back: written once, with what hangs on it undone in the same transaction.

What hangs on a consent is said by the slice that asked for it, in its `consents.py`; the register here is read by the
page that says beforehand what withdrawing does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.accounts.models import Consent
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Sentence

# Where no slice says more.
WRITTEN_DOWN = _(
    "It is written down that you took this agreement back, and from when. Nothing else hangs on it."
)


@dataclass(frozen=True, slots=True)
class Use:
    """What a slice does with the consents given about one kind of record.

    `told` says before what withdrawing one does, `effect` does it. `way_out` is the address of what else the person may
    do, with its words, where withdrawing alone leaves something open.
    """

    records: Callable[[], models.QuerySet]
    name: Callable[[Any], str]
    told: Callable[[Consent, Any], Sentence]
    effect: Callable[[Consent, Any, User, datetime], None] = lambda consent, record, by, at: None
    way_out: Callable[[Consent, Any, User], tuple[str, Sentence] | None] = lambda consent, record, by: None


USES: dict[str, Use] = {}  # by the kind of record


def uses(about: str, use: Use) -> None:
    """Register what a slice does with the consents about its records."""
    if USES.setdefault(about, use) is not use:
        raise RuntimeError(f"Two slices use the consents about {about}.")


def withdraw(consent: Consent, *, by: User, at: datetime) -> Consent:
    """Take a consent back; what its slice registered is undone with it. A repeated act changes nothing.

    Raises NotAllowed.
    """
    with acting(by):
        hold(consent.person)
        locked = Consent.objects.select_for_update().get(pk=consent.pk)
        deciding.require("consent.withdraw", by, locked, at)
        if locked.withdrawn_at is not None:
            return locked
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        record = record_of(locked)
        audit.record("consent.withdraw", record or locked, by=by, at=at, purpose=locked.purpose)
        if record is not None:
            USES[locked.about].effect(locked, record, by, at)
    return locked


def record_of(consent: Consent) -> Any:
    """Return the record a consent is about, None where there is none, or no slice knows it."""
    return records_of([consent]).get((consent.about, consent.about_id))


def records_of(consents: list[Consent]) -> dict[tuple[str, int | None], Any]:
    """Return the records that consents are about, with one question for each kind."""
    found: dict[tuple[str, int | None], Any] = {}
    for about, use in USES.items():
        keys = {consent.about_id for consent in consents if consent.about == about}
        if keys:
            found |= {(about, record.pk): record for record in use.records().filter(pk__in=keys)}
    return found


def told(consent: Consent, record: Any) -> Sentence:
    """Return what withdrawing a consent does, as the person reads it before."""
    return USES[consent.about].told(consent, record) if record is not None else WRITTEN_DOWN


def way_out(consent: Consent, record: Any, by: User) -> tuple[str, Sentence] | None:
    """Return what else the person may do: an address and its words."""
    return USES[consent.about].way_out(consent, record, by) if record is not None else None
