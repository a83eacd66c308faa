"""The second factor: a six-digit code of an application (TOTP), and recovery codes printed on the first day.

The records and the arithmetic are allauth's; the instant is the request's, and each code counts once, noted
in the database because several web processes answer.
"""

import base64
from datetime import datetime
from hmac import compare_digest

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.accounts import letters
from incubator.accounts.adapters import held_by, seed_context
from incubator.core import encryption, sealing
from incubator.core.holding import hold
from incubator.people.models import Actor, User
from incubator.people.states import SECOND_FACTOR_ROLES
from incubator.workflow import audit
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused


class WrongCode(Refused):
    """The code of the application does not match."""

    status = 422
    code = "wrong_code"
    default = _(
        "This code does not match. Check the hour of your telephone, then type the code it shows now."
    )


def is_on(person: User) -> bool:
    """Tell whether the person has a second factor."""
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()


def is_required(person: User, *, at: datetime) -> bool:
    """Tell whether the roles held demand one."""
    return settings.SECOND_FACTOR_REQUIRED and person.has_role(*SECOND_FACTOR_ROLES, at=at)


def new_secret() -> str:
    """Return a fresh seed, to be shown and confirmed before anything is stored."""
    return generate_totp_secret()


def picture(person: User, secret: str) -> str:
    """Return the QR code of a seed as an image address."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(person, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def turn_on(person: User, secret: str, code: str, *, at: datetime) -> None:
    """Store the seed once its first code matches, with fresh recovery codes; the person is told.

    Raises WrongCode.
    """
    counter = _matching(secret, code, at)
    if counter is None:
        raise WrongCode()
    with acting(person):
        hold(person)
        Authenticator.objects.filter(user=person).delete()
        with held_by(person):
            Authenticator.objects.create(
                user=person,
                type=Authenticator.Type.TOTP,
                data={"secret": get_adapter().encrypt(secret), "last_counter": counter},
                created_at=at,
            )
            RecoveryCodes.activate(person)
        audit.record("user.second_factor_on", person, by=person, at=at)
        letters.second_factor_changed(person, on=True, at=at)


def turn_off(person: User, *, by: Actor, at: datetime) -> None:
    """Remove the second factor and its recovery codes; the person is told."""
    with acting(by):
        removed, _detail = Authenticator.objects.filter(user=person).delete()
        if removed:
            audit.record("user.second_factor_off", person, by=by, at=at)
            letters.second_factor_changed(person, on=False, at=at)


def verify(person: User, code: str, *, at: datetime) -> bool:
    """Tell whether this is the person's code of now, or an unused recovery code; either counts once."""
    typed = "".join(code.split())
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=person)
        by_type = {row.type: row for row in rows}
        totp = by_type.get(Authenticator.Type.TOTP)
        if totp is None:
            return False
        with held_by(person):
            if len(typed) == app_settings.TOTP_DIGITS:
                return _use_totp(totp, typed, at)
            codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
            return codes is not None and RecoveryCodes(codes).validate_code(typed)


def recovery_codes(person: User) -> list[str]:
    """Return the recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        return []
    with held_by(person):
        return RecoveryCodes(row).get_unused_codes()


def renew_recovery_codes(person: User, *, at: datetime) -> None:
    """Replace the recovery codes: the earlier ones, printed or lost, open nothing any more."""
    with acting(person):
        hold(person)
        Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
        with held_by(person):
            RecoveryCodes.activate(person)
        audit.record("user.recovery_codes", person, by=person, at=at)


def _use_totp(row: Authenticator, code: str, at: datetime) -> bool:
    counter = _matching(get_adapter().decrypt(row.data["secret"]), code, at)
    if counter is None or counter <= row.data.get("last_counter", 0):
        return False
    row.data["last_counter"], row.last_used_at = counter, at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _matching(secret: str, code: str, at: datetime) -> int | None:
    """Return the step of time whose code this is: the present one, its neighbour before or after."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // app_settings.TOTP_PERIOD
    for counter in (now, now - 1, now + 1):
        if compare_digest(format_hotp_value(hotp_value(secret, counter)).encode(), typed.encode()):
            return counter
    return None


def reseal(to_key: str) -> dict[str, int]:
    """Seal every seed again with the first key (part of `rotate_field_keys`); return how many changed."""
    changed = 0
    for row in Authenticator.objects.select_related("user").iterator(chunk_size=200):
        context = seed_context(row.user)
        for name in ("secret", "seed"):
            token = row.data.get(name, "")
            if token and encryption.key_of(token) != to_key:
                row.data[name] = encryption.seal(encryption.unseal(token, context=context), context=context)
                row.save(update_fields=["data"])
                changed += 1
    return {"mfa.authenticator.data": changed}


sealing.ELSEWHERE.append(reseal)
