"""Sending a file, and sending it again after a correction: everything checked, frozen and received at one
instant.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incubator.accounts import consenting
from incubator.applications import policies
from incubator.applications.filling import correcting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE, TeamRole
from incubator.applications.submission import letters, snapshot
from incubator.core import ids
from incubator.forms.completeness import Missing
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.programmes.states import CallPhase, CallState
from incubator.ui import typography
from incubator.workflow.refusals import AlreadyDone, IllegalMove, NotAllowed, Refused, once

# Counted and read in one statement, which both databases know and the ORM does not.
NEXT_NUMBER = (
    "UPDATE programmes_call SET application_counter = application_counter + 1"
    " WHERE id = %s AND state = %s RETURNING application_counter"
)


class Incomplete(Refused):
    """Something is missing; `missing` lists it with its step, its key and its sentence."""

    code = "incomplete"

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        listed = [{"step": m.step, "key": m.key, "code": m.code, "sentence": m.sentence} for m in missing]
        super().__init__(
            _("The file is not complete yet: see below what it still needs."), data={"missing": listed}
        )


class DeadlinePassed(Refused):
    """The closing instant has passed on the server's clock; the draft is kept."""

    code = "deadline_passed"


def begin(application: Application, *, by: User, at: datetime) -> None:
    """Remember that the lead began to send, while the call takes files: what the printed grace asks for.

    Called when the page that sends is opened and when a sending is tried. Without a grace nothing is written.
    """
    call = application.call
    running = call.span_at(at) if call.grace_minutes and call.is_open(at) else None
    if running is None or running.holds(application.sending_begun_at):
        return
    if policies.part_of(by, application) == TeamRole.LEAD:
        Application.objects.filter(pk=application.pk).update(sending_begun_at=at)
        application.sending_begun_at = at


def submit(application: Application, *, by: User, at: datetime) -> Application:
    """Send a draft: freeze its answers, fill the typed columns, give reference and receipt code, write to
    the lead.

    `at` alone says whether the call is open; within the call's grace it must also have been begun (`begin`)
    before closing. Links declared in the answers go to the register, consents to their ledger.
    Sent twice by the same person it gives the same receipt. Raises DeadlinePassed, Incomplete and
    NotAllowed; the draft is then as it was.
    """
    facts: dict[str, Any] = {}
    begin(application, by=by, at=at)
    try:
        with LIFECYCLE.move(application, "submit", by=by, at=at, data=facts) as draft:
            contents = Contents.read(draft)
            _require_complete(contents)
            draft.receipt_code = receipt_code()
            draft.submitted_at = at
            snapshot.freeze(draft, contents, number=1, lead=by, by=by, at=at)
            consents = snapshot.consents_of(contents)
            draft.reference = _next_reference(draft.call)
            consenting.record_many(by, consents, at=at, about=draft)
            letters.application_received(draft, to=by, at=at)
            facts |= {"reference": draft.reference, "eligible": draft.is_eligible}
    except AlreadyDone as done:
        return done.thing
    except NotAllowed as refusal:
        call = Call.objects.get(pk=application.call_id)
        if call.phase(at) in (CallPhase.CLOSED, CallPhase.BETWEEN):
            raise _too_late(call, at) from refusal
        raise
    application.startup = draft.startup  # its profile may have been filled from the answers
    return application


@once
def resubmit(application: Application, *, by: User, at: datetime) -> Application:
    """Send a returned file again: what its correction opened may differ, everything else is as it was sent
    before.

    Sent twice by the same person it gives the same receipt. Raises Incomplete and NotAllowed.
    """
    facts: dict[str, Any] = {}
    with LIFECYCLE.move(application, "resubmit", by=by, at=at, data=facts) as file:
        correction = policies.open_correction(file)
        opened, contents = correcting.opened(file)
        _require_complete(contents)
        number = 1 + file.revisions.order_by("-number").values_list("number", flat=True)[0]
        revision = snapshot.freeze(file, contents, number=number, lead=by, by=by, at=at)
        consents, before = snapshot.consents_of(contents), snapshot.purposes_but(contents, opened)
        consenting.record_many(by, consents, at=at, about=file, asked_before=before)
        if correction is None:
            raise IllegalMove()
        correction.answered_at = at
        correction.save(update_fields=["answered_at"])
        facts |= {"revision": revision.number, "eligible": file.is_eligible}
        letters.corrections_received(file, correction, to=by, at=at)
    application.startup = file.startup  # its profile may have been filled from the answers
    return application


def receive_on_paper(
    application: Application, *, lead: User, received_at: datetime, by: User, at: datetime
) -> Application:
    """Enter as received a draft whose answers an officer copied from a paper file: as `submit`, in the name of its lead.

    It counts as received when the paper was (`received_at`, checked by the caller); what that paper carries itself
    (documents, signature) is not missing. No consent is recorded and nobody is written to. Raises Incomplete and
    NotAllowed.
    """
    facts: dict[str, Any] = {"received_at": received_at.isoformat()}
    with LIFECYCLE.move(application, "receive_on_paper", by=by, at=at, data=facts) as draft:
        draft.submitted_at = received_at
        contents = Contents.read(draft)
        _require_complete(contents)
        draft.receipt_code = receipt_code()
        snapshot.freeze(draft, contents, number=1, lead=lead, sent_at=received_at, by=by, at=at)
        draft.reference = _next_reference(draft.call)
        facts |= {"reference": draft.reference, "eligible": draft.is_eligible}
    application.startup = draft.startup  # its profile may have been filled from the answers
    return application


def receipt_code() -> str:
    """Return a short code that can be read aloud: "K7F-4MQ"."""
    code = ids.public_id(6).upper()
    return f"{code[:3]}-{code[3:]}"


def _too_late(call: Call, at: datetime) -> DeadlinePassed:
    told = gettext("Sending stopped on %(moment)s. Your draft is kept and stays readable.")
    return DeadlinePassed(told % {"moment": typography.moment(call.closing(at) or call.closes_at)})


def _require_complete(contents: Contents) -> None:
    if missing := contents.missing():
        raise Incomplete(missing)


def _next_reference(call: Call) -> str:
    """Take the next number of a published call. Raises DeadlinePassed when the call has ended meanwhile.

    Call it once nothing else is looked up: the call's row stays locked until the transaction ends, and the other
    sendings of the call wait for it.
    The lock keeps the numbers without gaps, and lets nobody send into a call that is cancelled at the same moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [call.pk, CallState.PUBLISHED])
        counted = cursor.fetchone()
    if counted is None:
        call.refresh_from_db(fields=["state"])
        raise DeadlinePassed(policies.closed_sentence(call, call.opens_at))
    return f"{call.reference}-{counted[0]:04d}"
