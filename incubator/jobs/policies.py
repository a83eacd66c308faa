"""Who may do what with background work: the person who asked, and nobody else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.jobs.models import Job
from incubator.people.models import Actor
from incubator.people.states import DESK_ROLES
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

WHO = _("the person who asked, while at the desk")


@policy(
    "job.retry",
    "job.discard",
    "job.download",
    "job.make",
    who=WHO,
    exempt="The asker's alone; its rows are read by the asker's standing when it is made.",
)
def the_person_who_asked(actor: Actor, job: Job, at: datetime) -> Verdict:
    """An export holds what its asker may read: no other person opens it, starts it again or deletes it."""
    if actor.pk != job.asked_by_id:
        return denied(_("Only the person who asked for this file may do that."))
    if actor.roles(at).isdisjoint(DESK_ROLES):
        return denied(_("Only people who work at the desk export."))
    return ALLOWED
