"""Who may act on milestones."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.policies import THE_TEAMS_OWN
from incubator.cohorts import policies as cohorts
from incubator.cohorts.policies import CENTRE, OFFICE
from incubator.cohorts.states import PlaceState
from incubator.files.models import StoredFile
from incubator.milestones.models import Milestone
from incubator.milestones.querysets import MilestoneQuerySet
from incubator.people.models import Actor
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import READ_WITH_THE_RECORD, holders


def belongs(actor: Actor, milestone: Milestone) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return cohorts.belongs(actor, milestone.place)


@policy(
    "milestone.submit",
    "milestone.write",
    who=_("a member of the start-up, during the incubation"),
    exempt=THE_TEAMS_OWN,
)
def a_member_in_incubation(actor: Actor, milestone: Milestone, at: datetime) -> Verdict:
    """Evidence comes from the team, while its incubation runs."""
    if not belongs(actor, milestone):
        return denied(_("Only the team of the start-up sends evidence."))
    if milestone.place.state != PlaceState.ACTIVE:
        return denied(_("The incubation of this start-up is not running; call the centre."))
    return ALLOWED


@policy(
    "milestone.approve",
    "milestone.return_to_founder",
    "milestone.waive",
    who=_("a programme officer or the director, never a member of the start-up"),
    gate=holders(*OFFICE, of=MilestoneQuerySet.gate, refusal=_("Only the centre decides on a milestone.")),
)
def the_office_reads(actor: Actor, milestone: Milestone, at: datetime) -> Verdict:
    """Money follows an approval: nobody approves the own work."""
    return ALLOWED


@policy("milestone.read_file", who=_("the team and the centre, donors excepted"), exempt=READ_WITH_THE_RECORD)
def the_team_and_the_centre(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    """Evidence may hold personal data: it stays with those who work on it."""
    milestones = Milestone.objects
    seen = milestones.visible_to(actor) if CENTRE & actor.roles(at) else milestones.of(actor)
    if seen.filter(pk=file.record_id).exists():
        return ALLOWED
    return denied(_("This file belongs to somebody else."))
