"""Six-digit codes: sent to a contact, alive 20 minutes, several at once, each opening the door once."""

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
from incubator.accounts.states import CODE_ATTEMPTS, CODE_LIFE


def can_reach(door: contacts.Door) -> bool:
    """Tell whether a code can be sent there: telephones need a provider of short messages."""
    return not door.is_phone or bool(settings.SMS_PROVIDER)


def hashed(door: contacts.Door, code: str) -> str:
    """Return the keyed hash of a code, bound to its contact."""
    return salted_hmac("accounts.code", f"{door}\x1f{code}", algorithm="sha256").hexdigest()


def send(door: contacts.Door, *, language: str, address: str, at: datetime) -> SignInCode:
    """Make a code and send it; codes sent before stay alive. Raises TooManyAttempts.

    Nothing differs between a known and an unknown contact.
    """
    throttling.consume(throttling.SEND, str(door), address, at=at)
    digits = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        code = SignInCode.objects.create(
            kind=door.kind,
            value=door.value,
            code_hash=hashed(door, digits),
            expires_at=at + CODE_LIFE,
            created_at=at,
        )
        letters.sign_in_code(
            to=contacts.person_of(door),
            address=door.value,
            digits=digits,
            language=language,
            expires_at=code.expires_at,
            at=at,
        )
    return code


def use(door: contacts.Door, digits: str, *, address: str, at: datetime) -> bool:
    """Use up the code these digits are; a wrong entry counts against every code alive.

    Raises TooManyAttempts.
    """
    throttling.consume(throttling.TRY, str(door), address, at=at)
    typed = hashed(door, digits)
    with transaction.atomic():
        alive = SignInCode.objects.select_for_update().filter(
            kind=door.kind, value=door.value, used_at=None, expires_at__gt=at, attempts__lt=CODE_ATTEMPTS
        )
        matching = [code.pk for code in alive if compare_digest(code.code_hash, typed)]
        if not matching:
            SignInCode.objects.filter(pk__in=[code.pk for code in alive]).update(attempts=F("attempts") + 1)
            return False
        # The condition again: of two entries of the same code, one alone changes the row.
        return SignInCode.objects.filter(pk=matching[0], used_at=None).update(used_at=at) == 1


def forget(*, before: datetime) -> int:
    """Delete codes that ended before an instant; return how many."""
    return SignInCode.objects.filter(expires_at__lt=before).delete()[0]
