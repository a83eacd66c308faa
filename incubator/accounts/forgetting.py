"""Accounts that nobody uses any more: their people are warned, and a month later the account is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from incubator.accounts import letters
from incubator.accounts.models import Device
from incubator.core import clock
from incubator.core.forgetting import Obstacle, Subject, prevents
from incubator.notifications.models import Message
from incubator.people.models import Grant, User
from incubator.people.privacy import ACCOUNT
from incubator.people.states import PersonState, Role

WARNED_FOR = timedelta(days=30)


def unused_since(instant: datetime, at: datetime) -> QuerySet[User]:
    """Return the people without a role in force whose account was last used before an instant; a suspension stays."""
    seen = Device.objects.filter(person=OuterRef("pk")).order_by("-seen_at")
    used = Greatest(
        "created_at",
        Coalesce("last_login", "created_at"),
        Coalesce(Subquery(seen.values("seen_at")[:1]), "created_at"),
    )
    in_force = Grant.objects.in_force(at).filter(person=OuterRef("pk"))
    people = User.objects.exclude(state__in=(PersonState.ANONYMISED, PersonState.SUSPENDED)).filter(
        ~Exists(in_force)
    )
    return people.annotate(used_at=used).filter(used_at__lt=instant)


def over(at: datetime) -> QuerySet[User]:
    """Return the people whose account is over: unused for as long as it is kept, and warned a month ago."""
    warned = _warnings().filter(created_at__lte=at - WARNED_FOR)
    return unused_since(clock.months_before(at, ACCOUNT.kept.months), at).filter(Exists(warned))


def to_warn(at: datetime) -> QuerySet[User]:
    """Return those whose account ends in a month unless they sign in, and who were not told yet."""
    soon = unused_since(clock.months_before(at, ACCOUNT.kept.months) + WARNED_FOR, at)
    return soon.filter(~Exists(_warnings()))


def warn(person: User, *, at: datetime) -> None:
    """Write to somebody whose account ends in a month unless they sign in."""
    letters.account_ends(person, day=clock.local_day(at + WARNED_FOR), at=at)


def _warnings() -> QuerySet[Message]:
    """Return the warnings of the person of an outer query, since the account was last used."""
    return Message.objects.filter(
        recipient=OuterRef("pk"), kind=letters.ACCOUNT_ENDS, created_at__gte=OuterRef("used_at")
    )


@prevents(Subject.PERSON)
def roles_in_force(person: User, at: datetime) -> Iterator[Obstacle]:
    """Whoever works here, or is about to, stops first: what was in their hands goes to others."""
    held = Grant.objects.filter(Q(until_at=None) | Q(until_at__gt=at), person=person, was_ended=False)
    for role in sorted(set(held.values_list("role", flat=True))):
        words = _("You still have a role here (%(role)s): ask the centre to end it first.")
        yield Obstacle(words % {"role": Role(role).label})
