"""Late codes: one person makes one with its reason, another confirms it, a lead types it on a draft that is closed."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from incubator.accounts.sign_in import throttling
from incubator.accounts.sign_in.throttling import Rate
from incubator.applications.models import Application, LateCode, LateEntry
from incubator.applications.states import LIFECYCLE, State
from incubator.core import ids
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused

LENGTH = 12
MOST_USES = 200
LONGEST_REASON = 1000
TYPED = (Rate("late_code_here", 10, timedelta(minutes=15)), Rate("late_code", 30, timedelta(hours=1)))
SALT = "applications.late_code"


class CodeRefused(Refused):
    """The code is unknown, not confirmed, used up, expired or stopped: one sentence for all of them."""

    code = "code_refused"
    default = _(
        "This code does not open this call. Check it with the person who gave it to you, or call the centre."
    )


class LateCodeRefused(Refused):
    """What an officer asks for does not make a code."""

    code = "late_code_refused"


@an_act
def make(
    call: Call, *, reason: str, expires_at: datetime, uses: int = 1, by: User, at: datetime
) -> tuple[LateCode, str]:
    """Make a code and return it with its text, which is shown once. It opens nothing before a second person confirms it."""
    deciding.require("call.make_late_code", by, call, at)
    reason = values.check_text("reason", reason, longest=LONGEST_REASON)
    if not reason:
        raise LateCodeRefused(_("Say why a file may come late: it goes into the minutes."))
    if expires_at <= at:
        raise LateCodeRefused(_("The code must expire at an instant to come."))
    if not 1 <= uses <= MOST_USES:
        raise LateCodeRefused(_("A code is for one file to two hundred."))
    if call.state != CallState.PUBLISHED:
        raise LateCodeRefused(_("A late code is for a published call whose results are not out."))
    text = ids.public_id(LENGTH).upper()
    made = LateCode.objects.create(
        call=call, code_hash=_hash(text), reason=reason, expires_at=expires_at, uses_allowed=uses,
        uses_left=uses, made_at=at, made_by=by,
    )  # fmt: skip
    audit.record("call.make_late_code", call, by=by, at=at, late_code=made.public_id, uses=uses)
    return made, "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def confirm(late_code: LateCode, *, by: User, at: datetime) -> LateCode:
    """Make a code good: another person than the one who made it. Twice by the same person changes nothing."""
    with acting(by):
        locked = LateCode.objects.select_for_update().select_related("call").get(pk=late_code.pk)
        deciding.require("late_code.confirm", by, locked, at)
        if locked.confirmed_at is None:
            if locked.stopped_at is not None or locked.expires_at <= at:
                raise LateCodeRefused(_("This code has expired or was stopped: make another one."))
            locked.confirmed_at, locked.confirmed_by = at, by
            locked.save(update_fields=["confirmed_at", "confirmed_by"])
            audit.record("call.confirm_late_code", locked.call, by=by, at=at, late_code=locked.public_id)
    return locked


def stop(late_code: LateCode, *, by: User, at: datetime) -> None:
    """Let nobody else in with this code; files it let in keep their date."""
    with acting(by):
        deciding.require("call.make_late_code", by, late_code.call, at)
        if LateCode.objects.filter(pk=late_code.pk, stopped_at=None).update(stopped_at=at):
            audit.record("call.stop_late_code", late_code.call, by=by, at=at, late_code=late_code.public_id)


def use(application: Application, typed: str, *, by: User, at: datetime) -> Application:
    """Let a draft in with a code: it is written and sent until the code expires.

    The last use goes to one file only: the UPDATE counts down over what is left. The same file types it again for
    nothing. Raises CodeRefused, TooManyAttempts or NotAllowed. Audited as `application.let_in`.
    """
    throttling.consume(TYPED, f"person:{by.public_id}", application.public_id, at=at)
    with acting(by):
        draft = LIFECYCLE.locked(application)
        deciding.require("application.let_in", by, draft, at)
        found = LateCode.objects.filter(call=draft.call, code_hash=_hash(typed)).first()
        if draft.state != State.DRAFT or found is None or found.expires_at <= at:
            raise CodeRefused()
        if not draft.late_entries.filter(code=found).exists():
            _count(found, at)
            LateEntry.objects.create(code=found, application=draft, entered_at=at, entered_by=by)
            audit.record("application.let_in", draft, by=by, at=at, late_code=found.public_id)
        draft.late_until = max(found.expires_at, draft.late_until or found.expires_at)
        draft.save(update_fields=["late_until"])
    throttling.give_back(TYPED, f"person:{by.public_id}", application.public_id, at=at)
    application.late_until = draft.late_until
    return application


def _count(found: LateCode, at: datetime) -> None:
    """Take one use; refuse when none is left, or the code is not good at that instant."""
    good = LateCode.objects.filter(pk=found.pk, uses_left__gt=0, stopped_at=None, expires_at__gt=at)
    if not good.exclude(confirmed_at=None).update(uses_left=F("uses_left") - 1):
        raise CodeRefused()


def _hash(typed: str) -> str:
    """A keyed hash of the letters and digits, whatever stands between them."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    return salted_hmac(SALT, letters, algorithm="sha256").hexdigest()
