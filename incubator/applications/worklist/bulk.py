"""One act on many files: who can, who cannot and why; then the same move for each, a part at a time.

Nothing here needs the broker: each request of the person treats a part, and says how far it is. What was done stays done;
an act that was interrupted goes on from where it stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.casework import letters, screening, tagging
from incubator.applications.models import Application, BulkRun, Correction
from incubator.applications.states import LIFECYCLE, State
from incubator.applications.worklist import choosing
from incubator.core.holding import hold
from incubator.notifications.rendering import Rendered
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused

PART = 50
SHOWN = 100


class BreaksARule(Refused):
    """A file confirmed in bulk although its answers do not meet the rules."""

    code = "breaks_a_rule"
    default = gettext_lazy("From its answers, it does not meet a rule of the call: open the file to decide.")


class SeveralForms(Refused):
    """Files of different forms returned with one list of corrections."""

    code = "several_forms"
    default = gettext_lazy("These files answer different forms: return those of one call at a time.")


@dataclass(frozen=True)
class Act:
    """One act on many: its words, the states it starts from (all when empty), and how it is made for one file."""

    label: Promise
    states: tuple[str, ...]
    make: Callable[[Application, dict[str, Any], User, datetime], object]
    also: Q | None = None
    writes: bool = False


def _confirm(file: Application, options: dict[str, Any], by: User, at: datetime) -> None:
    if file.is_eligible is not True:
        raise BreaksARule()
    screening.confirm(file, eligible=True, by=by, at=at)


def _return(file: Application, options: dict[str, Any], by: User, at: datetime) -> None:
    screening.return_for_correction(
        file, items=options["items"], due_at=datetime.fromisoformat(options["due_at"]), note=options["note"],
        by=by, at=at,
    )  # fmt: skip


def _review(file: Application, options: dict[str, Any], by: User, at: datetime) -> None:
    screening.send_to_review(file, by=by, at=at)


def _charge(file: Application, options: dict[str, Any], by: User, at: datetime) -> None:
    person = User.objects.get(public_id=options["person"]) if options["person"] else None
    screening.take_charge(file, person, by=by, at=at)


def _tag(file: Application, options: dict[str, Any], by: User, at: datetime) -> None:
    tagging.make(file, options["name"], by=by, at=at)


def _label(move: str) -> Promise:
    return LIFECYCLE.moves[move].label


ACTS: dict[str, Act] = {
    "confirm_eligible": Act(
        _label("confirm_eligible"), (State.SUBMITTED,), _confirm, also=Q(is_eligible=True)
    ),
    "send_to_review": Act(_label("send_to_review"), (State.ELIGIBLE,), _review),
    "return_for_correction": Act(_label("return_for_correction"), (State.SUBMITTED,), _return, writes=True),
    "take_charge": Act(gettext_lazy("Put somebody in charge"), (), _charge),
    "tag": Act(gettext_lazy("Put a tag"), (), _tag),
}


@an_act
def plan(
    act: str, rows: QuerySet[Application], *, back: str, listed: QuerySet[Application] | None = None,
    by: User, at: datetime,
) -> BulkRun:  # fmt: skip
    """Say who can and who cannot, and keep it until it is confirmed. Nothing changes yet.

    `rows` are files the person may read, `listed` those of the list they are chosen from. The plans this person did
    not confirm are forgotten.
    """
    hold(by)
    BulkRun.objects.of(by).filter(confirmed_at=None).delete()
    able, refused = _parted(ACTS[act], act, rows, by, at)
    return BulkRun.objects.create(
        act=act,
        by=by,
        back=back,
        waiting=able,
        seen=choosing.note(rows.filter(pk__in=able), listed),
        refused=refused,
        total=len(able) + len(refused),
        created_at=at,
    )


def _parted(
    wanted: Act, act: str, rows: QuerySet[Application], by: User, at: datetime
) -> tuple[list[int], list[dict[str, str]]]:
    """Part the rows by their state in one reading; whether the person may act is the same for all of them."""
    able, refused = [], []
    lines = list(rows.order_by("id").values_list("pk", "public_id", "reference", "state", "is_eligible"))
    first = next((pk for pk, _id, _ref, state, _rules in lines if _starts(wanted, state)), None)
    verdict = _verdict(act, first, by, at)
    for pk, public_id, reference, state, rules in lines:
        reason = ""
        if not _starts(wanted, state):
            reason = _("This file is no longer at this step: %(state)s.") % {"state": State(state).label}
        elif verdict:
            reason = verdict
        elif wanted.also is not None and rules is not True:
            reason = str(BreaksARule.default)
        if reason:
            refused.append({"ref": public_id, "reference": reference, "reason": reason})
        else:
            able.append(pk)
    return able, refused


def _starts(wanted: Act, state: str) -> bool:
    return not wanted.states or state in wanted.states


def _verdict(act: str, pk: int | None, by: User, at: datetime) -> str:
    """Return why the person may not act on these files, "" when allowed. One of them speaks for all: the reader's
    calls, and the files without a link, are already all there is.
    """
    if pk is None:
        return ""
    file = Application.objects.select_related("call").get(pk=pk)
    return str(deciding.decide(f"application.{act}", by, file, at).reason)


@an_act
def confirm(
    run: BulkRun, options: dict[str, Any], *, listed: QuerySet[Application] | None = None,
    by: User, at: datetime,
) -> BulkRun:  # fmt: skip
    """Begin what was planned, with what the act needs besides the files. A second confirmation changes nothing.

    Raises DateInThePast, NothingToCorrect or SeveralForms before anything is done.
    """
    if run.confirmed_at is None:
        if run.act == "return_for_correction":
            _require_one_form(run)
        changed = BulkRun.objects.filter(pk=run.pk, confirmed_at=None).update(
            options=options, confirmed_at=at
        )
        if changed:
            audit.record(f"bulk.{run.act}", run, by=by, at=at, files=len(run.waiting))
    return advance(run, listed=listed, by=by, at=at)


def _require_one_form(run: BulkRun) -> None:
    forms = Application.objects.filter(pk__in=run.waiting).order_by().values("form_version").distinct()
    if forms.count() > 1:
        raise SeveralForms()


@an_act
def advance(
    run: BulkRun, *, listed: QuerySet[Application] | None = None, by: User, at: datetime, most: int = PART
) -> BulkRun:
    """Treat the next part: the same move for each file, a refusal kept with its reason. Two windows never treat one
    file twice: the run is locked. A file that moved since it was chosen (`choosing.moved`) is left as it is.
    """
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.confirmed_at is None or run.finished_at is not None:
        return run
    part, run.waiting = run.waiting[:most], run.waiting[most:]
    readable = Application.objects.at_the_desk_of(by).select_related("call", "startup", "form_version")
    files = readable.filter(pk__in=part, erased_at=None).in_bulk()
    moved = choosing.moved(run.seen, files.values(), listed)
    for pk in part:
        if pk in moved:
            _leave_out(run, files[pk], moved[pk])
        else:
            _one(run, files.get(pk), by, at)
    run.finished_at = None if run.waiting else at
    run.save(update_fields=["waiting", "done", "refused", "finished_at"])
    return run


def _one(run: BulkRun, file: Application | None, by: User, at: datetime) -> None:
    if file is None:
        run.refused.append(
            {"ref": "", "reference": "–", "reason": _("This file is no longer yours to read.")}
        )
        return
    try:
        with transaction.atomic():
            ACTS[run.act].make(file, run.options, by, at)
        run.done += 1
    except Refused as refusal:
        _leave_out(run, file, str(refusal.sentence))


def _leave_out(run: BulkRun, file: Application, reason: str) -> None:
    run.refused.append({"ref": file.public_id, "reference": file.reference or "", "reason": reason})


def first_of(run: BulkRun) -> Application | None:
    """Return the first file that the act would change."""
    found = Application.objects.filter(pk__in=run.waiting[:1])
    return found.select_related("call", "startup", "form_version").first()


def letter(run: BulkRun, options: dict[str, Any]) -> tuple[User, Rendered] | None:
    """Return the letter as the lead of the first file will read it, None when the act writes none."""
    file = first_of(run)
    if not ACTS[run.act].writes or file is None:
        return None
    lead = letters.lead_of(file)
    correction = Correction(
        application=file,
        items=options["items"],
        due_at=datetime.fromisoformat(options["due_at"]),
        note=options["note"],
    )
    context = letters.returned_context(correction, lead.language)
    return lead, letters.as_read("applications/returned_for_correction", context, to=lead, about=file)


def lines(keys: Sequence[int]) -> list[Application]:
    """Return the first files of a plan, for its page."""
    found = Application.objects.filter(pk__in=keys[:SHOWN]).select_related("startup").order_by("id")
    return list(found.only("public_id", "reference", "startup_name", "startup__name"))
