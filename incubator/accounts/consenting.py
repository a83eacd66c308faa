"""What people agree to, in which words, and how they take it back."""
from datetime import datetime

from django.db import models, transaction

from incubator.accounts.models import Consent
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
    """Record that a person agrees to a purpose, or no longer does; `wording` is the fingerprint of the words shown.

    Agreeing twice to the same words is one consent; other words end the earlier one. Returns the consent in force.
    """
    subject, ref = (about._meta.model_name or "", audit.reference(about)) if about is not None else ("", "")
    with transaction.atomic():
        standing = Consent.objects.select_for_update().filter(
            person=person, purpose=purpose, about=subject, about_ref=ref, withdrawn_at=None
        )
        same = standing.filter(wording=wording).first() if given else None
        if same:
            return same
        ended = standing.update(withdrawn_at=at)
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
