"""Codes sent to a contact: alive 20 minutes, several at once, all over when one has opened what it was asked for.

A code has six digits. Where an account is attacked it has twelve: nobody guesses these, so nothing that strangers type
keeps their receiver out. Whoever asked for a code, it is its receiver who comes in.
"""

import secrets
from datetime import datetime
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from incubator.accounts import contacts, letters
from incubator.accounts.models import SignInCode
from incubator.accounts.sign_in import throttling
from incubator.accounts.sign_in.sources import Source
from incubator.accounts.sign_in.throttling import LongCodeWanted
from incubator.accounts.states import CODE_ATTEMPTS, CODE_LIFE, LONG_CODE, SHORT_CODE, CodeFor


def can_reach(door: contacts.Door) -> bool:
    """Tell whether a code can be sent there: telephones need a provider of short messages."""
    return not door.is_phone or bool(settings.SMS_PROVIDER)


def hashed(door: contacts.Door, code: str) -> str:
    """Return the keyed hash of a code, bound to its contact."""
    return salted_hmac("accounts.code", f"{door}\x1f{code}", algorithm="sha256").hexdigest()


def send(
    door: contacts.Door, *, language: str, source: Source, at: datetime, purpose: str = CodeFor.SIGN_IN
) -> SignInCode:
    """Make a code and send it; codes sent before stay alive. Raises TooManyAttempts when the last has just left.

    Nothing differs between a known and an unknown contact. What is refused counts nowhere.
    """
    with transaction.atomic():
        digits = _digits(door, source, at)
        code = SignInCode.objects.create(
            kind=door.kind,
            value=door.value,
            purpose=purpose,
            code_hash=hashed(door, digits),
            expires_at=at + CODE_LIFE,
            created_at=at,
        )
        letters.sign_in_code(
            to=contacts.person_of(door),
            address=door.value,
            digits=" ".join(digits[i : i + 4] for i in range(0, LONG_CODE, 4))
            if len(digits) == LONG_CODE
            else digits,
            purpose=purpose,
            language=language,
            expires_at=code.expires_at,
            at=at,
        )
    return code


def _digits(door: contacts.Door, source: Source, at: datetime) -> str:
    """Return a new code, long where short ones were asked for or tried too often; count it. Raises TooManyAttempts."""
    account = str(door)
    throttling.keep_pace(account, source, at=at)
    is_long = throttling.is_attacked(account, source, at=at)
    if not throttling.allows(throttling.SEND, account, source, at=at):
        throttling.slow_down(account, at=at)
        is_long = True
    length = LONG_CODE if is_long else SHORT_CODE
    return f"{secrets.randbelow(10**length):0{length}d}"


def use(
    door: contacts.Door, digits: str, *, source: Source, at: datetime, purpose: str = CodeFor.SIGN_IN
) -> bool:
    """Use up the code these digits are, and every other of the contact and purpose; a wrong entry counts against all
    short ones.

    Raises LongCodeWanted: too many were tried; a code that is asked for now is long, and opens.
    """
    is_short = len(digits) == SHORT_CODE
    if is_short:
        throttling.require_calm(source, at=at)
        throttling.consume(throttling.TRY, str(door), source, at=at, refusal=LongCodeWanted)
    typed = hashed(door, digits)
    with transaction.atomic():
        alive = SignInCode.objects.select_for_update().filter(
            kind=door.kind, value=door.value, purpose=purpose, used_at=None, expires_at__gt=at
        )
        keys = [code.pk for code in alive]
        matching = [
            code.pk
            for code in alive
            if compare_digest(code.code_hash, typed) and (code.attempts < CODE_ATTEMPTS or not is_short)
        ]
        if not matching:
            SignInCode.objects.filter(pk__in=keys, attempts__lt=CODE_ATTEMPTS).update(
                attempts=F("attempts") + 1
            )
            throttling.note_wrong(source, at=at)
            return False
        # The condition again: of two entries of the same code, one alone changes the row.
        is_first = SignInCode.objects.filter(pk=matching[0], used_at=None).update(used_at=at) == 1
        SignInCode.objects.filter(pk__in=keys, used_at=None).update(used_at=at)
        return is_first


def forget(*, before: datetime) -> int:
    """Delete codes that ended before an instant; return how many."""
    return SignInCode.objects.filter(expires_at__lt=before).delete()[0]
