"""What people agree to, in which words, and how a later answer ends an earlier one. Taken back: `withdrawing`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from incubator.accounts.models import Consent, Wording
from incubator.core.bilingual import current_language
from incubator.core.holding import hold
from incubator.people.models import Actor, User, person_or_none
from incubator.workflow import audit
from incubator.workflow.acting import acting


@dataclass(frozen=True, slots=True)
class Words:
    """The words that were shown: their fingerprint, and the text in the languages it was shown in."""

    fingerprint: str
    fr: str = ""
    en: str = ""

    @classmethod
    def of(cls, text: str, fingerprint: str) -> "Words":
        """Return a text as it was shown, in the active language alone."""
        return cls(fingerprint, en=text) if current_language() == "en" else cls(fingerprint, fr=text)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to one agreement asked for."""

    purpose: str
    words: Words
    given: bool


def record(
    person: User,
    purpose: str,
    *,
    wording: str | Words,
    given: bool,
    at: datetime,
    about: models.Model | None = None,
    by: Actor | None = None,
) -> Consent | None:
    """Record that a person agrees to a purpose, or no longer does; return the consent in force.

    `wording` is what was shown, or its fingerprint. Agreeing twice to the same words is one consent; other words end
    the earlier one. `by` is who entered it, where that is somebody else.
    """
    words = wording if isinstance(wording, Words) else Words(wording)
    with acting(person):
        hold(person)
        standing = _standing(person, about).filter(purpose=purpose)
        same = standing.filter(wording=words.fingerprint).first() if given else None
        if same:
            return same
        ended = standing.update(withdrawn_at=at)
        # Taking back leaves no row of its own.
        consent = _agreed(person, purpose, words.fingerprint, about, by, at) if given else None
        if consent:
            keep([words])
            consent.save()
        if consent or ended:
            verb = "consent.give" if given else "consent.withdraw"
            audit.record(verb, consent or person, by=by or person, at=at, purpose=purpose)
    return consent


def record_many(
    person: User,
    items: Sequence[Answer],
    *,
    at: datetime,
    about: models.Model,
    by: Actor | None = None,
    asked_before: Collection[str] = (),
) -> None:
    """Record several consents to one record at once, as `record` would one by one; their words were kept with the form.

    `asked_before` are purposes answered in an earlier sending and not asked again: one that was taken back since stays so.
    """
    with transaction.atomic(savepoint=False):
        standing = _standing(person, about).filter(purpose__in=[item.purpose for item in items])
        known = {consent.purpose: consent.wording for consent in standing.select_for_update()}
        items = _still_given(person, items, about, set(asked_before) - known.keys())
        changed = [
            item
            for item in items
            if known.get(item.purpose) != (item.words.fingerprint if item.given else None)
        ]
        if not changed:
            return
        if known.keys() & {item.purpose for item in changed}:
            standing.filter(purpose__in=[item.purpose for item in changed]).update(withdrawn_at=at)
        agreed = [item for item in changed if item.given]
        Consent.objects.bulk_create(
            _agreed(person, item.purpose, item.words.fingerprint, about, by, at) for item in agreed
        )
        given = sorted(item.purpose for item in agreed)
        ended = sorted(item.purpose for item in changed if not item.given)
        audit.record("consent.record", about, by=by or person, at=at, given=given, withdrawn=ended)


def end_all(purpose: str, about: models.Model, *, by: Actor, at: datetime) -> None:
    """End everybody's consent to a purpose about one record: its team speaks with one voice."""
    standing = Consent.objects.filter(purpose=purpose, withdrawn_at=None, **_subject(about))
    for consent in standing.select_for_update().order_by("pk"):
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        audit.record("consent.withdraw", consent, by=by, at=at, purpose=purpose)


def of_record(about: models.Model) -> models.QuerySet[Consent]:
    """Return everybody's consents about one record, those in force first, then the latest."""
    found = Consent.objects.filter(**_subject(about))
    return found.order_by(models.F("withdrawn_at").desc(nulls_first=True), "pk")


def _still_given(
    person: User, items: Sequence[Answer], about: models.Model, purposes: Collection[str]
) -> Sequence[Answer]:
    """Leave out the answers given before to purposes that the person has taken back since."""
    if not purposes:
        return items
    ended = Consent.objects.filter(person=person, purpose__in=purposes, **_subject(about))
    gone = set(ended.exclude(withdrawn_at=None).values_list("purpose", flat=True))
    return [item for item in items if item.purpose not in gone]


def _subject(about: models.Model | None) -> dict[str, object]:
    if about is None:
        return {"about": "", "about_id": None}
    return {"about": about._meta.model_name or "", "about_id": about.pk}


def _standing(person: User, about: models.Model | None) -> models.QuerySet[Consent]:
    """Return the consents in force that a person gave to one record (None: to none in particular)."""
    return Consent.objects.filter(person=person, withdrawn_at=None, **_subject(about))


def _agreed(
    person: User, purpose: str, wording: str, about: models.Model | None, by: Actor | None, at: datetime
) -> Consent:
    """Return the row, not saved yet, of words agreed to at an instant."""
    entered_by = person_or_none(by) if by is not None and by != person else None
    return Consent(
        person=person, purpose=purpose, wording=wording, given_at=at, created_at=at, entered_by=entered_by,
        about_ref=audit.reference(about) if about else "", **_subject(about),
    )  # fmt: skip


def keep(words: Iterable[Words]) -> None:
    """Keep the texts, so that they can be shown later: one row for each fingerprint."""
    texts = [
        Wording(fingerprint=one.fingerprint, text_fr=one.fr, text_en=one.en)
        for one in words
        if one.fr or one.en
    ]
    if texts:
        Wording.objects.bulk_create(texts, ignore_conflicts=True)
