"""Money that is not settled keeps the people and the start-ups it concerns."""

import pytest

from funding.models import Charge, Tranche
from funding.states import TrancheState
from incubator.core import forgetting
from incubator.core.forgetting import Subject
from tests.world import funding as world

pytestmark = pytest.mark.django_db


def said(subject: Subject, thing, now) -> list[str]:
    return [str(one.sentence) for one in forgetting.obstacles(subject, thing, now)]


@pytest.mark.parametrize("state", ["requested", "verified", "approved", "ordered", "paid", "blocked"])
def test_a_tranche_that_is_not_accounted_for_keeps_both(state, place, office, founder, at):
    award = world.signed_award(place, office)
    Tranche.objects.filter(award=award, number=1).update(state=state)
    Tranche.objects.filter(award=award).exclude(number=1).update(state=TrancheState.CANCELLED)
    sentence = (
        f"La tranche 1 de la subvention {award.reference} n’est pas encore soldée\xa0: justifiez-la d’abord."
    )

    assert said(Subject.STARTUP, place.startup, at) == [sentence]
    assert sentence in said(Subject.PERSON, founder, at)


@pytest.mark.parametrize("changed", [{"state": "pending"}, {"state": "succeeded", "dispute": "open"}])
def test_a_payment_of_the_start_up_that_waits_or_is_disputed_keeps_both(
    changed, place, founder, outsider, finance, at
):
    charge = world.charge(outsider, finance)
    Charge.objects.filter(pk=charge.pk).update(payer=None, startup=place.startup, state="cancelled")
    assert not [line for line in said(Subject.STARTUP, place.startup, at) if charge.reference in line]
    Charge.objects.filter(pk=charge.pk).update(**changed)

    assert [line for line in said(Subject.STARTUP, place.startup, at) if charge.reference in line]
    assert [line for line in said(Subject.PERSON, founder, at) if charge.reference in line]
