"""A file entered with somebody who has no connection: opened by an agent, confirmed by the person, then theirs alone.

Nothing of the person's account is shown to the agent: what is known of them is not filled in. The agent sends nothing:
the person's code or signature does, in the person's name, and the agent loses the file with the same act.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.accounts import consenting, contacts
from incubator.accounts.consenting import Words
from incubator.accounts.contacts import Door
from incubator.accounts.roles import joining
from incubator.accounts.sign_in import throttling
from incubator.accounts.states import CODE_ATTEMPTS, CODE_LIFE, NEVER_APPLICANTS
from incubator.applications.assistance import letters
from incubator.applications.filling import drafting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.prefill import Known
from incubator.applications.models import Application, ApplicationMember, Assistance, Method
from incubator.applications.states import State, TeamRole
from incubator.applications.submission import sending
from incubator.core.holding import hold
from incubator.files import several
from incubator.forms.types import parse, stored
from incubator.people.models import User
from incubator.people.states import ContactKind, Role
from incubator.programmes.models import Call, FormVersion
from incubator.startups import founding
from incubator.ui import typography
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import NotAllowed, Refused

SIGNATURE_FORMATS, SIGNATURE_BYTES = ("pdf", "jpg", "png"), 2_000_000
LONGEST_NAME = 160
REMIND_AFTER = timedelta(days=3)
CONSENT = gettext_lazy(
    "The person beside me asks me to enter their application, has heard what it is used for, and knows that nothing is"
    " sent before they have confirmed it."
)


class WrongConfirmation(Refused):
    """The code does not match, is over, or was never sent."""

    status = 422
    code = "wrong_confirmation"
    default = gettext_lazy(
        "This code does not match, or is over. Check it with the person, or send another one."
    )


class NotThem(Refused):
    """The contact is that of somebody who may not apply: the agent, or staff."""

    code = "not_them"
    default = gettext_lazy(
        "This telephone is that of somebody who works for a town hall or the centre. Correct it first."
    )


@an_act
def open_file(call: Call, *, name: str, phone: str = "", by: User, at: datetime) -> Application:
    """Open a draft for somebody present, with their agreement given aloud; `phone` is E.164 or "".

    The same person's file, opened by this agent and still to be confirmed, comes back (without a telephone, only while
    nothing is written in it: there are namesakes). Audited as `assistance.open`. Raises NotAllowed and NotThem.
    """
    deciding.require("assistance.open", by, call, at)
    name = values.check_text("name", name, longest=LONGEST_NAME, missing=_("Write the name of the person."))
    phone = _number(phone)
    if call.form_version_id is None:
        raise NotAllowed(_("The form of this call is not ready yet."))
    _require_somebody_else(phone, by, at)
    hold(by)
    standing = _standing(call, name, phone, by)
    if standing is not None:
        return standing
    version = FormVersion.objects.get(pk=call.form_version_id)
    startup = founding.found_for_somebody(
        _("Project %(of_person)s") % {"of_person": typography.of(name)}, by=by, at=at
    )
    application = Application.objects.create(
        call=call, startup=startup, form_version=version, created_at=at, changed_at=at
    )
    ApplicationMember.objects.create(application=application, person=by, role=TeamRole.AGENT)
    drafting.write_first_rows(application, _known(application, phone), by=by, at=at)
    made = Assistance.objects.create(
        application=application, agent=by, commune=_commune(by, at), name=name, phone=phone,
        wording=fingerprint(), created_at=at,
    )  # fmt: skip
    audit.record("assistance.open", application, by=by, at=at, call=call.reference, wording=made.wording)
    return application


def _standing(call: Call, name: str, phone: str, by: User) -> Application | None:
    files = Application.objects.filter(
        call=call, assistance__agent=by, assistance__confirmed_at=None, assistance__phone=phone,
        assistance__name=name,
    ).exclude(state=State.WITHDRAWN)  # fmt: skip
    return (files if phone else files.filter(changed_at=F("created_at"))).order_by("pk").first()


def fingerprint() -> str:
    """Return what identifies the words that were read to the person."""
    return hashlib.sha256(str(CONSENT).encode()).hexdigest()


def _words_read(assistance: Assistance) -> Words:
    """Return the words that were read to the person, in the language they were read in."""
    for language in ("fr", "en"):
        with translation.override(language):
            if assistance.wording == fingerprint():
                return Words.of(str(CONSENT), assistance.wording)
    return Words(assistance.wording)


def _commune(agent: User, at: datetime) -> object:
    grants = agent.grants.in_force(at).filter(role=Role.AGENT).select_related("commune").order_by("-from_at")
    return next((grant.commune for grant in grants if grant.commune_id), None)


def _known(application: Application, phone: str) -> Known:
    fields = definition_of(application.form_version).fields()
    return {
        field.key: (stored(parse(field, phone)), "")
        for field in fields
        if phone and field.maps_to == "lead_phone"
    }


def _number(phone: str) -> str:
    return contacts.checked(Door(ContactKind.PHONE, phone)).value if phone else ""


def _require_somebody_else(phone: str, agent: User, at: datetime) -> None:
    """Refuse the number of the agent, or of staff. Whether a number has an account is told to nobody."""
    person = contacts.person_of(Door(ContactKind.PHONE, phone), proved=True) if phone else None
    if person is not None and (person == agent or person.has_role(*NEVER_APPLICANTS, at=at)):
        raise NotThem()


@an_act
def change_phone(assistance: Assistance, phone: str, *, by: User, at: datetime) -> None:
    """Give the person's number, or correct it; a code sent before no longer confirms. Raises NotAllowed, NotThem."""
    deciding.require("assistance.confirm", by, assistance.application, at)
    phone = _number(phone)
    _require_somebody_else(phone, by, at)
    Assistance.objects.filter(pk=assistance.pk).update(phone=phone, code_hash="", code_expires_at=None)
    assistance.refresh_from_db()


def send_code(assistance: Assistance, *, by: User, at: datetime) -> None:
    """Send the person a code by SMS; it opens no account, it only confirms this file. Raises TooManyAttempts."""
    deciding.require("assistance.confirm", by, assistance.application, at)
    if not assistance.phone:
        raise Refused(_("Write the person's telephone number first."))
    throttling.consume(throttling.SEND, f"assistance:{assistance.phone}", str(by.pk), at=at)
    digits = f"{secrets.randbelow(10**6):06d}"
    with acting(by):
        deciding.require("assistance.confirm", by, assistance.application, at)
        assistance.code_hash = _hashed(assistance, digits)
        assistance.code_expires_at, assistance.code_attempts = at + CODE_LIFE, 0
        assistance.save(update_fields=["code_hash", "code_expires_at", "code_attempts"])
        letters.code(assistance, digits, at=at)


def _hashed(assistance: Assistance, digits: str) -> str:
    value = f"{assistance.pk}\x1f{assistance.phone}\x1f{digits}"
    return salted_hmac("applications.assistance", value, algorithm="sha256").hexdigest()


def confirm_by_code(
    assistance: Assistance, digits: str, *, sends: bool, by: User, at: datetime
) -> Application:
    """The person's code confirms: the file is theirs and, with `sends`, sent in their name.

    Raises WrongConfirmation, `submission.Incomplete`, NotAllowed; the file is then as it was.
    """
    deciding.require("assistance.confirm", by, assistance.application, at)
    alive = Assistance.objects.waiting().filter(
        pk=assistance.pk, code_expires_at__gt=at, code_attempts__lt=CODE_ATTEMPTS
    )
    typed, found = _hashed(assistance, digits), alive.first()
    if found is None or not found.code_hash or not compare_digest(found.code_hash, typed):
        alive.update(code_attempts=F("code_attempts") + 1)
        raise WrongConfirmation()
    with acting(by):
        deciding.require("assistance.confirm", by, assistance.application, at)
        person = joining.register(phone=assistance.phone, full_name=assistance.name, by=by, at=at)
        return _give(assistance, person, Method.CODE, sends=sends, by=by, at=at)


@an_act
def confirm_by_signature(
    assistance: Assistance, uploads: Sequence[UploadedFile], *, by: User, at: datetime
) -> Application:
    """The signed summary, photographed, confirms and sends: somebody without a telephone has no other way.

    Raises `storing.FileRefused`, `submission.Incomplete`, NotAllowed; the file is then as it was.
    """
    deciding.require("assistance.confirm", by, assistance.application, at)
    if not uploads:
        raise Refused(_("Take a photo of the signed summary first."))
    missing = Contents.read(assistance.application).missing()
    if missing:
        raise sending.Incomplete(missing)
    signed = several.keep(
        uploads, most=1, record="assistance", record_id=assistance.pk, purpose="signature", by=by, at=at,
        formats=SIGNATURE_FORMATS, max_bytes=SIGNATURE_BYTES,
    )  # fmt: skip
    signed.require_all()
    person = _person(assistance, by=by, at=at)
    return _give(assistance, person, Method.SIGNATURE, sends=True, by=by, at=at)


def _person(assistance: Assistance, *, by: User, at: datetime) -> User:
    """The number given is not proved by a signature: whoever holds it proves it when they first come."""
    if not assistance.phone:
        return joining.without_contact(full_name=assistance.name, by=by, at=at)
    door = Door(ContactKind.PHONE, assistance.phone)
    return joining.expect(door, full_name=assistance.name, language="fr", by=by, at=at)


def _give(
    assistance: Assistance, person: User, method: str, *, sends: bool, by: User, at: datetime
) -> Application:
    """Make the file the person's and take it from the agent; both names stand in the audit."""
    _require_somebody_else(assistance.phone, by, at)
    open_ = Assistance.objects.waiting().filter(pk=assistance.pk)
    if not open_.update(confirmed_at=at, confirmed_by=person, method=method, name="", phone="", code_hash=""):
        raise Refused(_("This file has just been confirmed."))
    application = Application.objects.select_related("call", "startup", "form_version").get(
        pk=assistance.application_id
    )
    application.team.filter(role=TeamRole.AGENT).delete()
    ApplicationMember.objects.create(application=application, person=person, role=TeamRole.LEAD)
    founding.give_to(application.startup, lead=person, by=by, at=at)
    consenting.record(
        person, "assisted_entry", wording=_words_read(assistance), given=True, at=at, about=application, by=by
    )
    audit.record("assistance.confirm", application, by=person, at=at, agent=by.public_id, method=method)
    if sends:
        return sending.submit(application, by=person, at=at)
    letters.yours(application, person, at=at)
    return application


def remind(*, at: datetime) -> int:
    """Write to agents whose files wait for a confirmation, every three days while the call is open; return how many."""
    told = 0
    for each in Assistance.objects.to_remind(at, before=at - REMIND_AFTER).select_related(
        "agent", "application__call"
    ):
        with transaction.atomic():
            due = Assistance.objects.to_remind(at, before=at - REMIND_AFTER).filter(pk=each.pk)
            if due.update(reminded_at=at):
                letters.waiting(each, at=at)
                told += 1
    return told
