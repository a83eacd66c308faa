"""Who may act on a start-up's record and on its public profile."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.people.states import Role
from incubator.startups.models import Membership, Registration, Startup
from incubator.startups.states import MemberRole
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.proposals import another_person

OFFICE = (Role.OFFICER, Role.ADMIN)
WRITERS = (MemberRole.LEAD, MemberRole.FOUNDER)


def is_office(actor: Any, at: datetime) -> bool:
    """Tell whether the actor is the office (or the system, which keeps imported records)."""
    return actor.is_system or actor.has_role(*OFFICE, at=at)


def is_member(actor: Any, startup: Startup, *roles: str) -> bool:
    """Tell whether the actor is in the team today, with one of `roles` when some are given."""
    if actor.is_system or not actor.pk:
        return False
    memberships = Membership.objects.filter(startup=startup, person=actor, until_on=None)
    return (memberships.filter(role__in=roles) if roles else memberships).exists()


@policy(
    "startup.publish", who=gettext_lazy("A lead of the start-up, or an officer, once consent is recorded")
)
def a_lead_or_an_officer_with_consent(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The profile is shown only by consent."""
    if not (is_office(actor, at) or is_member(actor, startup, MemberRole.LEAD)):
        return denied(_("Only the project lead or the centre may publish this profile."))
    if startup.directory_consent_at is None:
        return denied(_("The start-up has not agreed to appear in the directory. Record its consent first."))
    return ALLOWED


@policy("startup.hide", who=gettext_lazy("A lead of the start-up, or an officer"))
def a_lead_or_an_officer(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The team may leave the directory at any time."""
    if is_office(actor, at) or is_member(actor, startup, MemberRole.LEAD):
        return ALLOWED
    return denied(_("Only the project lead or the centre may hide this profile."))


@policy("startup.update", who=gettext_lazy("A founder of the start-up, or an officer"))
def a_founder_or_an_officer(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """The profile is written by those it is about, or by the office for them."""
    if is_office(actor, at) or is_member(actor, startup, *WRITERS):
        return ALLOWED
    return denied(_("Only the founders or the centre may change this profile."))


@policy("startup.join", "startup.leave", who=gettext_lazy("A lead of the start-up, or an officer"))
def the_team_is_made_by_its_lead(actor: Any, startup: Startup, at: datetime) -> Verdict:
    """People enter and leave a team through its lead, or through the office."""
    if is_office(actor, at) or is_member(actor, startup, MemberRole.LEAD):
        return ALLOWED
    return denied(_("Only the project lead or the centre may change the team."))


VERIFIERS = (Role.OFFICER, Role.FINANCE)
OF_THE_TEAM = gettext_lazy("You belong to this start-up: somebody else verifies its papers.")


@policy("registration.propose", who=gettext_lazy("An officer or finance, outside the team"))
def the_office_reads_the_papers(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """What a team declares is not verified by the team."""
    if not actor.has_role(*VERIFIERS, at=at):
        return denied(_("Only the centre verifies the registration of a company."))
    return denied(OF_THE_TEAM) if is_member(actor, registration.startup) else ALLOWED


def _confirms(actor: Any, registration: Registration, at: datetime) -> Verdict:
    if not actor.has_role(*VERIFIERS, Role.DIRECTOR, at=at):
        return denied(_("Only the centre verifies the registration of a company."))
    return denied(OF_THE_TEAM) if is_member(actor, registration.startup) else ALLOWED


@policy(
    "registration.confirm",
    who=gettext_lazy("An officer, finance or the director: never who proposed it nor one of the team"),
)
def another_person_reads_the_papers(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """Two people saw the papers."""
    return _confirms(actor, registration, at) and another_person(actor, registration)


@policy("registration.refuse", who=gettext_lazy("An officer, finance or the director, outside the team"))
def who_verifies_may_refuse(actor: Any, registration: Registration, at: datetime) -> Verdict:
    """A proposal is refused with its reason, or taken back."""
    return _confirms(actor, registration, at)
