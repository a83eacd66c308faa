"""Kind: an act takes what its form refuses. Each act is called with values that no form offers."""
# ruff: noqa: F401, F811

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from funding import budget, charges
from funding.payees import proposing
from funding.tranches import disbursement, requesting, spending, suspension
from incubator.accounts.roles import granting
from incubator.cohorts import agreement, graduation
from incubator.cohorts import planning as cohort_planning
from incubator.conflicts import declaring
from incubator.milestones import signoff
from incubator.reporting import acceptance, periods
from incubator.reviews import rounds
from incubator.startups import membership, profile
from incubator.workflow.refusals import Refused
from mentorship import matching, onboarding, session_log
from mentorship.session_log import NewAction
from tests.funding.conftest import _private_storage, office
from tests.world import funding as money
from tests.world import incubation, mentorship

pytestmark = pytest.mark.django_db
OURS = (
    "funding", "mentorship", "accounts", "people", "startups", "conflicts", "cohorts", "milestones", "reporting",
    "reviews", "workflow", "notifications",
)  # fmt: skip
LATER = datetime(2027, 10, 20, 9, 0, tzinfo=UTC)
LONG = "é" * 10_001


@pytest.fixture
def w(
    admin, centre, founder, founder2, officer, finance, director, mentor_user, juror, office
) -> SimpleNamespace:
    """A start-up in incubation, with money, a mentor, a milestone and a report sent; the people who act."""
    place = incubation.active_place(founder, officer, director)
    award = money.signed_award(place, office)
    mentor = mentorship.active_mentor(mentor_user, officer)
    mentorship.matched(mentor, place.startup, officer)
    return SimpleNamespace(
        place=place, award=award, startup=place.startup, mentor=mentor, office=office, founder=founder, admin=admin,
        founder2=founder2, officer=officer, finance=finance, director=director, juror=juror, mentor_user=mentor_user,
    )  # fmt: skip


def _line(w: Any, **wrong: Any) -> None:
    good = {
        "funder": "ue", "funder_name": "Union européenne", "code": "ue-2027", "title_fr": "Subventions",
        "title_en": "", "amount": 1_000_000, "from_on": date(2027, 1, 1), "until_on": date(2027, 12, 31),
    }  # fmt: skip
    budget.open_line(**{**good, **wrong}, by=w.finance, at=LATER)


def _charge(w: Any, **wrong: Any) -> None:
    good = {"payer": w.founder, "what_for": "desk", "label_fr": "Poste", "label_en": "", "amount": 5_000}
    charges.create(**{**good, **wrong}, by=w.finance, at=LATER)


def _expense(w: Any, **wrong: Any) -> None:
    good = {"category": "travel", "label": "Taxi", "spent_on": date(2027, 7, 15), "amount": 5_000}
    paid = w.award.tranches.get(number=1)
    if paid.paid_at is None:
        paid = money.paid_tranche(w.award, w.founder, w.office)
        w.receipt = money.paper("tranche", paid.pk, w.founder)
    spending.declare(paid, **{**good, **wrong}, receipt=w.receipt, by=w.founder, at=money.SPENT)


def _declared(w: Any, **wrong: Any) -> None:
    if not hasattr(w, "charge"):
        w.charge = money.charge(w.founder, w.finance)
        w.proof = money.paper("charge", w.charge.pk, w.founder)
    good = {"rail": "cash", "reference": "C-1"}
    charges.declare_payment(w.charge, **{**good, **wrong}, proof=w.proof, by=w.founder, at=LATER)


def _cancelled(w: Any, **wrong: Any) -> None:
    w.asked = getattr(w, "asked", None) or money.charge(w.founder, w.finance)
    charges.cancel(w.asked, **{"note": "Erreur.", **wrong}, by=w.finance, at=LATER)


def _payee(w: Any, **wrong: Any) -> None:
    w.rib = getattr(w, "rib", None) or money.paper("payee", w.startup.pk, w.finance)
    good = {"rail": "bank", "holder": "Tikpa", "account": "TG53 0101"}
    proposing.propose(w.startup, **{**good, **wrong}, proof=w.rib, by=w.finance, at=LATER)


def _request(w: Any, **wrong: Any) -> None:
    good = {"spending_note": "Tout va aux essais."}
    requesting.request(w.award.tranches.get(number=1), **{**good, **wrong}, by=w.founder, at=LATER)


def _sent_back(w: Any, **wrong: Any) -> None:
    w.asked = getattr(w, "asked", None) or money.requested_tranche(w.award, w.founder)
    requesting.send_back(w.asked, **{"note": "Il manque une pièce.", **wrong}, by=w.finance, at=LATER)


def _blocked(w: Any, **wrong: Any) -> None:
    tranche = w.award.tranches.get(number=2)
    suspension.block(tranche, **{"note": "Attendez.", **wrong}, by=w.finance, at=LATER)


def _paid(w: Any, **wrong: Any) -> None:
    if not hasattr(w, "payout"):
        w.payout = money.ordered_payout(w.award, w.founder, w.office)
        w.proof = money.paper("payout", w.payout.pk, w.finance)
    disbursement.pay(w.payout, **{"reference": "VIR-1", **wrong}, proof=w.proof, by=w.finance, at=LATER)


def _failed(w: Any, **wrong: Any) -> None:
    w.payout = getattr(w, "payout", None) or money.ordered_payout(w.award, w.founder, w.office)
    disbursement.fail(w.payout, **{"note": "Compte clos.", **wrong}, by=w.finance, at=LATER)


def _invited(w: Any, **wrong: Any) -> None:
    good = {"expertise": "Droit", "languages": ["fr"], "hours_a_month": 4}
    onboarding.invite(w.founder2, **{**good, **wrong}, by=w.officer, at=LATER)


def _offered(w: Any, **wrong: Any) -> None:
    onboarding.update(w.mentor, **{"hours_a_month": 6, **wrong}, by=w.mentor_user, at=LATER)


def _matched(w: Any, **wrong: Any) -> None:
    w.other = getattr(w, "other", None) or mentorship.active_mentor(w.founder2, w.officer)
    matching.propose(w.other, w.startup, **{"goals": "Vendre.", **wrong}, by=w.officer, at=LATER)


def _session(w: Any, **wrong: Any) -> None:
    good = {
        "held_on": date(2027, 10, 4),
        "minutes": 45,
        "mode": "in_person",
        "topics": ["sales"],
        "summary": "Vu.",
    }
    session_log.log(w.startup, mentor=w.mentor, **{**good, **wrong}, by=w.mentor_user, at=LATER)


def _period(w: Any, **wrong: Any) -> None:
    incubation.load_indicators()
    day = date(2027, 7, 1)
    good = {
        "slug": "2027-x", "title_fr": "Trimestre", "kind": "quarter", "starts_on": day,
        "ends_on": day + timedelta(days=90), "opens_on": day + timedelta(days=91), "due_on": day + timedelta(days=105),
    }  # fmt: skip
    periods.plan_period(w.place.cohort, **{**good, **wrong}, by=w.officer, at=LATER)


def _cohort(w: Any, **wrong: Any) -> None:
    good = {
        "number": 9, "slug": "cohorte-9", "title_fr": "Cohorte 9", "title_en": "", "places": 3,
        "starts_on": date(2027, 11, 1), "ends_on": date(2028, 5, 1),
    }  # fmt: skip
    cohort_planning.plan_cohort(
        None, programme=w.place.cohort.programme, **{**good, **wrong}, by=w.officer, at=LATER
    )


def _agreed(w: Any, **wrong: Any) -> None:
    good = {"method": "on_screen"}
    agreement.record(w.place, signed_by=w.founder, **{**good, **wrong}, by=w.founder, at=LATER)


def _left(w: Any, **wrong: Any) -> None:
    graduation.leave(w.place, **{"note": "Part.", **wrong}, by=w.officer, at=LATER)


def _waived(w: Any, **wrong: Any) -> None:
    signoff.waive(w.place.milestones.get(number=1), **{"note": "Fait.", **wrong}, by=w.officer, at=LATER)


def _returned(w: Any, **wrong: Any) -> None:
    w.report = getattr(w, "report", None) or incubation.submitted_report(w.place, w.founder, w.officer)
    acceptance.return_to_founder(w.report, **{"note": "Précisez.", **wrong}, by=w.officer, at=LATER)


def _round(w: Any, **wrong: Any) -> None:
    good = {"title_fr": "Phase", "title_en": "", "opens_at": LATER, "closes_at": LATER + timedelta(days=9)}
    rounds.open_round(w.place.cohort.call, **{**good, **wrong}, by=w.officer, at=LATER)


def _link(w: Any, **wrong: Any) -> None:
    good = {"kind": "personal", "note": "Cousin."}
    declaring.declare(w.juror, w.startup, **{**good, **wrong}, by=w.juror, at=LATER)


def _joined(w: Any, **wrong: Any) -> None:
    membership.join(w.startup, w.founder2, **{"role": "member", **wrong}, by=w.founder, at=LATER)


def _granted(w: Any, **wrong: Any) -> None:
    granting.grant(w.founder2, **{"role": "juror", **wrong}, by=w.admin, at=LATER)


def _profile(w: Any, **wrong: Any) -> None:
    profile.update(w.startup, **{"stage": "prototype", **wrong}, by=w.founder, at=LATER)


Act = Callable[..., None]
CASES: dict[str, tuple[Act, list[dict[str, Any]]]] = {
    "LineForm": (_line, [{"code": "deux mots"}, {"code": "banque-mondiale-2027"}, {"title_fr": ""},
        {"title_fr": "x" * 161}, {"funder_name": "x" * 121}, {"amount": 0}, {"amount": -5},
        {"until_on": date(2026, 12, 31)}]),
    "ChargeForm": (_charge, [{"what_for": "gift"}, {"label_fr": ""}, {"label_fr": "x" * 161}, {"label_en": "x" * 161},
        {"amount": 0}, {"amount": -1}, {"currency": "GBP"}]),
    "ExpenseForm": (_expense, [{"category": "developpement"}, {"label": ""}, {"label": "x" * 161}, {"amount": 0},
        {"spent_on": date(2030, 1, 1)}]),
    "DeclareForm": (_declared, [{"rail": "card"}, {"rail": "pigeon"}, {"reference": " "}, {"reference": "x" * 81}]),
    "NoteForm": (_cancelled, [{"note": " "}, {"note": "x" * 301}]),
    "PayeeForm": (_payee, [{"rail": "pigeon"}, {"rail": ""}, {"holder": " "}, {"holder": "x" * 121}, {"account": " "}, {"account": "x" * 61}]),
    "RequestForm": (_request, [{"spending_note": "  "}, {"spending_note": LONG}]),
    "NoteForm: a request sent back": (_sent_back, [{"note": ""}, {"note": LONG}]),
    "NoteForm: suspended": (_blocked, [{"note": ""}, {"note": LONG}]),
    "PaidForm": (_paid, [{"reference": ""}, {"reference": "x" * 81}]),
    "NoteForm: a payment that failed": (_failed, [{"note": ""}, {"note": "x" * 301}]),
    "InvitationForm": (_invited, [{"expertise": "x" * 241}, {"languages": ["de"]}, {"hours_a_month": 0},
        {"hours_a_month": 81}]),
    "MentorForm": (_offered, [{"expertise": "x" * 241}, {"languages": ["fr", "de"]}, {"hours_a_month": 0},
        {"hours_a_month": 81}]),
    "MatchForm": (_matched, [{"goals": "x" * 601}]),
    "SessionForm": (_session, [{"mode": "telepathy"}, {"topics": ["astrology"]}, {"colour": "blue"}, {"minutes": 4},
        {"minutes": 601}, {"summary": ""}, {"summary": LONG}, {"note": LONG}, {"present": "x" * 241},
        {"held_on": date(2030, 1, 1)}]),
    "ActionForm": (_session, [{"new_actions": [NewAction("x" * 241)]}, {"new_actions": [NewAction("x", "nobody")]}]),
    "PeriodForm": (_period, [{"kind": "decade"}, {"slug": "deux mots"}, {"title_fr": ""}, {"title_fr": "x" * 121},
        {"ends_on": date(2027, 6, 1)}, {"due_on": date(2027, 7, 2)}]),
    "CohortForm": (_cohort, [{"number": 0}, {"number": 1_000}, {"number": 1}, {"slug": "deux mots"}, {"places": 0},
        {"places": 10_000}, {"title_fr": ""}, {"title_fr": "x" * 121}, {"ends_on": date(2027, 1, 1)}]),
    "AgreeForm": (_agreed, [{"method": "by_telepathy"}]),
    "ReasonForm": (_left, [{"note": ""}, {"note": LONG}]),
    "NoteForm: a milestone": (_waived, [{"note": ""}, {"note": LONG}]),
    "NoteForm: a report": (_returned, [{"note": ""}, {"note": LONG}]),
    "RoundForm": (_round, [{"title_fr": "x" * 121}, {"title_en": "x" * 121}, {"closes_at": LATER}]),
    "LinkForm": (_link, [{"kind": "enemy"}, {"kind": ""}, {"note": "x" * 401}]),
    "Invitation": (_joined, [{"role": "king"}]),
    "GrantForm": (_granted, [{"role": "king"}]),
    "ProfileForm": (_profile, [{"stage": "moon"}, {"legal_form": "cult"}, {"name": ""}, {"name": "x" * 256},
        {"website": "pas une adresse"}, {"rccm": "x" * 41}, {"nif": "x" * 21}]),
}  # fmt: skip


def rows() -> Iterator[tuple[str, list]]:
    """Every row of the slices these acts write to."""
    for name in OURS:
        for model in apps.get_app_config(name).get_models():
            yield model._meta.label, list(model._base_manager.order_by("pk").values_list())


@pytest.mark.parametrize("form", CASES)
def test_an_act_refuses_what_its_form_refuses(form, w):
    act, wrongs = CASES[form]
    for wrong in wrongs:
        with pytest.raises(Refused) as refusal:
            act(w, **wrong)
        sentence = str(refusal.value)
        assert sentence and sentence[0].isupper(), wrong
    # Once more, with nothing left to prepare: what is there stays, to the last row.
    before = dict(rows())
    for wrong in wrongs:
        with pytest.raises(Refused):
            act(w, **wrong)
    assert dict(rows()) == before
    act(w)
    assert (dict(rows()) == before) is (
        form == "AgreeForm"
    )  # it was agreed before: the same agreement comes back
