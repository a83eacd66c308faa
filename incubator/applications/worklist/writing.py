""" "Écrire à ces personnes": one letter to the leads of many files, with fifteen minutes to call it back."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters
from incubator.applications.models import Application, ApplicationMember, GroupLetter
from incubator.applications.states import TeamRole
from incubator.applications.worklist import choosing
from incubator.core.bilingual import pick
from incubator.core.holding import hold
from incubator.notifications import links, outbox, staff_actions
from incubator.notifications.models import Message
from incubator.notifications.rendering import Rendered
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

WAIT = timedelta(minutes=15)
PART = 50
LONGEST_TEXT = 8000
LETTER = "applications/group_letter"
# The words that change with the reader, in both languages.
MERGED = {"nom": "name", "name": "name", "référence": "reference", "reference": "reference"}
NOT_YOURS = _("This file is no longer yours to read.")
NO_LEAD = _("This file has no lead to write to.")
WORDS = ("subject_fr", "text_fr", "subject_en", "text_en")
BRACES = re.compile(r"\{\s*([^{}]{0,40}?)\s*\}")


class AlreadyPosted(Refused):
    """A letter that is changed after it was posted."""

    code = "already_posted"
    default = _("This letter is already on its way: write another one.")


class NobodyToWriteTo(Refused):
    """A letter without anybody to read it."""

    code = "nobody_to_write_to"
    default = _("None of these files has a lead to write to.")


@an_act
def begin(
    files: QuerySet[Application], *, call: Call | None, back: str,
    listed: QuerySet[Application] | None = None, by: User, at: datetime,
) -> GroupLetter:  # fmt: skip
    """Open a letter to the leads of these files (files the writer may read), chosen from those `listed`. Nothing leaves."""
    keys = list(files.order_by("id").values_list("pk", flat=True))
    hold(by)
    GroupLetter.objects.of(by).filter(posted_at=None).delete()
    return GroupLetter.objects.create(
        by=by, call=call, waiting=keys, seen=choosing.note(files, listed), count=len(keys), back=back,
        created_at=at,
    )  # fmt: skip


def strange_words(text: str) -> list[str]:
    """Return the words in braces that no letter can fill in."""
    return [word for word in BRACES.findall(text) if word.lower() not in MERGED]


@transaction.atomic
def write(letter: GroupLetter, words: dict[str, str], *, read: Read | None = None) -> GroupLetter:
    """Keep what is typed so far; `read` says what the writer had read.

    Raises AlreadyPosted, ChangedMeanwhile, or BadValues for what no form takes.
    """
    _check(GroupLetter(**words), words)
    held = hold(letter)
    if held.posted_at is not None:
        raise AlreadyPosted()
    written = versions.merged(words, {name: getattr(held, name) for name in words}, read)
    for name in words:
        setattr(letter, name, written.get(name, getattr(held, name)))
    letter.save(update_fields=list(words))
    return letter


def _check(letter: GroupLetter, words: Iterable[str]) -> None:
    texts = dict.fromkeys(("text_fr", "text_en"), LONGEST_TEXT)
    values.check(letter, *words, longest={name: texts[name] for name in words if name in texts})
    for name in words:
        if strange := strange_words(getattr(letter, name)):
            values.refuse(name, cannot_fill(strange[0]))


def cannot_fill(word: str) -> str:
    """Return the sentence of a word in braces that stands for nothing."""
    return gettext("{%(word)s} cannot be filled in: use {nom} or {référence}.") % {"word": word}


def preview(
    letter: GroupLetter, *, listed: QuerySet[Application] | None = None, by: User
) -> tuple[User, Rendered] | None:
    """Return the letter as the first of its readers will read it; None when nobody would."""
    for file, lead in _readers(letter, letter.waiting[:PART], listed, by, [])[:1]:
        return lead, letters.as_read(LETTER, _context(letter, file, lead), to=lead, about=file)
    return None


def left_out(
    letter: GroupLetter, *, listed: QuerySet[Application] | None = None, by: User
) -> list[dict[str, str]]:
    """Return the files that would not be written to now, each with its reason."""
    found: list[dict[str, str]] = []
    _readers(letter, letter.waiting, listed, by, found)
    return found


@an_act
def post(
    letter: GroupLetter, *, listed: QuerySet[Application] | None = None, by: User, at: datetime
) -> GroupLetter:
    """Put the letter in the outbox, for fifteen minutes later. A second click changes nothing.

    Every file is looked at again: one that moved since it was chosen is not written to, and kept in `left_out`.
    """
    locked = GroupLetter.objects.select_for_update().get(pk=letter.pk)
    deciding.require("group_letter.post", by, locked, at)
    if locked.posted_at is not None:
        return locked
    _check(locked, WORDS)
    if not _readers(locked, locked.waiting, listed, by, []):
        raise NobodyToWriteTo()
    locked.posted_at, locked.leaves_at, locked.count = at, at + WAIT, 0
    locked.save(update_fields=["posted_at", "leaves_at", "count"])
    audit.record("group_letter.post", locked, by=by, at=at, files=len(locked.waiting))
    return _next_part(locked, listed, by, at)


@an_act
def go_on(
    letter: GroupLetter, *, listed: QuerySet[Application] | None = None, by: User, at: datetime
) -> GroupLetter:
    """Write the next messages of a letter to very many."""
    locked = GroupLetter.objects.select_for_update().get(pk=letter.pk)
    if locked.posted_at is None or locked.cancelled_at is not None:
        return locked
    deciding.require("group_letter.post", by, locked, at)
    return _next_part(locked, listed, by, at)


def _next_part(
    letter: GroupLetter, listed: QuerySet[Application] | None, by: User, at: datetime
) -> GroupLetter:
    part, letter.waiting = letter.waiting[:PART], letter.waiting[PART:]
    for file, lead in _readers(letter, part, listed, by, letter.left_out):
        outbox.post(
            LETTER, to=lead, at=at, about=file, context=_context(letter, file, lead), by=by,
            leaves_at=max(letter.leaves_at or at, at), batch=letter.public_id,
        )  # fmt: skip
        letter.count += 1
    letter.save(update_fields=["waiting", "count", "left_out"])
    return letter


@an_act
def cancel(letter: GroupLetter, *, by: User, at: datetime) -> tuple[GroupLetter, int]:
    """Call back all that has not left yet; return how many messages will not leave."""
    locked = GroupLetter.objects.select_for_update().get(pk=letter.pk)
    deciding.require("group_letter.cancel", by, locked, at)
    stopped = staff_actions.cancel_batch(locked.public_id, by=by, at=at)
    if locked.cancelled_at is None:
        locked.cancelled_at, locked.waiting = at, []
        locked.save(update_fields=["cancelled_at", "waiting"])
        audit.record("group_letter.cancel", locked, by=by, at=at, messages=stopped)
    return locked, stopped


def messages_of(letter: GroupLetter) -> QuerySet[Message]:
    """Return the messages of a letter."""
    return Message.objects.filter(kind=LETTER, batch=letter.public_id)


def _readers(
    letter: GroupLetter, keys: list[int], listed: QuerySet[Application] | None, by: User,
    left_out: list[dict[str, str]],
) -> list[tuple[Application, User]]:  # fmt: skip
    """Return the files to write to, each with its lead; the others are added to `left_out` with their reason."""
    readable = Application.objects.at_the_desk_of(by).select_related("call", "startup")
    files = readable.filter(pk__in=keys).in_bulk()
    leads = ApplicationMember.objects.filter(application__in=files, role=TeamRole.LEAD).select_related(
        "person"
    )
    people = {member.application_id: member.person for member in leads}
    moved = choosing.moved(letter.seen, files.values(), listed)
    found = []
    for pk in keys:
        file = files.get(pk)
        reason = moved.get(pk) or (NOT_YOURS if file is None else "" if pk in people else NO_LEAD)
        if file is None or reason:
            ref, reference = (file.public_id, file.reference or "") if file else ("", "–")
            left_out.append({"ref": ref, "reference": reference, "reason": str(reason)})
        else:
            found.append((file, people[pk]))
    return found


def _context(letter: GroupLetter, file: Application, lead: User) -> dict[str, Any]:
    facts = {"name": file.startup_name or file.startup.name, "reference": file.reference or ""}
    texts = {
        "words_subject": pick(letter.subject_fr, letter.subject_en, lead.language).plain,
        "words": pick(letter.text_fr, letter.text_en, lead.language).plain,
    }
    merged = {key: BRACES.sub(lambda found: _filled(found, facts), text) for key, text in texts.items()}
    wrote = [address for text in texts.values() for address in links.addresses_in(text)]
    path = reverse("applications:file", kwargs={"ref": file.ref})
    return {**merged, "path": path, "links_of_the_desk": wrote}


def _filled(found: re.Match[str], facts: dict[str, str]) -> str:
    return facts.get(MERGED.get(found[1].lower(), ""), found[0])
