"""What start-ups live after their place: milestones, reports, money and mentoring, in the states that pages show."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from funding import charges
from funding.cards import refunding
from funding.models import ProviderEvent
from funding.tranches import requesting, spending
from incubator.milestones import signoff
from incubator.reporting import acceptance, filling
from incubator.startups import membership, profile
from mentorship import matching, onboarding
from tests.conftest import make_person
from tests.world import funding, incubation, mentorship

LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


def build(w: SimpleNamespace) -> None:
    """Add places, milestones, reports, money and mentoring to the world."""
    _places(w)
    _reports(w)
    _money(w)
    _charges(w)
    _mentoring(w)


def _places(w: SimpleNamespace) -> None:
    """Places at each step in the cohort of the sample call; milestones and reports in their states."""
    w.place = incubation.active_place(w.founder, w.officer, w.director)
    w.place2 = incubation.active_place(w.founder2, w.officer, w.director, startup_name="Savane Cadastre")
    w.place3 = incubation.active_place(w.founder3, w.officer, w.director, startup_name="Karité Direct")
    w.unsigned_place = incubation.confirmed_place(w.place.cohort, w.unsigned, startup_name="Sans Signature")
    w.signed_place = incubation.signed_place(w.place.cohort, w.signed, startup_name="Prête à Partir")
    w.cohort = w.place.cohort
    for place, lead in ((w.place2, w.founder2), (w.place3, w.founder3)):
        startup = place.startup
        profile.update(startup, pitch_fr="Des plans.", pitch_en="Plans.", website="https://essai.example/", stage="mvp",
                       by=lead, at=LATER)  # fmt: skip
        profile.consent_to_directory(startup, wording="oui", given=True, by=lead, at=LATER)
        profile.publish(startup, by=lead, at=LATER)
    membership.join(w.place.startup, make_person("associate"), role="member", by=w.founder, at=LATER)
    incubation.approved_milestone(w.place, 1, w.founder, w.officer)
    w.milestone_sent = incubation.submitted_milestone(w.place2, 1, w.founder2)
    sent = incubation.submitted_milestone(w.place3, 1, w.founder3)
    w.milestone_back = signoff.return_to_founder(
        sent, note="La photo manque.", by=w.officer, at=incubation.DECIDED
    )
    w.milestone_open = w.place.milestones.get(number=2)


def _reports(w: SimpleNamespace) -> None:
    w.report_open = incubation.expected_report(w.place, w.officer)
    w.report_sent = w.place2.reports.get()
    incubation.fill_report(w.report_sent, w.founder2)
    filling.submit(w.report_sent, by=w.founder2, at=incubation.REPORTED)
    w.report_back = w.place3.reports.get()
    incubation.fill_report(w.report_back, w.founder3)
    filling.submit(w.report_back, by=w.founder3, at=incubation.REPORTED)
    acceptance.return_to_founder(
        w.report_back, note="Un chiffre manque.", by=w.officer, at=incubation.REPORTED
    )
    incubation.planned_period(w.cohort, w.officer, "2027-t4")


def _money(w: SimpleNamespace) -> None:
    """Awards at three steps; tranches paid, to sign and ordered; expenses; charges in each state."""
    office = funding.Office(officer=w.officer, finance=w.finance, approver=w.approver, director=w.director)
    w.award = funding.signed_award(w.place, office)
    w.paid = funding.paid_tranche(w.award, w.founder, office)
    requesting.confirm_reception(w.paid, by=w.founder, at=funding.SPENT)
    funding.expense(w.paid, w.founder, 400_000)
    funding.accepted_expense(w.paid, w.founder, office, 250_000)
    spending.refuse(
        funding.expense(w.paid, w.founder, 90_000), note="Illisible.", by=w.finance, at=funding.SPENT
    )
    second = funding.signed_award(w.place2, office)
    w.to_sign = funding.verified_tranche(second, w.founder2, office)
    w.payee_proposed = funding.proposed_payee(w.place2.startup, w.finance, account="TG53 2222", at=LATER)
    w.registration = funding.proposed_registration(
        w.place3.startup, w.officer, rccm="TG-LOM-01-2026-B12-00456"
    )
    w.proposed_award = funding.proposed_award(w.place3, office)


def _charges(w: SimpleNamespace) -> None:
    ProviderEvent.objects.create(
        event_id="evt_told", kind="charge.refunded", payload={}, received_at=funding.SPENT, applied_at=funding.SPENT,
        outcome="unknown charge",
    )  # fmt: skip
    w.charge_open = funding.charge(w.founder, w.finance)
    w.charge_declared = funding.declared_charge(w.founder, w.finance)
    done = funding.declared_charge(w.founder, w.finance, reference="TM-1")
    w.charge_paid = charges.confirm(done, by=w.approver, at=funding.SPENT)
    back = funding.declared_charge(w.founder, w.finance, reference="TM-2")
    w.charge_back = charges.confirm(back, by=w.approver, at=funding.SPENT)
    refunding.ask(w.charge_back, note="Séance annulée.", by=w.finance, at=funding.SPENT)


def _mentoring(w: SimpleNamespace) -> None:
    at = datetime(2027, 10, 4, 9, 0, tzinfo=UTC)
    mentor = mentorship.active_mentor(w.mentor, w.officer)
    w.match = mentorship.matched(mentor, w.place.startup, w.officer, goals="Vendre aux mairies.")
    mentorship.matched(mentor, w.place2.startup, w.officer)
    w.session = mentorship.held_session(w.place.startup, mentor, at=at, present="Deux fondatrices")
    mentorship.held_session(w.place.startup, mentor, at=at - timedelta(days=60))
    approved = onboarding.invite(w.new_mentor, expertise="Droit", sectors=(), by=w.officer, at=LATER)
    onboarding.approve(approved, by=w.officer, at=LATER)
    idle = mentorship.active_mentor(w.idle_mentor, w.officer)
    matching.propose(idle, w.place3.startup, goals="", by=w.officer, at=LATER)
    paused = mentorship.active_mentor(w.paused_mentor, w.officer)
    onboarding.pause(paused, by=w.officer, at=LATER)
