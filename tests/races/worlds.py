"""States for the races, reached by the acts that lead there, many at a time."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

from django.db import transaction

from funding import awarding, budget
from funding.models import BudgetLine, Payee, Tranche
from funding.payees import proposing
from funding.tranches import requesting
from incubator.applications.casework import screening
from incubator.applications.decisions import decision, publishing
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.applications.states import DecisionResult
from incubator.applications.submission import sending
from incubator.cohorts import agreement, enrolment, graduation
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.core.clock import local_day
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import Call
from incubator.startups import founding
from incubator.startups.models import Startup
from tests.conftest import AT, make_person
from tests.world.applications import small_answers
from tests.world.funding import paper
from tests.world.incubation import ENROLLED, STARTED, planned_cohort
from tests.world.programmes import BEFORE, SMALL, publish
from tests.world.reviews import DECIDED, PUBLISHED, SCREENED

AT_ONCE = 100
TRANCHES = 10


def short_call(officer: User, director: User, **changed: Any) -> Call:
    """The small call without documents: a thousand drafts of it are made quickly."""
    data = {**deepcopy(SMALL), "documents": [], **changed}
    for criterion in data["criteria"]["items"]:
        criterion["answers"] = [key for key in criterion["answers"] if key != "plan"]
    return publish(load_call(data, by=officer, at=BEFORE), officer, director)


def complete_draft(call: Call, name: str) -> tuple[Application, User]:
    """A draft of a new person with everything the small call asks."""
    lead = make_person(name)
    return drafting.start(call, by=lead, at=AT, answers=small_answers()), lead


def complete_drafts(call: Call, wanted: int) -> list[tuple[Application, User]]:
    made: list[tuple[Application, User]] = []
    while len(made) < wanted:
        with transaction.atomic():
            for number in range(len(made), min(wanted, len(made) + AT_ONCE)):
                made.append(complete_draft(call, f"lead{number}"))
    return made


def offers(call: Call, wanted: int, officer: User, director: User) -> list[tuple[Application, User]]:
    """Files of so many teams that were offered a place, all published in one act."""
    files = complete_drafts(call, wanted)
    with transaction.atomic():
        for application, lead in files:
            sending.submit(application, by=lead, at=AT)
            screening.confirm(application, eligible=True, by=officer, at=SCREENED)
            screening.send_to_review(application, by=officer, at=SCREENED)
            decision.decide(application, DecisionResult.OFFER, by=officer, at=DECIDED)
    publishing.publish_all(call, by=director, at=PUBLISHED)
    return files


def one_place_left(call: Call, officer: User) -> Cohort:
    """A cohort whose only place is free."""
    return planned_cohort(call, officer, places=1)


def freed(cohort: Cohort, officer: User) -> None:
    """Whoever took the place leaves: it is free again."""
    for place in Place.objects.filter(cohort=cohort, ended_on=None):
        graduation.leave(place, note="Essai suivant.", by=officer, at=ENROLLED)


def many_tranches_call(officer: User, director: User) -> Call:
    """The small call with a plan of ten tranches, each released by the agreement alone."""
    plan = [
        {"number": n, "percent": 100 // TRANCHES, "amount": 500000 // TRANCHES, "label_fr": f"Tranche {n}",
         "label_en": f"Tranche {n}", "conditions": [{"kind": "agreement_signed"}]}
        for n in range(1, TRANCHES + 1)
    ]  # fmt: skip
    return short_call(officer, director, grant={"currency": "XOF", "max_amount": 500000, "tranches": plan})


def budget_line(finance: User) -> BudgetLine:
    return budget.open_line(
        funder="bailleur", code="L1", title_fr="Subventions", amount=10_000_000_000,
        from_on=local_day(BEFORE), until_on=local_day(BEFORE + timedelta(days=900)), by=finance, at=BEFORE,
    )  # fmt: skip


def second_person() -> User:
    """Who confirms the accounts that finance proposes."""
    return User.objects.filter(email__startswith="second@").first() or make_person("second", Role.APPROVER)


def confirmed_payee(startup: Startup, account: str, finance: User) -> Payee:
    """An account proposed by finance and confirmed by another person."""
    return proposing.confirm(proposed_payee(startup, account, finance), by=second_person(), at=STARTED)


def proposed_payee(startup: Startup, account: str, finance: User) -> Payee:
    """An account that waits for the second person; its paper is one for all."""
    proof = paper("payee", startup.pk, finance, at=STARTED)
    return proposing.propose(
        startup, rail="bank", holder=startup.name, account=account, proof=proof, by=finance, at=STARTED
    )  # fmt: skip


@transaction.atomic
def signed_award(
    cohort: Cohort, line: BudgetLine, number: int, *, officer: User, finance: User, director: User
) -> tuple[list[Tranche], User]:
    """The tranches of a new start-up with a signed award and an account to pay, and its founder."""
    founder = make_person(f"founder{number}")
    startup = founding.found(f"Atelier {number}", lead=founder, by=founder, at=ENROLLED)
    place = enrolment.take_place(cohort, startup, by=founder, at=ENROLLED)
    agreement.record(place, method=AgreementMethod.ON_SCREEN, signed_by=founder, by=founder, at=ENROLLED)
    award = awarding.propose(place, line=line, by=officer, at=STARTED)
    awarding.approve(award, by=director, at=STARTED)
    awarding.sign(award, by=finance, at=STARTED)
    confirmed_payee(startup, f"TG53 0000 {number}", finance)
    return list(award.tranches.order_by("number")), founder


def verified_tranches(
    call: Call, *, officer: User, finance: User, director: User, wanted: int, one_each: bool = False
) -> Iterator[Tranche]:
    """One verified tranche after another; ask for the next one when the last one was paid. `one_each` takes the first
    tranche alone of each start-up.
    """
    cohort = planned_cohort(call, officer, places=wanted)
    line = budget_line(finance)
    for number in range(wanted if one_each else -(-wanted // TRANCHES)):
        tranches, founder = signed_award(
            cohort, line, number, officer=officer, finance=finance, director=director
        )
        for tranche in tranches[: 1 if one_each else None]:
            requesting.request(tranche, spending_note="Achats.", by=founder, at=STARTED)
            yield requesting.verify(tranche, by=finance, at=STARTED)
