"""Sending a file, and sending it again after a correction: everything checked, frozen and received at one
instant.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incubator.accounts import consenting
from incubator.applications import answers, correcting, letters, mapping, policies, searching
from incubator.applications.contents import Contents
from incubator.applications.models import Application, Revision
from incubator.applications.states import LIFECYCLE, TeamRole
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import ids
from incubator.people.models import User
from incubator.programmes.form import eligibility
from incubator.programmes.form.completeness import Missing
from incubator.programmes.form.conditions import fields_of
from incubator.programmes.form.definition import Field
from incubator.programmes.form.types import display
from incubator.programmes.models import Call
from incubator.programmes.rules import rules_of
from incubator.programmes.states import CallPhase, CallState
from incubator.startups import profile
from incubator.ui import typography
from incubator.workflow.refusals import AlreadyDone, IllegalMove, NotAllowed, Refused

INTERESTS = "conflict_of_interest"
# Counted and read in one statement: no number is read that another sending could take.
_TAKE_A_NUMBER = (
    "UPDATE programmes_call SET application_counter = application_counter + 1 "
    "WHERE id = %s AND state = %s RETURNING application_counter"
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
        with LIFECYCLE.move(application, "submit", by=by, at=at, data=facts, at_once=True) as draft:
            _with_its_form(draft, application)
            contents = Contents.read(draft)
            _require_complete(contents)
            draft.receipt_code = receipt_code()
            draft.submitted_at = at
            _freeze(draft, contents, number=1, by=by, at=at)
            words = searching.words_in(contents)
            # From here on the call's other sendings wait for this one: as little as can be is done after it.
            draft.reference = _next_reference(draft.call)
            searching.keep(draft, words)
            _record_consents(draft, contents, by=by, at=at, first=True)
            facts |= {"reference": draft.reference, "eligible": draft.is_eligible}
            letters.application_received(draft, to=by, at=at)
    except AlreadyDone as done:
        return done.thing
    except NotAllowed as refusal:
        call = Call.objects.get(pk=application.call_id)
        if call.phase(at) in (CallPhase.CLOSED, CallPhase.BETWEEN):
            raise _too_late(call, at) from refusal
        raise
    return application


def resubmit(application: Application, *, by: User, at: datetime) -> Application:
    """Send a returned file again: what its correction opened may differ, everything else is as it was sent
    before.

    Sent twice by the same person it gives the same receipt. Raises Incomplete and NotAllowed.
    """
    facts: dict[str, Any] = {}
    try:
        with LIFECYCLE.move(application, "resubmit", by=by, at=at, data=facts) as file:
            _with_its_form(file, application)
            correction = policies.open_correction(file)
            contents = correcting.corrected(file)
            _require_complete(contents)
            number = 1 + file.revisions.order_by("-number").values_list("number", flat=True)[0]
            revision = _freeze(file, contents, number=number, by=by, at=at)
            searching.keep(file, searching.words_in(contents))
            _record_consents(file, contents, by=by, at=at, first=number == 1)
            if correction is None:
                raise IllegalMove()
            correction.answered_at = at
            correction.save(update_fields=["answered_at"])
            facts |= {"revision": revision.number, "eligible": file.is_eligible}
            letters.corrections_received(file, correction, to=by, at=at)
    except AlreadyDone as done:
        return done.thing
    application.__dict__.pop("_correction", None)
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
    with LIFECYCLE.move(application, "receive_on_paper", by=by, at=at, data=facts, at_once=True) as draft:
        _with_its_form(draft, application)
        draft.submitted_at = received_at
        contents = Contents.read(draft)
        _require_complete(contents)
        draft.receipt_code = receipt_code()
        _keep(draft, contents, by=by, at=at)
        _revision(draft, contents, number=1, by=lead, at=received_at)
        _name_the_lead(draft, lead)
        words = searching.words_in(contents)
        draft.reference = _next_reference(draft.call)
        searching.keep(draft, words)
        facts |= {"reference": draft.reference, "eligible": draft.is_eligible}
    return application


def receipt_code() -> str:
    """Return a short code that can be read aloud: "K7F-4MQ"."""
    code = ids.public_id(6).upper()
    return f"{code[:3]}-{code[3:]}"


def _with_its_form(locked: Application, given: Application) -> None:
    """Spare the locked copy what the caller's copy has read already and never changes."""
    if given._state.fields_cache.get("startup"):
        locked.startup = given.startup
    if given._state.fields_cache.get("form_version") and locked.form_version_id == given.form_version_id:
        locked.form_version = given.form_version
    if (
        given.call._state.fields_cache.get("programme")
        and locked.call.programme_id == given.call.programme_id
    ):
        locked.call.programme = given.call.programme


def _too_late(call: Call, at: datetime) -> DeadlinePassed:
    told = gettext("Sending stopped on %(moment)s. Your draft is kept and stays readable.")
    return DeadlinePassed(told % {"moment": typography.moment(call.closing(at) or call.closes_at)})


def _require_complete(contents: Contents) -> None:
    if missing := contents.missing():
        raise Incomplete(missing)


def _freeze(application: Application, contents: Contents, *, number: int, by: User, at: datetime) -> Revision:
    """Keep what a complete file says, and its revision; what names its reference is written after it."""
    _keep(application, contents, by=by, at=at)
    revision = _revision(application, contents, number=number, by=by, at=at)
    _name_the_lead(application, by)
    return revision


def _keep(application: Application, contents: Contents, *, by: User, at: datetime) -> None:
    """Write what the answers say: typed columns, eligibility, links, profile."""
    application.changed_at = at
    columns = mapping.fill(application, contents.definition, contents.counted())
    application.documents_count = sum(len(many) for many in contents.files.values())
    _judge(application, contents, by=by, at=at)
    _take_into_profile(application, columns)


def _name_the_lead(application: Application, lead: User) -> None:
    """Whoever came in by a code has no name yet: the file says it, and nobody is asked twice."""
    name = f"{application.lead_first_names} {application.lead_last_name}".strip()
    if name and not lead.full_name:
        User.objects.filter(pk=lead.pk, full_name="").update(full_name=name[:160])
        lead.full_name = name[:160]


def _revision(
    application: Application, contents: Contents, *, number: int, by: User, at: datetime
) -> Revision:
    given, fields = contents.counted(), contents.definition.fields_by_key
    sealed = {key: value for key, value in given.items() if fields[key].data_class == answers.SENSITIVE}
    files = {slug: [file.public_id for file in many] for slug, many in contents.files.items()}
    sums = {slug: [file.sha256 for file in many] for slug, many in contents.files.items()}
    frozen = answers.canonical({"form": application.form_version.sha256, "answers": given, "files": sums})
    revision = Revision(
        application=application,
        number=number,
        form_version=application.form_version,
        answers={key: value for key, value in given.items() if key not in sealed},
        files=files,
        sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        submitted_at=at,
        submitted_by=by,
    )
    revision.sensitive = answers.canonical(sealed) if sealed else ""
    revision.save(force_insert=True)
    return revision


def _judge(application: Application, contents: Contents, *, by: User, at: datetime) -> None:
    """Store what the rules make of the answers; what a register wants to know goes there."""
    rules = rules_of(application.call)
    outcome = eligibility.check(
        rules,
        contents.answers,
        contents.facts,
        contents.closing_on,
        definition=contents.definition,
        sent=True,
    )
    application.is_eligible = outcome.eligible
    application.eligibility = {
        "failed": outcome.failed,
        "registered": outcome.registered,
        "unknown": outcome.unknown,
        "reasons": outcome.reasons,
    }
    for rule in rules:
        if rule["slug"] in outcome.registered and rule["feeds"] == INTERESTS:
            note = _words(contents, fields_of(rule["condition"]))
            declaring.declare(None, application.startup, kind=InterestKind.DECLARED, note=note, by=by, at=at)


def _words(contents: Contents, keys: Sequence[str]) -> str:
    """Return what the answers say, as a note of the register (the whole of it stays in the file)."""
    fields, given = contents.definition.fields_by_key, contents.counted()
    said = [display(fields[key], given.get(key), "fr", contents.facts) for key in keys]
    note = " · ".join(filter(None, said))
    return note if len(note) <= 400 else f"{note[:399]}…"


def _take_into_profile(application: Application, columns: dict[str, Any]) -> None:
    """A start-up that is not published yet is described by what it sent last."""
    lengths = {
        "name": ("startup_name", 255),
        "pitch_fr": ("pitch", 300),
        "rccm": ("rccm", 40),
        "nif": ("nif", 20),
    }
    known = {
        name: columns[column] for name, (column, most) in lengths.items() if len(columns[column]) <= most
    }
    for name, choices in (("stage", profile.Startup.stage), ("legal_form", profile.Startup.legal_form)):
        known[name] = columns[name] if columns[name] in dict(choices.field.flatchoices) else ""
    known |= {"registered_on": columns["registration_date"]}
    known |= {name: columns[name] for name in ("commune_id", "sector_id")}
    profile.take_from_application(application.startup, known)


def _record_consents(
    application: Application, contents: Contents, *, by: User, at: datetime, first: bool
) -> None:
    """Each consent given or refused goes to the ledger, with the fingerprint of the words shown."""
    given = contents.counted()
    items = [
        ((field.purpose or field.key)[:40], _fingerprint(field), given[field.key])
        for field in contents.definition.fields()
        if field.type == "consent" and isinstance(given.get(field.key), bool)
    ]
    # Nothing was agreed to about a file before its first sending.
    consenting.record_many(by, items, at=at, about=application, is_first=first)


def _fingerprint(field: Field) -> str:
    return hashlib.sha256(answers.canonical([field.label, field.help]).encode()).hexdigest()


def _next_reference(call: Call) -> str:
    """Take the next number of the call; whoever sends at the same moment waits for this transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_A_NUMBER, [call.pk, CallState.PUBLISHED])
        taken = cursor.fetchone()
    if taken is None:
        fresh = Call.objects.get(pk=call.pk)
        raise DeadlinePassed(policies.closed_sentence(fresh, fresh.opens_at))
    call.application_counter = taken[0]
    return f"{call.reference}-{taken[0]:04d}"
