"""What a person agreed to, as that person reads it: what for, about what, in which words, when, entered by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from incubator.accounts import withdrawing
from incubator.accounts.models import Consent, Wording
from incubator.people.models import User


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `about` is what the record is called, `words` what was shown, where they are known."""

    consent: Consent
    about: str
    words: Any = ""


def of(person: User) -> QuerySet[Consent]:
    """Return the person's consents, those in force first, then the latest."""
    return Consent.objects.filter(person=person).order_by(
        F("withdrawn_at").desc(nulls_first=True), "-given_at"
    )


def entries(consents: Sequence[Consent]) -> list[Entry]:
    """Return the lines of the ledger: a question for the words, and one for each kind of record."""
    records = withdrawing.records_of(list(consents))
    prints = {consent.wording for consent in consents}
    words = {one.fingerprint: one for one in Wording.objects.filter(fingerprint__in=prints)}
    return [
        Entry(consent, _name(consent, records.get((consent.about, consent.about_id))), _shown(words, consent))
        for consent in consents
    ]


def _name(consent: Consent, record: Any) -> str:
    return withdrawing.USES[consent.about].name(record) if record is not None else consent.about_ref


def _shown(words: dict[str, Wording], consent: Consent) -> Any:
    found = words.get(consent.wording)
    return found.text if found else ""
