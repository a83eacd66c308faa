"""Starts an incubation: the place becomes active and its milestones come from the call's template."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.cohorts import graduation
from incubator.cohorts.models import Place
from incubator.core.holding import hold
from incubator.milestones.models import Milestone
from incubator.people.models import Actor
from incubator.programmes.models import MilestoneTemplate
from incubator.workflow import audit
from incubator.workflow.wording import name_verbs

name_verbs({"milestone.plan": _("Milestones planned")})


@transaction.atomic
def begin(place: Place, *, by: Actor, at: datetime) -> list[Milestone]:
    """Start the incubation and plan its milestones, each due so many days after the cohort starts.

    Repeated by the same person, it returns the milestones that are there. Raises NotAllowed (the agreement
    must be recorded) or IllegalMove; nothing is left behind then.
    """
    started = graduation.start(place, by=by, at=at)
    return plan(started, by=by, at=at)


def plan(place: Place, *, by: Actor, at: datetime) -> list[Milestone]:
    """Create the milestones of the call's template for a place, once."""
    hold(place)
    planned = list(place.milestones.order_by("number"))
    if planned:
        return planned
    templates = MilestoneTemplate.objects.filter(call__cohort=place.cohort).order_by("number")
    milestones = [
        Milestone.objects.create(
            place=place,
            number=template.number,
            title_fr=template.title_fr,
            title_en=template.title_en,
            description_fr=template.description_fr,
            description_en=template.description_en,
            due_on=place.cohort.starts_on + timedelta(days=template.due_after_days),
            weight=template.weight,
            evidence_wanted=template.evidence,
            created_at=at,
        )
        for template in templates
    ]
    audit.record("milestone.plan", place, by=by, at=at, milestones=len(milestones))
    return milestones
