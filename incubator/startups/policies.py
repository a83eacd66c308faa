"""Who may act on a start-up's record and on its public profile."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.people.states import Role
from incubator.startups.models import Membership, Registration, Startup
from incubator.startups.querysets import RegistrationQuerySet, StartupQuerySet
from incubator.startups.states import MemberRole
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.proposals import another_person
from incubator.workflow.standing import Either, Holders, closes, holders

WRITERS = (MemberRole.LEAD, MemberRole.FOUNDER)


def is_member(actor: Any, startup: Startup, *roles: str) -> bool:
    """Tell whether the actor is in the team today, with one of `roles` when some are given."""
    if actor.is_system or not actor.pk:
        return False
    memberships = Membership.objects.filter(startup=startup, person=actor, until_on=None)
    return (memberships.filter(role__in=roles) if roles else memberships).exists()


@closes("team", gettext_lazy("You belong to this start-up: somebody else decides."))
def own_startups(person: Any) -> QuerySet:
    """Nobody works for the centre on the start-up they belong to."""
    return Membership.objects.filter(person=person, until_on=None).order_by()


def the_office(refusal: Any) -> Holders:
    """The office, or the system, which keeps imported records."""
    return holders(Role.OFFICER, Role.ADMIN, of=StartupQuerySet.gate, refusal=refusal, system=True)


def is_lead(actor: Any, startup: Startup) -> bool:
    """Tell whether the actor leads the team today."""
    return is_member(actor, startup, MemberRole.LEAD)


def is_founder(actor: Any, startup: Startup) -> bool:
    """Tell whether the actor writes for the team today."""
    return is_member(actor, startup, *WRITERS)


@policy(
    "startup.publish",
    gate=Either(
        is_lead,
        the_office(gettext_lazy("Only the project lead or the centre may publish this profile.")),
    ),
    who=gettext_lazy("A lead of the start-up, or an officer, once consent is recorded"),
)
def a_lead_or_an_officer_with_consent(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The profile is shown only by consent."""
    if startup.directory_consent_at is None:
        return denied(_("The start-up has not agreed to appear in the directory. Record its consent first."))
    return ALLOWED


@policy(
    "startup.hide",
    who=gettext_lazy("A lead of the start-up, or an officer"),
    gate=Either(
        is_lead, the_office(gettext_lazy("Only the project lead or the centre may hide this profile."))
    ),
)
def a_lead_or_an_officer(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The team may leave the directory at any time."""
    return ALLOWED


@policy(
    "startup.update",
    who=gettext_lazy("A founder of the start-up, or an officer"),
    gate=Either(
        is_founder, the_office(gettext_lazy("Only the founders or the centre may change this profile."))
    ),
)
def a_founder_or_an_officer(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The profile is written by those it is about, or by the office for them."""
    return ALLOWED


@policy(
    "startup.join",
    "startup.leave",
    who=gettext_lazy("A lead of the start-up, or an officer"),
    gate=Either(
        is_lead, the_office(gettext_lazy("Only the project lead or the centre may change the team."))
    ),
)
def the_team_is_made_by_its_lead(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """People enter and leave a team through its lead, or through the office."""
    return ALLOWED


VERIFIERS = (Role.OFFICER, Role.FINANCE)
ONLY_THE_CENTRE = gettext_lazy("Only the centre verifies the registration of a company.")
a_second_verifier = holders(*VERIFIERS, Role.DIRECTOR, of=RegistrationQuerySet.gate, refusal=ONLY_THE_CENTRE)


@policy(
    "registration.propose",
    who=gettext_lazy("An officer or finance, outside the team"),
    gate=holders(*VERIFIERS, of=RegistrationQuerySet.gate, refusal=ONLY_THE_CENTRE),
)
def the_office_reads_the_papers(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """What a team declares is not verified by the team."""
    return ALLOWED


@policy(
    "registration.confirm",
    who=gettext_lazy("An officer, finance or the director: never who proposed it nor one of the team"),
    gate=a_second_verifier,
)
def another_person_reads_the_papers(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """Two people saw the papers."""
    return another_person(actor, registration)


@policy(
    "registration.refuse",
    who=gettext_lazy("An officer, finance or the director, outside the team"),
    gate=a_second_verifier,
)
def who_verifies_may_refuse(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """A proposal is refused with its reason, or taken back."""
    return ALLOWED
