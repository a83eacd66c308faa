"""What allauth asks of us."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from incubator.core import client_address, encryption
from incubator.people.models import User

_holder: ContextVar[str] = ContextVar("holder of the second factor")


def seed_context(person: User) -> str:
    """Return what a person's seeds are bound to: copied to another person's row they do not open."""
    return f"mfa.authenticator.data:{person.public_id}"


@contextmanager
def held_by(person: User) -> Iterator[None]:
    """Say whose second factor is read or written; allauth's hooks do not tell."""
    mark = _holder.set(seed_context(person))
    try:
        yield
    finally:
        _holder.reset(mark)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by our own door, never by allauth's sign-up."""

    def is_open_for_signup(self, request: object) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address.of(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of TOTP and of recovery codes are sealed at rest, bound to their person."""

    def encrypt(self, text: str) -> str:
        return encryption.seal(text, context=_holder.get())

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.unseal(encrypted_text, context=_holder.get())
