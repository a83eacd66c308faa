"""Who may write to many teams at once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.policies import NOT_THE_OFFICE, OFFICE
from incubator.applications.models import GroupLetter
from incubator.people.models import Actor
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


@policy(
    "group_letter.post",
    "group_letter.cancel",
    who=_("Programme officers and directors"),
    exempt="Each team is written to by whoever reads its file (`at_the_desk_of`).",
)
def the_office_writes(actor: Actor, letter: GroupLetter, at: datetime) -> Verdict:
    """The office writes to the teams whose files it reads, and calls back what has not left."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(NOT_THE_OFFICE)
