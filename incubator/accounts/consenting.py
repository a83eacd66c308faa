"""What people agree to, in which words, and how they take it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from incubator.accounts.models import Consent
from incubator.core.holding import hold
from incubator.people.models import Actor, User
from incubator.workflow import audit


def record(
    person: User,
    purpose: str,
    *,
    wording: str,
    given: bool,
    at: datetime,
    about: models.Model | None = None,
    by: Actor | None = None,
) -> Consent | None:
    """Record that a person agrees to a purpose, or no longer does; return the consent in force.

    `wording` is the fingerprint of the words shown. Agreeing twice to the same words is one consent; other
    words end the earlier one.
    """
    with transaction.atomic():
        hold(person)
        standing = _standing(person, about).filter(purpose=purpose)
        same = standing.filter(wording=wording).first() if given else None
        if same:
            return same
        ended = standing.update(withdrawn_at=at)
        # Taking back leaves no row of its own.
        consent = _agreed(person, purpose, wording, about, at) if given else None
        if consent:
            consent.save()
        if consent or ended:
            verb = "consent.give" if given else "consent.withdraw"
            audit.record(verb, consent or person, by=by or person, at=at, purpose=purpose)
    return consent


def record_many(
    person: User,
    items: Sequence[tuple[str, str, bool]],
    *,
    at: datetime,
    about: models.Model,
    by: Actor | None = None,
) -> None:
    """Record several consents to one record at once: (purpose, wording, given), as `record` would one by one."""
    with transaction.atomic(savepoint=False):
        standing = _standing(person, about).filter(purpose__in=[purpose for purpose, *_ in items])
        known = {consent.purpose: consent.wording for consent in standing.select_for_update()}
        changed = [item for item in items if known.get(item[0]) != (item[1] if item[2] else None)]
        if not changed:
            return
        if known.keys() & {purpose for purpose, *_ in changed}:
            standing.filter(purpose__in=[purpose for purpose, *_ in changed]).update(withdrawn_at=at)
        Consent.objects.bulk_create(
            _agreed(person, purpose, wording, about, at) for purpose, wording, given in changed if given
        )
        given = sorted(purpose for purpose, _wording, agreed in changed if agreed)
        ended = sorted(purpose for purpose, _wording, agreed in changed if not agreed)
        audit.record("consent.record", about, by=by or person, at=at, given=given, withdrawn=ended)


def _subject(about: models.Model | None) -> dict[str, str]:
    if about is None:
        return {"about": "", "about_ref": ""}
    return {"about": about._meta.model_name or "", "about_ref": audit.reference(about)}


def _standing(person: User, about: models.Model | None) -> models.QuerySet[Consent]:
    """Return the consents in force that a person gave to one record (None: to none in particular)."""
    return Consent.objects.filter(person=person, withdrawn_at=None, **_subject(about))


def _agreed(person: User, purpose: str, wording: str, about: models.Model | None, at: datetime) -> Consent:
    """Return the row, not saved yet, of words agreed to at an instant."""
    return Consent(
        person=person, purpose=purpose, wording=wording, given_at=at, created_at=at, **_subject(about)
    )
