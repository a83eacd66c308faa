"""Duplicates: files that share a contact, a register number, a name or a sentence, within and across calls.

A file is looked at once a sending, in the background: its keys are stored, and only the files that share one are
compared (at most MOST_CANDIDATES). What the office said of a pair is kept: it is not found again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters
from incubator.applications.decisions import decision
from incubator.applications.duplicates import similarity
from incubator.applications.models import Application, TwinKey, TwinLook, Twins
from incubator.applications.states import LIFECYCLE, TWINS, State, TwinKind, TwinState
from incubator.people.models import SYSTEM, Contact, User
from incubator.people.states import ContactKind
from incubator.workflow import audit, values
from incubator.workflow.refusals import Refused, once

MOST_CANDIDATES = 60
LONGEST_REASON = 4000
ORDER = (TwinKind.CONTACT, TwinKind.REGISTER, TwinKind.NAME, TwinKind.PITCH)


class ReasonMissing(Refused):
    """Two files were merged or told apart without a reason."""

    status = 422
    code = "reason_missing"
    default = _("Write the reason: it stays with both files.")


class NotOfThePair(Refused):
    """The file to keep is not one of the two."""

    status = 422
    code = "not_of_the_pair"
    default = _("Choose which of the two files goes on.")


def waiting() -> list[int]:
    """Return the files (by key) that were sent since they were last looked at, some hundreds at a time."""
    sent = Application.objects.sent().annotate(last=Max("revisions__number"))
    seen = sent.filter(twin_look__revision=F("last")).values("pk")
    return list(sent.exclude(pk__in=seen).order_by("pk").values_list("pk", flat=True)[:300])


def look(application: Application, *, at: datetime) -> list[Twins]:
    """Store the keys of a file as it was sent last, and return the pairs newly found. Repeated it finds
    nothing new.
    """
    with transaction.atomic():
        number = application.revisions.order_by("-number").values_list("number", flat=True).first() or 0
        TwinLook.objects.update_or_create(application=application, defaults={"revision": number})
        keys = keys_of(application)
        application.twin_keys.all().delete()
        TwinKey.objects.bulk_create(
            TwinKey(application=application, kind=kind, value=value) for kind, value in sorted(keys)
        )
        return _pairs(application, keys, at)


def keys_of(application: Application) -> set[tuple[str, str]]:
    """Return the keys of a file: verified contacts of its team, register number, name, sentence."""
    people = application.team.values("person")
    contacts = _verified(people)
    keys = {(TwinKind.CONTACT, value) for value in contacts}
    if number := similarity.register(application.rccm):
        keys.add((TwinKind.REGISTER, number[:64]))
    keys |= {(TwinKind.NAME, value) for value in similarity.name_keys(application.startup_name)}
    keys |= {(TwinKind.PITCH, value) for value in similarity.pitch_keys(application.pitch)}
    return keys


def _verified(people: object) -> set[str]:
    found = Contact.objects.filter(person__in=people).exclude(verified_at=None)
    kinds = (ContactKind.EMAIL, ContactKind.PHONE)
    values = found.filter(kind__in=kinds).values_list("value", flat=True)
    # A fingerprint is enough to meet: no address or telephone is kept a second time.
    return {hashlib.sha256(value.encode()).hexdigest()[:40] for value in values}


def _pairs(application: Application, keys: set[tuple[str, str]], at: datetime) -> list[Twins]:
    shared: dict[int, set[str]] = {}
    for kind in ORDER:
        values = [value for of, value in keys if of == kind]
        rows = TwinKey.objects.filter(kind=kind, value__in=values).exclude(application=application)
        rows = rows.order_by("-application").values_list("application", flat=True).distinct()
        for pk in rows[:MOST_CANDIDATES]:
            shared.setdefault(pk, set()).add(kind)
    # One start-up applies to several calls: that is its history, not a duplicate.
    others = Application.objects.filter(pk__in=shared).exclude(startup=application.startup_id)
    others = others.exclude(state=State.WITHDRAWN)
    found = [
        _pair(application, other, why, at)
        for other in others.only("pk", "startup_name", "pitch")
        if (why := _why(application, other, shared[other.pk]))
    ]
    made = [each for each, new in found if new]
    if made:
        audit.record("application.twins_found", application, by=SYSTEM, at=at, count=len(made))
    return made


def _why(one: Application, other: Application, shared: Iterable[str]) -> list[str]:
    """Return why two files look like one: sharing a key of a text is only a reason to compare the texts."""
    told = {TwinKind.CONTACT, TwinKind.REGISTER} & set(shared)
    if TwinKind.NAME in shared:
        near = similarity.alike(one.startup_name, other.startup_name) >= similarity.NAME_ALIKE
        told |= {TwinKind.NAME} if near else set()
    if TwinKind.PITCH in shared:
        near = similarity.alike(one.pitch, other.pitch) >= similarity.PITCH_ALIKE
        told |= {TwinKind.PITCH} if near else set()
    return [str(kind.value) for kind in ORDER if kind in told]


def _pair(one: Application, other: Application, why: list[str], at: datetime) -> tuple[Twins, bool]:
    first, second = sorted((one.pk, other.pk))
    return Twins.objects.get_or_create(
        first_id=first, second_id=second, defaults={"why": why, "found_at": at}
    )


def _checked(reason: str) -> str:
    kept = values.check_text("reason", reason, longest=LONGEST_REASON)
    if not kept:
        raise ReasonMissing()
    return kept


@once
def dismiss(twins: Twins, *, reason: str, by: User, at: datetime) -> Twins:
    """Say that these are two different files; the pair is not shown again. Raises ReasonMissing."""
    reason = _checked(reason)
    with TWINS.move(twins, "dismiss", by=by, at=at) as pair:
        pair.reason, pair.treated_by, pair.treated_at = reason, by, at
        for file in (pair.first, pair.second):
            audit.record("application.tell_apart", file, by=by, at=at, twins=pair.public_id)
    return twins


@once
def merge(twins: Twins, *, kept: Application, reason: str, by: User, at: datetime) -> Twins:
    """Close one of the two files in favour of the other, with a reason; both keep all their history.

    The file that goes is withdrawn, its lead is told, and nothing is copied; the reason is for the office.
    Raises ReasonMissing, NotOfThePair, and IllegalMove when the file that would go is already decided.
    """
    reason = _checked(reason)
    if kept.pk not in (twins.first_id, twins.second_id):
        raise NotOfThePair()
    with TWINS.move(twins, "merge", by=by, at=at) as pair:
        stays, goes = (pair.first, pair.second) if kept.pk == pair.first_id else (pair.second, pair.first)
        pair.kept, pair.reason, pair.treated_by, pair.treated_at = stays, reason, by, at
        facts = {"into": stays.reference}
        with LIFECYCLE.move(goes, "merge", by=by, at=at, data=facts) as file:
            file.changed_at = at
            decision.leave_the_list(file)
            letters.merged(file, by=by, at=at)
            file.corrections.filter(answered_at=None).update(answered_at=at)
        audit.record("application.absorb", stays, by=by, at=at, merged=goes.reference)
        # Its other pairs are no longer to look at: the file is closed.
        Twins.objects.of(goes).open().exclude(pk=pair.pk).update(
            state=TwinState.DISMISSED, reason=reason, treated_by=by, treated_at=at
        )
    return twins
