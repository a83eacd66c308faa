"""What releases a tranche: each condition asked of the slice that knows, never stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from funding.models import Expense, Tranche
from funding.querysets import PAID
from funding.states import TrancheState
from incubator.cohorts.models import Agreement
from incubator.milestones.models import Milestone
from incubator.milestones.states import MilestoneState
from incubator.reporting.models import Report
from incubator.reporting.states import ReportState
from incubator.startups.models import Registration


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the checklist: what is wanted, whether it is met, and the page where it is met."""

    kind: str
    met: bool
    text: str | Promise
    url: str = ""
    desk_url: str = ""


@dataclass(slots=True)
class Facts:
    """What the conditions of some tranches ask, read in a few queries however many there are."""

    agreed: set[int] = field(default_factory=set)
    verified: set[int] = field(default_factory=set)  # start-ups whose registration two people verified
    milestones: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    # (place, kind or slug of the period) → (slug, public id, accepted)
    reports: dict[tuple[int, str], tuple[str, str, bool]] = field(default_factory=dict)
    tranches: dict[tuple[int, int], Tranche] = field(default_factory=dict)
    spent: dict[int, int] = field(default_factory=dict)


def check(tranche: Tranche, at: datetime | None = None) -> list[Condition]:
    """Return the conditions of a tranche with their present state; the earlier tranche is always one of them."""
    return check_all([tranche])[tranche.pk]


def check_all(tranches: Iterable[Tranche]) -> dict[int, list[Condition]]:
    """Return the conditions of several tranches by their key, in a number of queries that does not grow."""
    wanted = list(tranches)
    facts = _facts(wanted)
    found = {}
    for tranche in wanted:
        lines = [READERS[item["kind"]](tranche, item, facts) for item in tranche.conditions]
        found[tranche.pk] = [_earlier_paid(tranche, facts), *lines] if tranche.number > 1 else lines
    return found


def are_met(tranche: Tranche) -> bool:
    """Tell whether every condition is met."""
    return all(condition.met for condition in check(tranche))


def justified_percent(tranche: Tranche) -> int:
    """Return how much of a tranche is justified by accepted expenses, in whole percent rounded down."""
    return _percent(tranche.expenses.justified().aggregate(total=Sum("amount"))["total"] or 0, tranche)


def _percent(spent: int, tranche: Tranche) -> int:
    return spent * 100 // tranche.amount


def _facts(tranches: list[Tranche]) -> Facts:
    awards = {tranche.award_id for tranche in tranches}
    places = {tranche.award.place_id for tranche in tranches}
    facts = Facts(
        agreed=set(Agreement.objects.filter(place__in=places).values_list("place", flat=True)),
        verified=set(
            Registration.objects.confirmed()
            .filter(startup__in={tranche.award.startup_id for tranche in tranches})
            .values_list("startup", flat=True)
        ),
        tranches={(t.award_id, t.number): t for t in Tranche.objects.filter(award__in=awards)},
    )
    for milestone in Milestone.objects.filter(place__in=places).only("place", "number", "public_id", "state"):
        met = milestone.state in (MilestoneState.APPROVED, MilestoneState.WAIVED)
        facts.milestones[milestone.place_id, milestone.number] = (milestone.public_id, met)
    facts.reports = _reports(places)
    counted = Expense.objects.justified().filter(tranche__award__in=awards).order_by()
    facts.spent = dict(counted.values_list("tranche").annotate(total=Sum("amount")))
    return facts


def _reports(places: set[int]) -> dict[tuple[int, str], tuple[str, str, bool]]:
    """Return the reports of some places by the slug and by the kind of their period; an accepted one stands first."""
    found: dict[tuple[int, str], tuple[str, str, bool]] = {}
    rows = Report.objects.filter(place__in=places).values_list(
        "place", "period__kind", "period__slug", "public_id", "state"
    )
    for place, kind, slug, public_id, state in sorted(rows, key=lambda row: row[4] == ReportState.ACCEPTED):
        found[place, kind] = found[place, slug] = (slug, public_id, state == ReportState.ACCEPTED)
    return found


def _address(name: str, *words: object) -> str:
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return ""


def _earlier_paid(tranche: Tranche, facts: Facts) -> Condition:
    done = (*PAID, TrancheState.CANCELLED)
    met = all(
        other.state in done
        for (award, number), other in facts.tranches.items()
        if award == tranche.award_id and number < tranche.number
    )
    return Condition("earlier_paid", met, _("The earlier tranches are paid"))


def _agreement_signed(tranche: Tranche, item: dict[str, Any], facts: Facts) -> Condition:
    signed = tranche.award.signed_at is not None and tranche.award.place_id in facts.agreed
    desk = _address("funding:award", tranche.award.reference)
    return Condition("agreement_signed", signed, _("The agreement is signed"), desk_url=desk)


def _registration_recorded(tranche: Tranche, item: dict[str, Any], facts: Facts) -> Condition:
    startup = tranche.award.startup
    # What the team declares stands for nothing here: two people of the centre read the papers.
    url = _address("portal:profile", startup.slug)
    words = _("The registration of the company is verified by the centre")
    desk = _address("portal:desk_startup", startup.slug)
    return Condition("registration_recorded", startup.pk in facts.verified, words, url, desk)


def _milestone_approved(tranche: Tranche, item: dict[str, Any], facts: Facts) -> Condition:
    number = item["number"]
    words = _("Milestone %(number)s is approved") % {"number": number}
    url = _address("milestones:detail", tranche.award.startup.slug, number)
    public_id, met = facts.milestones.get((tranche.award.place_id, number), ("", False))
    desk = _address("milestones:desk_detail", public_id) if public_id else ""
    return Condition("milestone_approved", met, words, url, desk)


def _spending_justified(tranche: Tranche, item: dict[str, Any], facts: Facts) -> Condition:
    before = facts.tranches.get((tranche.award_id, item["tranche"]))
    percent = _percent(facts.spent.get(before.pk, 0), before) if before else 0
    words = _("%(percent)s%% of tranche %(number)s is justified (%(now)s%% today)") % {
        "percent": item["percent"],
        "number": item["tranche"],
        "now": percent,
    }
    url = _address("funding:expenses", tranche.award.startup.slug)
    desk = _address("funding:tranche", before.public_id) if before else ""
    return Condition("spending_justified", percent >= item["percent"], words, url, desk)


def _report_accepted(tranche: Tranche, item: dict[str, Any], facts: Facts) -> Condition:
    wanted = item["period"]
    slug, public_id, accepted = facts.reports.get((tranche.award.place_id, wanted), ("", "", False))
    url = _address("reporting:detail", tranche.award.startup.slug, slug) if slug else ""
    desk = _address("reporting:desk_detail", public_id) if accepted else ""
    if wanted == "final":
        words = _("The final report is accepted")
    else:
        words = _("The report %(period)s is accepted") % {"period": wanted}
    return Condition("report_accepted", accepted, words, url, desk)


READERS: dict[str, Callable[[Tranche, dict[str, Any], Facts], Condition]] = {
    "agreement_signed": _agreement_signed,
    "registration_recorded": _registration_recorded,
    "milestone_approved": _milestone_approved,
    "spending_justified": _spending_justified,
    "report_accepted": _report_accepted,
}
