"""What releases a tranche: each condition asked of the slice that knows, never stored."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from funding.models import Tranche
from funding.states import ExpenseState, TrancheState
from incubator.cohorts.models import Agreement
from incubator.milestones.models import Milestone
from incubator.reporting.models import Report


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the checklist: what is wanted, whether it is met, and the page where it is met."""

    kind: str
    met: bool
    text: str | Promise
    page: str = ""
    arguments: tuple[Any, ...] = ()


def check(tranche: Tranche) -> list[Condition]:
    """Return the conditions of a tranche with their present state; the earlier tranche is always one of them."""
    found = [READERS[item["kind"]](tranche, item) for item in tranche.conditions]
    if tranche.number > 1:
        found.insert(0, _earlier_paid(tranche))
    return found


def are_met(tranche: Tranche) -> bool:
    """Tell whether every condition is met."""
    return all(condition.met for condition in check(tranche))


def justified_percent(tranche: Tranche) -> int:
    """Return how much of a tranche is justified by accepted expenses, in whole percent rounded down."""
    spent = sum(tranche.expenses.filter(state=ExpenseState.ACCEPTED).values_list("amount", flat=True))
    return spent * 100 // tranche.amount


def _earlier_paid(tranche: Tranche) -> Condition:
    earlier = tranche.award.tranches.filter(number__lt=tranche.number)
    unpaid = earlier.exclude(state__in=(TrancheState.PAID, TrancheState.ACCOUNTED, TrancheState.CANCELLED))
    return Condition("earlier_paid", not unpaid.exists(), _("The earlier tranches are paid"))


def _agreement_signed(tranche: Tranche, item: dict) -> Condition:
    signed = tranche.award.signed_at is not None and Agreement.objects.filter(place=tranche.award.place_id).exists()
    return Condition("agreement_signed", signed, _("The agreement is signed"))


def _registration_recorded(tranche: Tranche, item: dict) -> Condition:
    startup = tranche.award.startup
    # RCCM and NIF may be missing or odd: the day of registration is what an officer checked.
    recorded = bool(startup.registered_on and startup.legal_form not in ("", "none"))
    return Condition("registration_recorded", recorded, _("The registration of the company is recorded"))


def _milestone_approved(tranche: Tranche, item: dict) -> Condition:
    approved = Milestone.objects.approved().filter(place=tranche.award.place_id, number=item["number"]).exists()
    words = _("Milestone %(number)s is approved") % {"number": item["number"]}
    return Condition("milestone_approved", approved, words, "milestones:detail", (item["number"],))


def _spending_justified(tranche: Tranche, item: dict) -> Condition:
    before = tranche.award.tranches.filter(number=item["tranche"]).first()
    percent = justified_percent(before) if before else 0
    words = _("%(percent)s%% of tranche %(number)s is justified (%(now)s%% today)") % {
        "percent": item["percent"],
        "number": item["tranche"],
        "now": percent,
    }
    return Condition("spending_justified", percent >= item["percent"], words, "funding:expenses")


def _report_accepted(tranche: Tranche, item: dict) -> Condition:
    wanted = item["period"]
    accepted = Report.objects.accepted().filter(place=tranche.award.place_id)
    met = accepted.filter(period__kind=wanted).exists() or accepted.filter(period__slug=wanted).exists()
    words = (
        _("The final report is accepted")
        if wanted == "final"
        else _("The report %(period)s is accepted") % {"period": wanted}
    )
    return Condition("report_accepted", met, words, "reporting:detail", (wanted,))


READERS: dict[str, Callable[[Tranche, dict], Condition]] = {
    "agreement_signed": _agreement_signed,
    "registration_recorded": _registration_recorded,
    "milestone_approved": _milestone_approved,
    "spending_justified": _spending_justified,
    "report_accepted": _report_accepted,
}
