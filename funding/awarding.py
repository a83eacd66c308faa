"""Awards: proposed on a budget line, approved by another person, signed with the start-up."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from funding import budget, letters
from funding.models import Award, BudgetLine, Tranche
from funding.states import AWARD
from incubator.cohorts.models import Agreement, Place
from incubator.cohorts.states import PRESENT
from incubator.core.money import split
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.workflow import audit, deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused, once
from incubator.workflow.wording import name_verbs


class NoTranchePlan(Refused):
    """The call says nothing about tranches."""

    code = "no_tranche_plan"
    default = _("The call of this start-up has no tranche plan. Write it in the call first.")


class OverTheCall(Refused):
    """More than the call gives."""

    code = "over_the_call"
    default = _("The award is larger than what the call gives to one start-up.")


class TooSmall(Refused):
    """A tranche of nothing pays nobody."""

    code = "too_small"
    default = _("This amount is too small to be paid in tranches. Write a larger one.")


class WrongCurrency(Refused):
    """The line is kept in another currency."""

    code = "wrong_currency"
    default = _("This budget line is kept in another currency than the call.")


class NotIncubated(Refused):
    """Grants go to start-ups in a cohort."""

    code = "not_incubated"
    default = _("This start-up is not in incubation: no grant can be opened for it.")


class TranchesUnderWay(Refused):
    """Money is on its way."""

    code = "tranches_under_way"
    default = _("A tranche of this award is under way. Pay it or send it back first.")


class AgreementMissing(Refused):
    """The start-up has not agreed yet."""

    code = "agreement_missing"
    default = _("The agreement of this start-up is not recorded yet. Record it, then sign the award.")


name_verbs(
    {
        "award.propose": _("Propose the award"),
    }
)


@an_act
def propose(
    place: Place, *, line: BudgetLine, ceiling_amount: int | None = None, by: User, at: datetime
) -> Award:
    """Prepare the award of a place with its tranches from the call's plan; the amount is committed on the line.

    The ceiling is the call's, or less; the tranches share it by their percentages, the last one takes the rounding.
    Raises NotAllowed, NotIncubated, NoTranchePlan, OverTheCall, TooSmall, WrongCurrency or budget.LineExhausted.
    A second time returns the same award.
    """
    # The place guards its award: two who propose at once meet here.
    place = Place.objects.select_for_update().get(pk=place.pk)
    deciding.require(
        "award.propose", by, Award(startup=place.startup, place=place, prepared_by=by if by.pk else None), at
    )
    existing = Award.objects.filter(place=place).first()
    if existing is not None:
        return existing
    if place.state not in PRESENT:
        raise NotIncubated()
    call = place.cohort.call
    plan = list(call.tranche_plan.all()) if call else []
    if call is None or not plan:
        raise NoTranchePlan()
    ceiling = call.award_amount if ceiling_amount is None else ceiling_amount
    amounts = _shares(ceiling, [template.percent for template in plan], call, line)
    award = Award(
        reference=_reference(call),
        startup=place.startup,
        place=place,
        line=line,
        ceiling_amount=ceiling,
        currency=call.currency,
        prepared_by=by,
        created_at=at,
    )
    budget.commit(line, ceiling)
    award.save()
    for template, amount in zip(plan, amounts, strict=True):
        Tranche.objects.create(
            award=award,
            number=template.number,
            amount=amount,
            title_fr=template.title_fr,
            title_en=template.title_en,
            conditions=template.conditions,
            created_at=at,
        )
    audit.record("award.propose", award, by=by, at=at, amount=ceiling)
    return award


def _shares(ceiling: int, percents: list[int], call: Call, line: BudgetLine) -> list[int]:
    """Return the amounts of the tranches, or refuse the ceiling."""
    if ceiling > call.award_amount:
        raise OverTheCall()
    if line.currency != call.currency:
        raise WrongCurrency()
    amounts = split(ceiling, percents) if ceiling > 0 else [0]
    if min(amounts) <= 0:
        raise TooSmall()
    return amounts


def _reference(call: Call) -> str:
    """Return the next reference of the call: SU- and the call's own, then a number that only grows."""
    Call.objects.filter(pk=call.pk).update(award_counter=F("award_counter") + 1)
    number = Call.objects.values_list("award_counter", flat=True).get(pk=call.pk)
    return f"SU-{call.reference.removeprefix('AC-')}-{number:04d}"


@once
def approve(award: Award, *, by: User, at: datetime) -> Award:
    """Approve the award: another person than who prepared it."""
    with AWARD.move(award, "approve", by=by, at=at) as approved:
        approved.approved_by = by
    return approved


@once
def sign(award: Award, *, by: User, at: datetime) -> Award:
    """Record that the award is signed; the start-up's agreement must be recorded. Sends a letter to the lead."""
    with AWARD.move(award, "sign", by=by, at=at) as signed:
        if not Agreement.objects.filter(place=signed.place_id).exists():
            raise AgreementMissing()
        signed.signed_at = at
        letters.award_signed(signed, at=at)
    return signed


def cancel(award: Award, *, by: User, at: datetime) -> Award:
    """Cancel an award that is not signed; the line gets its amount back."""
    with AWARD.move(award, "cancel", by=by, at=at) as cancelled:
        budget.release(cancelled.line, cancelled.ceiling_amount)
    return cancelled


def close(award: Award, *, by: User, at: datetime) -> Award:
    """Close a signed award; nothing can be asked on it any more, and what was not asked for returns to the line.

    Raises TranchesUnderWay while one is asked for and not paid.
    """
    with AWARD.move(award, "close", by=by, at=at) as closed:
        if closed.tranches.under_way().exists():
            raise TranchesUnderWay()
        budget.release(closed.line, closed.ceiling_amount - closed.requested_amount)
    return closed
