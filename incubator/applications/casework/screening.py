"""The office's check of a file: eligible or not, what to correct, who follows it, off to the jury."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework import letters
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Correction, Decision
from incubator.applications.states import LIFECYCLE, DecisionKind, DecisionResult, DecisionState
from incubator.conflicts.models import Interest
from incubator.people.models import Actor, User, person_or_none
from incubator.people.states import Role
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, once
from incubator.workflow.versions import Read


class ReasonsMissing(Refused):
    """A refusal without its reasons."""

    code = "reasons_missing"
    default = _("Write the reasons in French: the team reads them in its letter.")


class NothingToCorrect(Refused):
    """A file returned without saying what to correct."""

    code = "nothing_to_correct"
    default = _("Tick at least one answer, and write for each what to correct.")


class DateInThePast(Refused):
    """A due date that nobody could meet."""

    code = "date_in_the_past"
    default = _("Choose a date to come: the team needs time to correct.")


@once
def confirm(
    application: Application,
    *,
    eligible: bool,
    reasons_fr: str = "",
    reasons_en: str = "",
    by: Actor,
    at: datetime,
) -> Application:
    """Confirm the result of the check. The decision waits for the publication: the team reads nothing yet.

    Without reasons of their own, ineligible files carry those of the rules that failed; raises ReasonsMissing when
    there is none.
    """
    values.check_signs(reasons_fr=reasons_fr, reasons_en=reasons_en)
    move = "confirm_eligible" if eligible else "find_ineligible"
    with LIFECYCLE.move(application, move, by=by, at=at, data={"eligible": eligible}) as file:
        reasons = ("", "") if eligible else _reasons(file, reasons_fr, reasons_en)
        _decide(file, eligible=eligible, reasons=reasons, by=by, at=at)
        # A file closed after its delay no longer waits for corrections.
        file.corrections.filter(answered_at=None).update(answered_at=at)
        file.changed_at = at
    return application


def _reasons(application: Application, french: str, english: str) -> tuple[str, str]:
    if french.strip():
        return french.strip(), english.strip()
    failed = [
        r
        for r in application.eligibility.get("reasons", [])
        if r["slug"] in application.eligibility["failed"]
    ]
    if not failed:
        raise ReasonsMissing()
    return "\n".join(r["fr"] for r in failed), "\n".join(r.get("en") or r["fr"] for r in failed)


def _decide(
    application: Application, *, eligible: bool, reasons: tuple[str, str], by: Actor, at: datetime
) -> Decision:
    result = DecisionResult.ELIGIBLE if eligible else DecisionResult.INELIGIBLE
    decision, _made = Decision.objects.update_or_create(
        application=application,
        kind=DecisionKind.ELIGIBILITY,
        defaults={
            "result": result,
            "reasons_fr": reasons[0],
            "reasons_en": reasons[1],
            "state": DecisionState.PENDING,
            "decided_by": person_or_none(by),
            "decided_at": at,
        },
    )
    return decision


@once
def reopen(application: Application, *, by: Actor, at: datetime) -> Application:
    """Take the result of the check back, before its publication; the file waits to be screened again."""
    with LIFECYCLE.move(application, "reopen_screening", by=by, at=at) as file:
        file.decisions.pending().filter(kind=DecisionKind.ELIGIBILITY).delete()
        file.changed_at = at
    return application


@once
def send_to_review(application: Application, *, by: Actor, at: datetime) -> Application:
    """Hand an eligible file to the jury."""
    with LIFECYCLE.move(application, "send_to_review", by=by, at=at) as file:
        file.changed_at = at
    return application


def return_for_correction(
    application: Application,
    *,
    items: Sequence[dict[str, str]],
    due_at: datetime,
    note: str = "",
    by: User,
    at: datetime,
) -> Correction:
    """Return the file with a dated list of what to correct, and write to its lead.

    `items` is [{"key", "reason"}], each key a field or a document of the form that is not frozen once sent;
    only these open again. {"section", "reason"} stands for every answer of a step. Raises NothingToCorrect or
    DateInThePast.
    """
    if due_at <= at:
        raise DateInThePast()
    known = correctable(application)
    wanted = _by_key(application, items, known)
    if not wanted or any(i["key"] not in known or not i["reason"] for i in wanted):
        raise NothingToCorrect()
    values.check_signs(note=note, **{i["key"]: i["reason"] for i in wanted})
    facts: dict[str, Any] = {"keys": [i["key"] for i in wanted]}
    with LIFECYCLE.move(application, "return_for_correction", by=by, at=at, data=facts) as file:
        correction = Correction.objects.create(
            application=file, note=note.strip(), items=wanted, due_at=due_at, asked_at=at, asked_by=by
        )
        file.changed_at = at
        letters.returned(correction, by=by, at=at)
    return correction


def _by_key(
    application: Application, items: Sequence[dict[str, str]], known: Collection[str]
) -> list[dict[str, str]]:
    """Return one item a key: a marked section is each of its answers that nobody marked by itself."""
    alone = [{"key": str(i["key"]), "reason": str(i.get("reason", "")).strip()} for i in items if "key" in i]
    marked = {item["key"] for item in alone}
    steps = {step.key: step for step in definition_of(application.form_version).steps}
    for item in items:
        step = steps.get(item.get("section", ""))
        keys = [each.key for each in step.fields if each.key in known] if step else []
        if "key" not in item and not keys:
            raise NothingToCorrect()
        reason, section = str(item.get("reason", "")).strip(), item.get("section", "")
        alone += [{"key": k, "reason": reason, "section": section} for k in keys if k not in marked]
        marked |= set(keys)
    return alone


def correctable(application: Application) -> dict[str, dict[str, str]]:
    """Return the labels of everything that may be returned: fields, then documents sent with the application.

    A field that is frozen once sent never opens again.
    """
    form = definition_of(application.form_version)
    labels = {field.key: field.label for field in form.fields() if not field.frozen}
    return labels | {document.slug: document.label for document in form.documents_for("application")}


class CannotFollow(Refused):
    """The file was given to somebody who may not treat it."""

    code = "cannot_follow"
    default = _("This person does not treat files, or has a link with this start-up. Choose somebody else.")


def followers(application: Application, at: datetime) -> QuerySet[User]:
    """Return who may follow the file: officers and directors now, without a link to its start-up."""
    now = Q(grants__from_at__lte=at) & (Q(grants__until_at=None) | Q(grants__until_at__gt=at))
    staff = User.objects.filter(now, grants__role__in=(Role.OFFICER, Role.DIRECTOR), is_active=True)
    linked = Interest.objects.blocking().filter(startup=application.startup_id).values("person")
    return staff.exclude(pk__in=linked).distinct().order_by("full_name", "pk")


def take_charge(
    application: Application, person: User | None, *, by: User, at: datetime, read: Read | None = None
) -> Application:
    """Say who follows the file (or nobody any more); `read` says who its writer had read there.

    Raises CannotFollow and ChangedMeanwhile.
    """
    with acting(by):
        locked = LIFECYCLE.locked(application)
        deciding.require("application.take_charge", by, locked, at)
        if person is not None and not followers(locked, at).filter(pk=person.pk).exists():
            raise CannotFollow(data={"fields": {"person": CannotFollow.default}})
        person = versions.merged({"person": person}, {"person": locked.in_charge}, read).get(
            "person", locked.in_charge
        )
        locked.in_charge = person
        locked.save(update_fields=["in_charge"])
        audit.record("application.take_charge", locked, by=by, at=at)
    application.in_charge = person
    return application
