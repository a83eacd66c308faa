"""What people agree to, in which words, and how they take it back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

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
    subject, ref = (about._meta.model_name or "", audit.reference(about)) if about is not None else ("", "")
    with transaction.atomic():
        hold(person)
        standing = Consent.objects.filter(
            person=person, purpose=purpose, about=subject, about_ref=ref, withdrawn_at=None
        )
        same = standing.filter(wording=wording).first() if given else None
        if same:
            return same
        ended = standing.update(withdrawn_at=at)
        # The row of the words agreed to now; taking back leaves none.
        consent = (
            Consent.objects.create(
                person=person,
                purpose=purpose,
                wording=wording,
                given_at=at,
                created_at=at,
                about=subject,
                about_ref=ref,
            )
            if given
            else None
        )
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
    is_first: bool = False,
) -> None:
    """Record several consents to one record at once: (purpose, wording, given), as `record` would one by one.

    `is_first` says that none was ever recorded about it, so that none is looked for.
    """
    subject, ref = about._meta.model_name or "", audit.reference(about)
    with transaction.atomic(savepoint=False):
        mine = partial(Consent.objects.filter, person=person, about=subject, about_ref=ref, withdrawn_at=None)
        standing = {}
        if not is_first:
            known = mine(purpose__in=[purpose for purpose, *_ in items]).select_for_update()
            standing = {consent.purpose: consent.wording for consent in known}
        changed = [item for item in items if standing.get(item[0]) != (item[1] if item[2] else None)]
        if set(standing) & {purpose for purpose, *_ in changed}:
            mine(purpose__in=[purpose for purpose, *_ in changed]).update(withdrawn_at=at)
        agreed_to = [
            Consent(
                person=person,
                purpose=purpose,
                wording=wording,
                given_at=at,
                created_at=at,
                about=subject,
                about_ref=ref,
            )
            for purpose, wording, given in changed
            if given
        ]
        Consent.objects.bulk_create(agreed_to)
        if changed:
            given = sorted(purpose for purpose, _wording, agreed in changed if agreed)
            ended = sorted(purpose for purpose, _wording, agreed in changed if not agreed)
            audit.record("consent.record", about, by=by or person, at=at, given=given, withdrawn=ended)
