"""Money for the tests of every slice: a signed award, a tranche asked for, signed and paid. By the acts that lead there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from funding import awarding, budget, charges
from funding.cards import refunding
from funding.models import Award, BudgetLine, Charge, Expense, Payee, Payout, Tranche
from funding.payees import proposing
from funding.tranches import disbursement, requesting, spending
from incubator.cohorts.models import Place
from incubator.files import storing
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.startups import profile, verifying
from incubator.startups.models import Registration, Startup
from tests.world.applications import PDF
from tests.world.kept import kept

PROPOSED = datetime(2027, 6, 8, 9, 0, tzinfo=UTC)
SIGNED = datetime(2027, 6, 10, 9, 0, tzinfo=UTC)
ASKED = datetime(2027, 6, 14, 9, 0, tzinfo=UTC)
CHECKED = datetime(2027, 6, 15, 9, 0, tzinfo=UTC)
APPROVED = datetime(2027, 6, 16, 9, 0, tzinfo=UTC)
PAID = datetime(2027, 6, 18, 9, 0, tzinfo=UTC)
SPENT = datetime(2027, 7, 20, 9, 0, tzinfo=UTC)
ACCOUNT = "TG53 0101 0100 1234 5678"


@dataclass(frozen=True)
class Office:
    """The four people money needs."""

    officer: User
    finance: User
    approver: User
    director: User


def opened_line(finance: User, *, code: str = "banque-mondiale-2027", amount: int = 60_000_000) -> BudgetLine:
    """A budget line, sixty million francs unless said otherwise."""
    found = BudgetLine.objects.filter(code=code).first()
    return found or budget.open_line(
        funder="banque-mondiale", code=code, title_fr="Subventions 2027", amount=amount, from_on=date(2027, 1, 1),
        until_on=date(2028, 12, 31), by=finance, at=PROPOSED,
    )  # fmt: skip


FACTS = {"legal_form": "sarl", "registered_on": date(2026, 5, 4)}


def register(place: Place, office: Office) -> None:
    """The company is declared by its team, read in its papers by the officer and confirmed by the director."""
    profile.update(place.startup, **FACTS, by=office.officer, at=PROPOSED)
    verified(place.startup, office)
    place.startup.refresh_from_db()


def proposed_registration(startup: Startup, officer: User, **facts: Any) -> Registration:
    """What an officer read in the papers of a company."""
    return verifying.propose(
        startup, **{**FACTS, **facts}, seen="Extrait du registre", by=officer, at=PROPOSED
    )


def verified(startup: Startup, office: Office) -> Registration:
    """A registration that two people of the centre verified."""
    return verifying.confirm(proposed_registration(startup, office.officer), by=office.director, at=PROPOSED)


def proposed_award(place: Place, office: Office, *, ceiling_amount: int | None = None) -> Award:
    """An award prepared by the programme officer."""
    line = opened_line(office.finance)
    return awarding.propose(place, line=line, ceiling_amount=ceiling_amount, by=office.officer, at=PROPOSED)


@kept
def signed_award(place: Place, office: Office, *, ceiling_amount: int | None = None) -> Award:
    """An award signed, its account recorded, its company registered: tranche 1 may be asked for."""
    register(place, office)
    award = proposed_award(place, office, ceiling_amount=ceiling_amount)
    awarding.approve(award, by=office.director, at=SIGNED)
    awarding.sign(award, by=office.finance, at=SIGNED)
    if not place.startup.payees.exists():
        confirmed_payee(place.startup, office)
    return award


def proposed_payee(
    startup: Startup,
    finance: User,
    *,
    holder: str = "",
    account: str = ACCOUNT,
    rail: str = "bank",
    at: datetime = SIGNED,
) -> Payee:
    """An account that finance proposes with the paper that shows it."""
    proof = paper("payee", startup.pk, finance, name="rib.pdf", at=at)
    return proposing.propose(
        startup, rail=rail, holder=holder or startup.name, account=account, proof=proof, by=finance, at=at
    )  # fmt: skip


def confirmed_payee(startup: Startup, office: Office, *, at: datetime = SIGNED, **terms: Any) -> Payee:
    """An account that finance proposed and the approver confirmed."""
    return proposing.confirm(
        proposed_payee(startup, office.finance, at=at, **terms), by=office.approver, at=at
    )


def requested_tranche(award: Award, founder: User, number: int = 1, *, at: datetime = ASKED) -> Tranche:
    """A tranche the founder asked for."""
    tranche = award.tranches.get(number=number)
    return requesting.request(tranche, spending_note="Tout va aux essais.", by=founder, at=at)


@kept
def verified_tranche(award: Award, founder: User, office: Office, number: int = 1) -> Tranche:
    """A tranche that finance verified."""
    return requesting.verify(requested_tranche(award, founder, number), by=office.finance, at=CHECKED)


@kept
def approved_tranche(award: Award, founder: User, office: Office, number: int = 1) -> Tranche:
    """A tranche that the approver signed."""
    return requesting.approve(
        verified_tranche(award, founder, office, number), by=office.approver, at=APPROVED
    )


@kept
def ordered_payout(award: Award, founder: User, office: Office, number: int = 1) -> Payout:
    """A payment on its way."""
    return disbursement.order(
        approved_tranche(award, founder, office, number), by=office.finance, at=APPROVED
    )


def paper(
    record: str, record_id: int, by: User, *, name: str = "piece.pdf", at: datetime = PAID
) -> StoredFile:
    """A PDF kept for a record."""
    upload = SimpleUploadedFile(name, PDF, content_type="application/pdf")
    return storing.store(
        upload,
        record=record,
        record_id=record_id,
        purpose="proof",
        formats=("pdf",),
        max_bytes=2_000_000,
        by=by,
        at=at,
    )


def paid(payout: Payout, finance: User, *, reference: str = "", at: datetime = PAID) -> Payout:
    """The payment proved."""
    proof = paper("payout", payout.pk, finance, at=at)
    return disbursement.pay(
        payout, reference=reference or f"VIR-{payout.public_id}", proof=proof, by=finance, at=at
    )


@kept
def paid_tranche(award: Award, founder: User, office: Office, number: int = 1) -> Tranche:
    """A tranche paid with its proof."""
    payout = paid(ordered_payout(award, founder, office, number), office.finance)
    payout.tranche.refresh_from_db()
    return payout.tranche


def expense(tranche: Tranche, founder: User, amount: int, *, at: datetime = SPENT) -> Expense:
    """An expense declared with its receipt."""
    receipt = paper("tranche", tranche.pk, founder, name="recu.pdf", at=at)
    return spending.declare(
        tranche, category="equipment", label="Trois tablettes, marché de Dapaong", spent_on=date(2027, 7, 15),
        amount=amount, receipt=receipt, by=founder, at=at,
    )  # fmt: skip


@kept
def accepted_expense(tranche: Tranche, founder: User, office: Office, amount: int) -> Expense:
    """An expense that finance accepted."""
    return spending.accept(expense(tranche, founder, amount), by=office.finance, at=SPENT)


def charge(payer: User, finance: User, *, amount: int = 25_000, at: datetime = SPENT) -> Charge:
    """A desk for a month, asked of somebody."""
    return charges.create(
        payer=payer, what_for="desk", label_fr="Poste de travail, juillet", label_en="Desk, July", amount=amount,
        by=finance, at=at,
    )  # fmt: skip


def declared_charge(
    payer: User, finance: User, *, reference: str = "TM-778812", at: datetime = SPENT
) -> Charge:
    """A charge its payer paid by mobile money, waiting for a second person."""
    asked = charge(payer, finance, at=at)
    proof = paper("charge", asked.pk, payer, at=at)
    return charges.declare_payment(asked, rail="mobile", reference=reference, proof=proof, by=payer, at=at)


def refunded(
    charge: Charge, finance: User, second: User, *, note: str = "Séance annulée.", at: datetime = SPENT
) -> Charge:
    """A payment given back: asked by finance, confirmed by another person."""
    charge.refresh_from_db()
    waiting = charge.refunds.waiting().first() or refunding.ask(charge, note=note, by=finance, at=at)
    refunding.confirm(waiting, by=second, at=at)
    charge.refresh_from_db()
    return charge
