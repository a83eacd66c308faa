"""Keys to the API: shown once, kept as a hash, limited to named acts, ending by themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from incubator.accounts.models import ApiToken
from incubator.people.models import Actor, User
from incubator.workflow import audit

PREFIX = "pep_"
LAST_USE_KEPT_EVERY = timedelta(minutes=1)


def hashed(plain: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(plain.encode()).hexdigest()


def make(
    person: User, *, name: str, scopes: list[str], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token; return it with its text, which is shown once and cannot be read again."""
    plain = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
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
