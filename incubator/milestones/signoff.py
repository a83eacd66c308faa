"""Evidence: kept, sent, read, approved or returned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from incubator.files import several, storing
from incubator.files.models import StoredFile
from incubator.forms.completeness import Missing
from incubator.forms.definition import Field
from incubator.milestones import evidence, letters
from incubator.milestones.models import Milestone
from incubator.milestones.states import LIFECYCLE, OPEN
from incubator.people.models import Actor
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import IllegalMove, ReasonMissing, Refused, once
from incubator.workflow.versions import Read
from incubator.workflow.wording import name_verbs

RECORD = "milestone"
DEFAULT_MB = 2
MOST_IMAGES = 10
name_verbs({"milestone.attach": _("File added"), "milestone.detach": _("File removed")})


class EvidenceIncomplete(Refused):
    """Something the milestone asks for is missing; `data["missing"]` lists the sentences."""

    code = "incomplete"
    status = 422
    default = _("Some evidence is still missing. What you entered is saved.")


def files_of(milestone: Milestone) -> dict[str, list[StoredFile]]:
    """Return the present files of a milestone by evidence key."""
    by_key: dict[str, list[StoredFile]] = {}
    for file in StoredFile.objects.of(RECORD, milestone.pk).order_by("id"):
        by_key.setdefault(file.purpose, []).append(file)
    return by_key


def what_is_missing(milestone: Milestone) -> list[Missing]:
    """Return what keeps the evidence from being sent."""
    return evidence.still_missing(milestone.evidence_wanted, milestone.evidence, files_of(milestone))


@an_act
def save_evidence(
    milestone: Milestone, raw: dict[str, Any], *, by: Actor, at: datetime, read: Read | None = None
) -> Milestone:
    """Keep what was typed, even unfinished or wrong; `read` says what the writer had read.

    Raise NotAllowed, IllegalMove once it was sent, ChangedMeanwhile where somebody else wrote another answer.
    """
    locked = _open_for(milestone, by, at)
    typed = evidence.read(locked.evidence_wanted, raw)
    locked.evidence = {**locked.evidence, **versions.merged(typed, locked.evidence, read)}
    locked.save(update_fields=["evidence"])
    return locked


def attach(
    milestone: Milestone, key: str, uploads: Sequence[UploadedFile], *, by: Actor, at: datetime
) -> list[StoredFile]:
    """Store files under one evidence field: in place of the earlier one, several photos made into one PDF; or
    beside the earlier ones where the field takes several.

    Raises NotAllowed, IllegalMove, and FileRefused, which names each file that was not kept: the others are.
    """
    with acting(by):
        locked = _open_for(milestone, by, at)
        field = evidence.form_of(locked.evidence_wanted).fields_by_key[key]
        before = files_of(locked).get(key, [])
        most = _most(field)
        sent = several.keep(
            uploads, most=most, there=before if most > 1 else [], **_terms(locked, field, by, at)
        )
        if not sent.kept:
            sent.require_all()
        for old in before if most == 1 and sent.kept else []:
            storing.discard(old, by=by, at=at)
        audit.record("milestone.attach", locked, by=by, at=at, key=key, files=len(sent.kept))
    sent.require_all()
    return sent.kept


def _most(field: Field) -> int:
    """How many files a field keeps: what it says, or one; images that no PDF may join are kept side by side."""
    return field.most_files if field.max_items or "pdf" in field.formats else MOST_IMAGES


def _terms(milestone: Milestone, field: Field, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "record": RECORD,
        "record_id": milestone.pk,
        "purpose": field.key,
        "formats": field.formats,
        "max_bytes": (field.max_mb or DEFAULT_MB) * 1_000_000,
        "by": by,
        "at": at,
    }


def detach(milestone: Milestone, file: StoredFile, *, by: Actor, at: datetime) -> None:
    """Take one file away from the evidence. Raise NotAllowed, or IllegalMove once it was sent."""
    with acting(by):
        locked = _open_for(milestone, by, at)
        if file.record != RECORD or file.record_id != locked.pk or file.replaced_at is not None:
            return
        storing.discard(file, by=by, at=at)
        audit.record("milestone.detach", locked, by=by, at=at, key=file.purpose)


@once
def submit(milestone: Milestone, *, by: Actor, at: datetime) -> Milestone:
    """Send the evidence to the centre. Raise EvidenceIncomplete, NotAllowed or IllegalMove."""
    with LIFECYCLE.move(milestone, "submit", by=by, at=at) as sent:
        lacking = what_is_missing(sent)
        if lacking:
            raise EvidenceIncomplete(data={"missing": [item.sentence for item in lacking]})
        sent.submitted_at, sent.submitted_by = at, by
    return sent


@once
def approve(milestone: Milestone, *, by: Actor, at: datetime) -> Milestone:
    """Approve the milestone; the tranches that wait for it see it. Sends a letter to the lead."""
    with LIFECYCLE.move(milestone, "approve", by=by, at=at) as approved:
        approved.decided_at, approved.decided_by, approved.office_note = at, by, ""
        letters.milestone_approved(approved, at=at)
    return approved


@once
def return_to_founder(milestone: Milestone, *, note: str, by: Actor, at: datetime) -> Milestone:
    """Return the evidence with a reason, which the letter carries. Raise ReasonMissing without one."""
    if not note.strip():
        raise ReasonMissing()
    with LIFECYCLE.move(milestone, "return_to_founder", by=by, at=at) as returned:
        returned.decided_at, returned.decided_by, returned.office_note = (
            at,
            by,
            values.check_text("note", note, longest=2000),
        )
        letters.milestone_returned(returned, at=at)
    return returned


@once
def waive(milestone: Milestone, *, note: str, by: Actor, at: datetime) -> Milestone:
    """Dispense the start-up from the milestone, with the reason. Raise ReasonMissing without one."""
    if not note.strip():
        raise ReasonMissing()
    with LIFECYCLE.move(milestone, "waive", by=by, at=at) as waived:
        waived.decided_at, waived.decided_by, waived.office_note = (
            at,
            by,
            values.check_text("note", note, longest=2000),
        )
    return waived


def _open_for(milestone: Milestone, by: Actor, at: datetime) -> Milestone:
    locked = LIFECYCLE.locked(milestone)
    deciding.require("milestone.write", by, locked, at)
    if locked.state not in OPEN:
        raise IllegalMove(
            _("This evidence was already sent. It can be changed only if the centre returns it.")
        )
    return locked
