"""Opening the record of a start-up: hidden, with its lead."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from incubator.core import clock, ids
from incubator.people.models import Actor, User
from incubator.startups.models import Membership, Startup
from incubator.startups.states import MemberRole
from incubator.workflow import audit
from incubator.workflow.acting import acting

LONGEST_SLUG = 60


def found(name: str, *, lead: User, by: Actor, at: datetime) -> Startup:
    """Create a start-up, hidden, with its lead as first member. Audited as `startup.found`."""
    name = " ".join(name.split())[:255]
    with acting(by):
        startup = _named(name, at)
        Membership.objects.create(
            startup=startup, person=lead, role=MemberRole.LEAD, from_on=clock.local_day(at)
        )
        audit.record("startup.found", startup, by=by, at=at, lead=lead.public_id)
    return startup


def found_for_somebody(name: str, *, by: Actor, at: datetime) -> Startup:
    """Create a start-up, hidden, whose lead is not known yet: an agent enters it with somebody beside them."""
    name = " ".join(name.split())[:255]
    with acting(by):
        startup = _named(name, at)
        audit.record("startup.found", startup, by=by, at=at)
    return startup


def give_to(startup: Startup, *, lead: User, by: Actor, at: datetime) -> Membership:
    """Make its first lead of the person a start-up was entered for. Audited as `startup.give`."""
    with acting(by):
        made, _new = Membership.objects.get_or_create(
            startup=startup, person=lead, until_on=None,
            defaults={"role": MemberRole.LEAD, "from_on": clock.local_day(at)},
        )  # fmt: skip
        audit.record("startup.give", startup, by=by, at=at, lead=lead.public_id)
    return made


def _named(name: str, at: datetime) -> Startup:
    """Create a start-up under a free slug; somebody who took it at the same instant leaves it to the other."""
    try:
        with transaction.atomic():
            return Startup.objects.create(name=name, slug=free_slug(name), created_at=at)
    except IntegrityError:
        slug = f"{free_slug(name)[:LONGEST_SLUG]}-{ids.public_id(6)}"
        return Startup.objects.create(name=name, slug=slug, created_at=at)


def free_slug(name: str) -> str:
    """Return a slug for `name` that no start-up has: with a number where several are called the same."""
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "projet"
    taken = set(Startup.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    numbered = (f"{base}-{number}" for number in range(2, 100))
    return next((slug for slug in numbered if slug not in taken), f"{base}-{ids.public_id(6)}")
