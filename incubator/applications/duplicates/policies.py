"""Who may settle two files that look alike."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.policies import office
from incubator.applications.models import Twins
from incubator.people.models import Actor
from incubator.workflow.deciding import Verdict, policy


@policy(
    "twins.dismiss",
    "twins.merge",
    who=_("Programme officers and directors, without a link to either start-up"),
    exempt="It asks `office` of both files.",
)
def the_office_of_both(actor: Actor, twins: Twins, at: datetime) -> Verdict:
    """Whoever treats a pair may read both of its files."""
    return office(actor, twins.first, at) and office(actor, twins.second, at)
