"""Keys to the API: shown once, kept as a hash, limited to named acts, ending by themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.accounts.models import ApiToken
from incubator.accounts.states import SCOPES, TOKEN_DAYS
from incubator.people.models import Actor, User
from incubator.workflow import audit, values
from incubator.workflow.acting import acting

PREFIX = "pep_"
LONGEST_NAME = 80
LONGEST_LIFE = timedelta(days=max(TOKEN_DAYS))
LAST_USE_KEPT_EVERY = timedelta(minutes=1)


def hashed(plain: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(plain.encode()).hexdigest()


def make(
    person: User, *, name: str, scopes: list[str], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token; return it with its text, which is shown once and cannot be read again. Raises BadValues."""
    name = values.check_text("name", name, longest=LONGEST_NAME, missing=_("Write what the token is for."))
    if not scopes or not set(scopes) <= set(SCOPES):
        values.refuse("scopes", values.not_offered())
    if not at < expires_at <= at + LONGEST_LIFE:
        values.refuse("expires_at", values.not_offered())
    plain = PREFIX + secrets.token_urlsafe(32)
    with acting(by):
        token = ApiToken.objects.create(
            person=person,
            name=name,
            token_hash=hashed(plain),
            scopes=sorted(scopes),
            expires_at=expires_at,
            created_at=at,
        )
        audit.record("apitoken.make", token, by=by, at=at, scopes=token.scopes)
    return token, plain


def revoke(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """End a token from now on; ending it twice is ending it once."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            audit.record("apitoken.revoke", token, by=by, at=at)


def revoke_all(person: User, *, by: Actor, at: datetime) -> int:
    """End every token of a person; return how many there were."""
    alive = list(ApiToken.objects.filter(person=person, revoked_at=None))
    for token in alive:
        revoke(token, by=by, at=at)
    return len(alive)


def holder(plain: str, *, at: datetime) -> ApiToken | None:
    """Return the live token of this text with its person, and keep its last use (once a minute at most)."""
    token = (
        ApiToken.objects.filter(
            token_hash=hashed(plain), revoked_at=None, expires_at__gt=at, person__is_active=True
        )
        .select_related("person")
        .first()
    )
    if token is None:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - LAST_USE_KEPT_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
    return token
