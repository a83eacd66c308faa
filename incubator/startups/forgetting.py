"""Whose start-ups are nobody else's (`core/forgetting.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from incubator.core.clock import local_day
from incubator.core.forgetting import Obstacle, Subject, goes_with, prevents
from incubator.people.models import User
from incubator.startups.models import Membership, Startup
from incubator.startups.states import MemberRole


def alone_in(person: User) -> QuerySet[Startup]:
    """Return the start-ups of which the person is the whole team today, still there to be erased."""
    others = Membership.objects.filter(startup=OuterRef("pk"), until_on=None).exclude(person=person)
    return Startup.objects.of(person).filter(~Exists(others), erased_at=None)


def nobodys() -> QuerySet[Startup]:
    """Return the start-ups that nobody belongs to any more, still there to be erased."""
    members = Membership.objects.filter(startup=OuterRef("pk"), until_on=None)
    return Startup.objects.filter(~Exists(members), erased_at=None)


def left_before(instant: datetime) -> QuerySet[Startup]:
    """Return nobody's start-ups whose last member left before the day of an instant, or that never had one since then."""
    left = nobodys().annotate(left_on=Max("memberships__until_on"))
    return left.filter(Q(left_on__lt=local_day(instant)) | Q(left_on=None, created_at__lt=instant))


goes_with(Subject.STARTUP, "accounts.Consent", rows=lambda keys: Q(about="startup", about_id__in=keys))


@prevents(Subject.PERSON)
def startups_led(person: User, at: datetime) -> Iterator[Obstacle]:
    """Who leads a start-up with others gives it to one of them first."""
    led = Startup.objects.filter(
        memberships__person=person,
        memberships__until_on=None,
        memberships__role=MemberRole.LEAD,
        erased_at=None,
    )
    for startup in led.exclude(pk__in=alone_in(person)).order_by("pk"):
        words = _("You lead “%(name)s” with others: ask the centre to name another project lead first.")
        yield Obstacle(words % {"name": startup})
