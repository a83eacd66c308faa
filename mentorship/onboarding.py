"""How a person becomes a mentor: invited, approved by the centre, active once the charter is signed."""

from collections.abc import Iterable
from datetime import datetime

from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting, joining
from incubator.core.bilingual import LANGUAGES
from incubator.core.holding import hold
from incubator.people.models import SYSTEM, Actor, User
from incubator.people.states import ContactKind, Role
from incubator.startups.models import Sector
from incubator.workflow import audit, deciding, values, versions
from incubator.workflow.acting import acting, halting
from incubator.workflow.refusals import once
from incubator.workflow.versions import Read
from mentorship import letters, matching
from mentorship.models import Mentor
from mentorship.states import MENTOR

MOST_HOURS = 80
FIELDS = ("expertise", "languages", "hours_a_month")


def invite(
    person: User,
    *,
    expertise: str = "",
    sectors: Iterable[Sector] = (),
    languages: Iterable[str] = ("fr",),
    hours_a_month: int = 4,
    by: Actor,
    at: datetime,
) -> Mentor:
    """Write a person into the list of mentors and tell them. A person already there stays as they are."""
    with acting(by):
        deciding.require("mentor.invite", by, None, at)
        hold(person)
        standing = Mentor.objects.filter(person=person).first()
        if standing is not None:
            return standing
        mentor = Mentor(
            person=person,
            expertise=expertise,
            languages=list(languages),
            hours_a_month=hours_a_month,
            created_at=at,
        )
        _check(mentor)
        mentor.save()
        mentor.sectors.set(sectors)
        audit.record("mentor.invite", mentor, by=by, at=at)
        letters.mentor_invited(mentor, by=by, at=at)
    return mentor


def invite_by_email(
    email: str,
    *,
    full_name: str,
    expertise: str = "",
    sectors: Iterable[Sector] = (),
    by: Actor,
    at: datetime,
) -> Mentor:
    """Invite the person of an e-mail address, known or not yet."""
    with acting(by):
        deciding.require("mentor.invite", by, None, at)
        door = Door(ContactKind.EMAIL, email.strip().lower())
        person = joining.expect(door, full_name=full_name, language="fr", by=by, at=at)
        return invite(person, expertise=expertise, sectors=sectors, by=by, at=at)


@once
def approve(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    """Approve a mentor: the space opens and the charter waits for a signature."""
    with MENTOR.move(mentor, "approve", by=by, at=at) as approved:
        # The role follows from the centre's approval, which the policy of this move decided.
        granting.grant(approved.person, Role.MENTOR, by=SYSTEM, at=at)
        letters.mentor_approved(approved, by=by, at=at)
    return approved


@once
def sign_charter(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    """Sign the charter on screen: from then on the mentor may meet start-ups."""
    with MENTOR.move(mentor, "activate", by=by, at=at) as signed:
        signed.charter_signed_at = at
    return signed


def update(
    mentor: Mentor,
    *,
    sectors: Iterable[Sector] | None = None,
    by: Actor,
    at: datetime,
    read: Read | None = None,
    **fields: object,
) -> Mentor:
    """Write what the mentor offers (names outside FIELDS are an error). Audited with the names only.

    `read` says what the writer had read. Raises NotAllowed, BadValues for what no form offers, or ChangedMeanwhile
    where another page wrote something else.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not fields of a mentor: {', '.join(sorted(unknown))}")
    with acting(by):
        deciding.require("mentor.update", by, mentor, at)
        locked = Mentor.objects.select_for_update().get(pk=mentor.pk)
        now = {name: getattr(locked, name) for name in fields} | {"sectors": list(locked.sectors.all())}
        typed = fields if sectors is None else {**fields, "sectors": list(sectors)}
        written = versions.merged(typed, now, read)
        changed = [name for name in fields if name in written]
        for name in changed:
            setattr(locked, name, written[name])
        _check(locked)
        locked.save(update_fields=changed)
        if "sectors" in written:
            locked.sectors.set(written["sectors"])
        audit.record("mentor.update", mentor, by=by, at=at, fields=sorted(fields))
    for name in fields:
        setattr(mentor, name, getattr(locked, name))
    return mentor


def _check(mentor: Mentor) -> None:
    values.check(mentor, "expertise")
    values.check_number("hours_a_month", mentor.hours_a_month, least=1, most=MOST_HOURS)
    if not set(mentor.languages) <= set(LANGUAGES):
        values.refuse("languages", values.not_offered())


def pause(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    """Pause: no new report, the matches stay."""
    return _move(mentor, "pause", by, at)


def resume(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    """Resume after a pause."""
    return _move(mentor, "resume", by, at)


@once
def end(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    """End the mentoring with all its matches; the role ends too."""
    with halting(mentor.person, by=by):
        return _end(mentor, by=by, at=at)


def _end(mentor: Mentor, *, by: Actor, at: datetime) -> Mentor:
    with MENTOR.move(mentor, "end", by=by, at=at) as ended:
        for match in ended.matches.standing().select_related("mentor", "startup"):
            matching.end(match, by=by, at=at)
        for given in ended.person.grants.in_force(at).filter(role=Role.MENTOR):
            granting.revoke(given, by=SYSTEM, at=at)
    return ended


@once
def _move(mentor: Mentor, name: str, by: Actor, at: datetime) -> Mentor:
    with MENTOR.move(mentor, name, by=by, at=at) as moved:
        pass
    return moved
