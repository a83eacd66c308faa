"""Erases a person: their account, what is theirs alone, and nothing that a law or other people hold.

The rows are those that each slice declares (`core/forgetting.py`). Law 2019-014 of Togo gives everybody the right.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.accounts import letters
from incubator.accounts.roles.suspension import LONGEST_REASON
from incubator.accounts.sign_in import devices
from incubator.accounts.states import PERSON
from incubator.applications import forgetting as files_of
from incubator.applications.models import Application, ApplicationMember
from incubator.cohorts.forgetting import never_incubated, with_a_place
from incubator.cohorts.models import Place
from incubator.core import forgetting
from incubator.core.forgetting import Obstacle, Subject
from incubator.core.personal_data import Hold
from incubator.people.models import SYSTEM, Actor, Grant, User
from incubator.startups import forgetting as startups_of
from incubator.startups import profile
from incubator.startups.models import Membership, Startup
from incubator.workflow import audit, values
from incubator.workflow.refusals import NotAllowed, Refused, once
from incubator.workflow.standing import A_STARTUP


class NotYet(Refused):
    """Something must be settled before the person is erased; `obstacles` says what, and where."""

    code = "erased_later"
    default = _("Some things must be settled first. Nothing was erased.")

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__(way_out=" ".join(str(one.sentence) for one in obstacles))


@dataclass(frozen=True)
class Plan:
    """What an erasure would do: what stands in its way, what goes, and how many records stay under each hold."""

    obstacles: list[Obstacle]
    files: list[Application]
    startups: list[Startup]
    held: dict[Hold, int]


def plan(person: User, *, at: datetime) -> Plan:
    """Return what erasing the person would do, without doing anything."""
    files, startups = list(_files(person).select_related("startup")), list(_startups(person))
    held = Counter(forgetting.held(Subject.PERSON, [person.pk]))
    held.update(forgetting.held(Subject.STARTUP, [one.pk for one in startups]))
    held[Hold.TEAM] += (
        ApplicationMember.objects.filter(person=person)
        .exclude(application__in=files_of.alone_in(person))
        .filter(role__in=files_of.IN_THE_TEAM)
        .count()
    )
    held[Hold.INCUBATION] += Place.objects.filter(startup__in=startups_of.alone_in(person)).count()
    found = forgetting.obstacles(Subject.PERSON, person, at)
    return Plan(found, files, startups, {hold: number for hold, number in held.items() if number})


@once
def erase(person: User, *, by: Actor, at: datetime, asked: str = "", again: bool = False) -> User:
    """Erase the person. `asked` says how they asked, where somebody else does it: it is written in the audit.

    `again` is for whoever was erased before a backup put them back (`retention --again`, nobody else's): what stood in
    the way was settled then, and is not asked of the old rows; roles that came back end.

    Raises NotAllowed, BadValues, or NotYet: then nothing is erased.
    """
    address = person.email or person.phone or ""
    missing = "" if by.pk in (None, person.pk) else _("Write how and when the person asked.")
    asked = values.check_text("asked", asked, longest=LONGEST_REASON, missing=missing)
    with transaction.atomic():
        hold(person)
        with PERSON.move(person, "erase", by=by, at=at, data={"asked": asked} if asked else None) as erased:
            _require_no_link(by, erased)
            found = [] if again else forgetting.obstacles(Subject.PERSON, erased, at)
            if found:
                raise NotYet(found)
            erased.grants.in_force(at).update(until_at=at, was_ended=True)
            _erase(erased, at=at)
            if address:
                letters.account_erased(erased, address=address, at=at)
    return person


def hold(person: User) -> None:
    """Lock the person, in the transaction of the caller: what they do in another tab is waited for, or refused."""
    list(Grant.objects.select_for_update().filter(person=person).order_by("pk").values_list("pk"))
    User.objects.select_for_update().get(pk=person.pk)


def _require_no_link(by: Actor, person: User) -> None:
    """Refuse an administrator who declared a link with a start-up of the person. Raises NotAllowed."""
    if by.pk in (None, person.pk):
        return
    mine = Startup.objects.filter(Q(memberships__person=person) | Q(applications__team__person=person))
    if mine.exclude(pk__in=A_STARTUP.apart(Startup.objects.all(), by).values("pk")).exists():
        raise NotAllowed(_("You have a link with a start-up of this person: another administrator does it."))


def _erase(person: User, *, at: datetime) -> None:
    """Erase what is theirs, and leave the person as a row that names nobody."""
    devices.end_others(person, None, by=SYSTEM, at=at)
    mine = list(_startups(person))
    erase_files(list(_files(person).select_for_update(of=("self",))), by=SYSTEM, at=at)
    Membership.objects.filter(person=person, until_on=None).update(until_on=at.date())
    alone = startups_of.nobodys().filter(pk__in=[one.pk for one in mine])
    erase_startups(list(alone.filter(never_incubated())), by=SYSTEM, at=at)
    forgetting.forget(Subject.PERSON, [person.pk])
    person.refresh_from_db()
    person.is_active = False
    person.groups.clear()


def erase_files(files: Sequence[Application], *, by: Actor, at: datetime) -> None:
    """Erase what some files said, in the transaction of the caller; their numbers and states stay, for the counts."""
    keys = [file.pk for file in files]
    forgetting.forget(Subject.FILE, keys)
    Application.objects.filter(pk__in=keys).update(erased_at=at, words_due=False)
    audit.record_many("application.erase", files, by=by, at=at)


def erase_startups(startups: Sequence[Startup], *, by: Actor, at: datetime) -> None:
    """Erase what some start-ups said, in the transaction of the caller; what was published of them is hidden first."""
    keys = [startup.pk for startup in startups]
    for startup in Startup.objects.published().filter(pk__in=keys):
        profile.hide(startup, by=SYSTEM, at=at)
    erase_files(list(Application.objects.filter(startup__in=keys, erased_at=None)), by=by, at=at)
    forgetting.forget(Subject.STARTUP, keys)
    Startup.objects.filter(pk__in=keys).update(erased_at=at)
    audit.record_many("startup.erase", Startup.objects.filter(pk__in=keys).order_by("pk"), by=by, at=at)


def _files(person: User) -> QuerySet[Application]:
    """Return the files that go with the person: theirs alone, of a start-up that holds no place."""
    held = Place.objects.values("startup")
    others = Membership.objects.filter(until_on=None).exclude(person=person).values("startup")
    return files_of.alone_in(person).exclude(startup__in=held).exclude(startup__in=others).order_by("pk")


def _startups(person: User) -> QuerySet[Startup]:
    """Return the start-ups that go with the person: theirs alone, or of their files alone, and never incubated."""
    mine = Q(pk__in=startups_of.alone_in(person)) | Q(
        pk__in=startups_of.nobodys(), applications__in=_files(person)
    )
    elsewhere = Application.objects.filter(startup=OuterRef("pk"), erased_at=None).exclude(
        pk__in=_files(person)
    )
    found = Startup.objects.filter(mine).filter(~Exists(with_a_place()), ~Exists(elsewhere))
    return found.distinct().order_by("pk")
