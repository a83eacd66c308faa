"""Kind: a declaration stands for a verification. A founder's own answers released money that an officer should release."""

from datetime import date

import pytest

from funding import conditions
from funding.models import Tranche
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.startups import profile, verifying
from incubator.startups.models import Registration
from incubator.workflow.proposals import AlreadyProposed
from incubator.workflow.refusals import NotAllowed, Refused
from tests.conftest import LONG_AGO
from tests.world import funding as money
from tests.world.incubation import active_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(centre, founder, office) -> Tranche:
    """The first tranche of a signed award; the founder says that the company is registered."""
    place = active_place(founder, office.officer, office.director)
    award = money.signed_award(place, office)
    Registration.objects.all().delete()
    facts = {
        "legal_form": "sarl",
        "registered_on": date(2026, 5, 4),
        "rccm": "TG-LOM-01",
        "nif": "1000000000",
    }
    profile.update(place.startup, **facts, by=founder, at=money.PROPOSED)
    return award.tranches.get(number=1)


def is_met(tranche: Tranche) -> bool:
    """Ask both readers of the condition: one tranche at a time, and the database for many."""
    found = {line.kind: line.met for line in conditions.check(Tranche.objects.get(pk=tranche.pk))}
    listed = Tranche.objects.releasable().filter(pk=tranche.pk).exists()
    assert listed == all(found.values())
    return found["registration_recorded"]


def test_what_a_founder_declares_releases_nothing(declared, founder):
    assert not is_met(declared)
    with pytest.raises(Refused):
        money.requested_tranche(declared.award, founder)


def test_one_person_of_the_centre_releases_nothing_alone(declared, office):
    read = money.proposed_registration(declared.award.startup, office.officer)

    for person in (office.officer, office.approver):
        with pytest.raises(NotAllowed):
            verifying.confirm(read, by=person, at=money.SIGNED)
    assert not is_met(declared)
    with pytest.raises(AlreadyProposed):
        money.proposed_registration(declared.award.startup, office.officer)

    verifying.confirm(read, by=office.finance, at=money.SIGNED)
    assert is_met(declared)


def test_one_of_the_team_verifies_nothing_whatever_the_role(declared, founder, office):
    for role in (Role.OFFICER, Role.FINANCE):
        Grant.objects.create(person=founder, role=role, from_at=LONG_AGO)
    founder.forget_roles()
    with pytest.raises(NotAllowed):
        money.proposed_registration(declared.award.startup, founder)
    read = money.proposed_registration(declared.award.startup, office.officer)
    with pytest.raises(NotAllowed):
        verifying.confirm(read, by=founder, at=money.SIGNED)


def test_a_refused_reading_releases_nothing(declared, office):
    read = money.proposed_registration(declared.award.startup, office.officer)
    verifying.refuse(
        read, note="L’extrait est celui d’une autre société.", by=office.finance, at=money.SIGNED
    )

    assert not is_met(declared)


def test_a_later_declaration_does_not_change_what_was_verified(declared, founder, office):
    money.verified(declared.award.startup, office)
    profile.update(declared.award.startup, legal_form="", registered_on=None, by=founder, at=money.SIGNED)

    verified = declared.award.startup.registrations.confirmed().get()
    assert (verified.legal_form, verified.registered_on, is_met(declared)) == ("sarl", date(2026, 5, 4), True)


@pytest.mark.parametrize(
    "wrong", [{"legal_form": "none"}, {"legal_form": ""}, {"registered_on": None}, {"registered_on": date(2030, 1, 1)}]
)  # fmt: skip
def test_what_is_no_company_is_not_verified(declared, office, wrong):
    with pytest.raises(Refused):
        money.proposed_registration(declared.award.startup, office.officer, **wrong)

    assert not Registration.objects.exists()


def test_both_stand_side_by_side_on_the_pages(client_for, declared, founder, office):
    slug = declared.award.startup.slug
    desk = f"/desk/startups/{slug}/registration/"
    officer, finance = client_for(office.officer), client_for(office.finance)
    assert "TG-LOM-01" in officer.get(desk).content.decode()
    typed = {"legal_form": "sarl", "registered_on": "04/05/2026", "rccm": "TG-LOM-02", "seen": "Extrait"}
    assert officer.post(desk, {**typed, "seen": ""}).status_code == 422
    assert officer.post(desk, typed).status_code == 302
    act = f"{desk}{Registration.objects.get().public_id}/"
    assert officer.post(f"{act}confirm/").status_code == 403
    assert finance.post(f"{act}refuse/", {"note": ""}).status_code == 422
    assert finance.post(f"{act}confirm/").status_code == 302

    shown = officer.get(desk).content.decode()
    assert ("TG-LOM-01" in shown, "TG-LOM-02" in shown, str(office.finance) in shown) == (True, True, True)
    assert (
        "Vérifié par le centre"
        in client_for(founder).get(f"/portal/startups/{slug}/profile/").content.decode()
    )
