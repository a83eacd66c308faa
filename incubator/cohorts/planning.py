"""Plans a cohort, from the dates and places its call announces."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Cohort
from incubator.core.clock import local_day
from incubator.core.holding import hold
from incubator.people.models import Actor
from incubator.programmes.models import Call, Programme
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused
from incubator.workflow.wording import name_verbs

DAYS = 183
name_verbs({"cohort.plan": _("Cohort planned")})


class EndsBeforeItStarts(Refused):
    """The dates of a cohort stand in their order."""

    code = "ends_before_it_starts"
    status = 422
    default = _("The last day comes after the first one.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the call already says about its cohort; the office may change it."""

    number: int
    slug: str
    title_fr: str
    title_en: str
    starts_on: date
    ends_on: date
    places: int


def proposal(call: Call) -> Proposal:
    """Return the cohort a call announces: its number, the dates of its calendar, its places."""
    number = (
        Cohort.objects.filter(programme=call.programme_id).order_by("-number").first() or _none()
    ).number + 1
    days = {
        entry.kind: local_day(entry.starts_at) for entry in call.calendar.filter(kind__in=("start", "end"))
    }
    starts_on = days.get("start") or local_day(call.closes_at) + timedelta(days=60)
    return Proposal(
        number=number,
        slug=f"{call.programme.slug}-{number}",
        title_fr=f"Cohorte {number}",
        title_en=f"Cohort {number}",
        starts_on=starts_on,
        ends_on=days.get("end") or starts_on + timedelta(days=DAYS),
        places=call.places,
    )


def _none() -> Cohort:
    return Cohort(number=0)


@an_act
def plan_cohort(
    call: Call | None,
    *,
    programme: Programme,
    number: int,
    slug: str,
    title_fr: str,
    title_en: str = "",
    starts_on: date,
    ends_on: date,
    places: int,
    by: Actor,
    at: datetime,
) -> Cohort:
    """Create the cohort that a call fills, and its audit row; a call that has its cohort keeps it.

    Raises NotAllowed, EndsBeforeItStarts, or BadValues for what no form offers.
    """
    deciding.require("cohort.plan", by, Cohort(programme=programme), at)
    hold(programme)
    planned = Cohort.objects.filter(call=call).first() if call else None
    if planned is not None:
        return planned
    if ends_on <= starts_on:
        raise EndsBeforeItStarts()
    cohort = Cohort(
        programme=programme,
        call=call,
        number=number,
        slug=slug,
        title_fr=title_fr,
        title_en=title_en,
        starts_on=starts_on,
        ends_on=ends_on,
        places=places,
        created_at=at,
    )
    _check(cohort)
    cohort.save()
    audit.record("cohort.plan", cohort, by=by, at=at, places=places)
    return cohort


def _check(cohort: Cohort) -> None:
    values.check(cohort, "slug", "title_fr", "title_en")
    values.check_number("number", cohort.number, least=1, most=999)
    values.check_number("places", cohort.places, least=1, most=9999)
    if Cohort.objects.filter(slug=cohort.slug).exists():
        values.refuse("slug", _("Another cohort has this short name. Choose another one."))
    if Cohort.objects.filter(programme=cohort.programme_id, number=cohort.number).exists():
        values.refuse("number", _("The programme already has a cohort of this number."))
