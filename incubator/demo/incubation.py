"""A cohort's way from the offers to its end: places, milestones, reports, money."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from funding import awarding
from funding.models import BudgetLine, Expense, Tranche
from funding.payees import proposing
from funding.states import ExpenseCategory, PayoutRail
from funding.tranches import disbursement, requesting, spending
from incubator.applications.models import Application
from incubator.cohorts import agreement, enrolment, graduation
from incubator.cohorts import planning as cohort_planning
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.demo.filing import pdf
from incubator.files import storing
from incubator.files.models import StoredFile
from incubator.milestones import planning, signoff
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reporting import acceptance, filling, periods
from incubator.reporting.models import Period, Report
from incubator.reporting.states import PeriodKind
from incubator.startups import profile, verifying
from incubator.startups.models import Startup
from incubator.startups.states import LegalForm

ZONE = ZoneInfo("Africa/Lome")
Cast = dict[str, User]
CATEGORIES = (
    ExpenseCategory.SERVICES, ExpenseCategory.RUNNING, ExpenseCategory.TRAVEL, ExpenseCategory.TRAINING,
)  # fmt: skip


def noon(day: date, *, hour: int = 12) -> datetime:
    """Return an hour of a day in Lomé."""
    return datetime.combine(day, time(hour), tzinfo=ZONE)


def plan_cohort(call: Call, number: int, *, starts_on: date, by: User, at: datetime) -> Cohort:
    """Plan the cohort of a call: six months from its first day."""
    return cohort_planning.plan_cohort(
        call,
        programme=call.programme,
        number=number,
        slug=f"cohorte-{number}",
        title_fr=f"Cohorte {number}",
        title_en=f"Cohort {number}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=186),
        places=call.places,
        by=by,
        at=at,
    )


def enrol(applications: list[Application], cohort: Cohort, cast: Cast) -> list[Place]:
    """Accept the offers, record the agreements and start the incubation of all."""
    places = []
    for application in applications:
        lead = _lead_of(application)
        accepted_at = application.call.decisions_published_at + timedelta(days=3)
        place = enrolment.accept(application, by=lead, at=accepted_at)
        agreement.record(
            place,
            method=AgreementMethod.ON_SCREEN,
            signed_by=lead,
            by=lead,
            at=accepted_at + timedelta(days=8),
        )
        planning.begin(place, by=cast["staff"], at=noon(cohort.starts_on))
        places.append(place)
    return places


def _lead_of(application: Application) -> User:
    return application.team.select_related("person").get(role="lead").person


def publish_profile(startup: Startup, lead: User, *, at: datetime) -> None:
    """The lead agrees to stand in the public directory, and the profile is published."""
    profile.consent_to_directory(startup, wording=str(profile.AGREEMENT), given=True, by=lead, at=at)
    profile.publish(startup, by=lead, at=at)


def register(startup: Startup, lead: User, cast: Cast, *, on: date) -> None:
    """A team that was not registered becomes a company before the first tranche; two people of the centre verify it."""
    if startup.legal_form in ("", LegalForm.NONE) or startup.registered_on is None:
        profile.update(startup, legal_form=LegalForm.SARLU, registered_on=on, by=lead, at=noon(on))
    declared = {name: getattr(startup, name) for name in verifying.FACTS}
    read = verifying.propose(
        startup, **declared, seen="Extrait du registre, vu en original", by=cast["staff"], at=noon(on)
    )
    verifying.confirm(read, by=cast["finance"], at=noon(on + timedelta(days=1)))


# -- milestones --------------------------------------------------------------------------------------------


def meet(milestone: Milestone, lead: User, staff: User, draw: Random, *, at: datetime) -> None:
    """Send the evidence of a milestone, and approve it five days later."""
    send(milestone, lead, draw, at=at)
    signoff.approve(milestone, by=staff, at=at + timedelta(days=5))


def send(milestone: Milestone, lead: User, draw: Random, *, at: datetime) -> None:
    """Send the evidence of a milestone."""
    raw = {}
    for field in milestone.evidence_wanted:
        if field["type"] == "file":
            signoff.attach(milestone, field["key"], [pdf(f"{field['key']}.pdf")], by=lead, at=at)
        else:
            raw[field["key"]] = _evidence(field, draw, at)
    signoff.save_evidence(milestone, raw, by=lead, at=at)
    signoff.submit(milestone, by=lead, at=at)


def _evidence(field: dict[str, Any], draw: Random, at: datetime) -> Any:
    values = {
        "integer": draw.randint(10, 60),
        "money": draw.randint(1, 20) * 50_000,
        "boolean": True,
        "date": at.date().isoformat(),
        "url": "https://essai.example/version",
        "textarea": "Nous avons entendu les usagers au marché et à la mairie ; nous avons raccourci les messages "
        "et ajouté l’écoute par rappel gratuit.",
    }
    return values[field["type"]]


# -- reports -----------------------------------------------------------------------------------------------


def plan_periods(cohort: Cohort, *, by: User, at: datetime) -> list[Period]:
    """Plan two quarters and the final report of a cohort."""
    spans = [(0, 91, "trimestre-1", PeriodKind.QUARTER, "premier trimestre", "first quarter"),
             (92, 180, "trimestre-2", PeriodKind.QUARTER, "deuxième trimestre", "second quarter"),
             (0, 181, "final", PeriodKind.FINAL, "rapport final", "final report")]  # fmt: skip
    return [
        periods.plan_period(
            cohort,
            slug=slug,
            kind=kind,
            title_fr=f"{cohort.title_fr}, {french}",
            title_en=f"{cohort.title_en}, {english}",
            starts_on=cohort.starts_on + timedelta(days=first),
            ends_on=cohort.starts_on + timedelta(days=last),
            opens_on=cohort.starts_on + timedelta(days=last + 1),
            due_on=cohort.starts_on + timedelta(days=last + 15),
            by=by,
            at=at,
        )
        for first, last, slug, kind, french, english in spans
    ]


def report(
    one: Report, lead: User, staff: User, draw: Random, *, at: datetime, accepted: bool = True
) -> None:
    """Fill in and send a report; accept it a week later."""
    fill(one, lead, draw, at=at)
    filling.submit(one, by=lead, at=at)
    if accepted:
        acceptance.accept(one, by=staff, at=at + timedelta(days=7))


def fill(one: Report, lead: User, draw: Random, *, at: datetime) -> None:
    """Type the numbers of a report; one of them is honestly missing now and then."""
    values, reasons = {}, {}
    for line in one.values.select_related("indicator"):
        if draw.random() < 0.04:
            values[line.indicator.code], reasons[line.indicator.code] = "", "Comptes en cours d’arrêté"
        elif line.indicator.unit.startswith("XOF"):
            values[line.indicator.code] = str(draw.randint(0, 40) * 50_000)
        else:
            values[line.indicator.code] = str(draw.randint(0, 12))
    filling.save(
        one,
        values=values,
        reasons=reasons,
        done="Essai mené dans deux quartiers, première facture émise.",
        difficulties="Le réseau coupe souvent l’après-midi ; nous avons décalé les envois.",
        next_steps="Former deux relais et ouvrir une troisième commune.",
        by=lead,
        at=at,
    )


# -- money -------------------------------------------------------------------------------------------------


def award(place: Place, line: BudgetLine, cast: Cast, *, at: datetime) -> list[Tranche]:
    """Propose, approve and sign the award of a place; return its tranches."""
    given = awarding.propose(place, line=line, by=cast["staff"], at=at)
    awarding.approve(given, by=cast["approver"], at=at + timedelta(days=2))
    _account(place.startup, cast, at=at)
    awarding.sign(given, by=cast["finance"], at=at + timedelta(days=3))
    return list(given.tranches.order_by("number"))


def _account(startup: Startup, cast: Cast, *, at: datetime) -> None:
    """Finance proposes the account with its paper, another person confirms it the day after."""
    paper = storing.store(
        pdf("rib.pdf"), record=proposing.RECORD, record_id=startup.pk, purpose="proof", formats=("pdf",),
        max_bytes=2_000_000, by=cast["finance"], at=at,
    )  # fmt: skip
    payee = proposing.propose(
        startup, rail=PayoutRail.BANK, holder=startup.name, account=f"TG53 TG00 {startup.pk:012d}", proof=paper,
        by=cast["finance"], at=at,
    )  # fmt: skip
    proposing.confirm(payee, by=cast["approver"], at=at + timedelta(days=1))


def pay(tranche: Tranche, lead: User, cast: Cast, *, at: datetime, until: datetime) -> bool:
    """Take a tranche from its request to its payment, as far as `until` lets; tell whether it was paid."""
    steps = [
        lambda when: requesting.request(tranche, spending_note="Suite du plan de travail.", by=lead, at=when),
        lambda when: requesting.verify(tranche, by=cast["finance"], at=when),
        lambda when: requesting.approve(tranche, by=cast["approver"], at=when),
        lambda when: _transfer(tranche, cast["finance"], at=when),
    ]
    for place, step in enumerate(steps):
        when = at + timedelta(days=3 * place)
        if when > until:
            return False
        step(when)
    requesting.confirm_reception(tranche, by=lead, at=min(until, at + timedelta(days=11)))
    return True


def _transfer(tranche: Tranche, finance: User, *, at: datetime) -> None:
    payout = disbursement.order(tranche, by=finance, at=at)
    reference = f"VIR-{tranche.pk:06d}"
    disbursement.pay(
        payout, reference=reference, proof=_proof(tranche, "preuve", finance, at), by=finance, at=at
    )


def _proof(tranche: Tranche, purpose: str, by: User, at: datetime) -> StoredFile:
    return storing.store(
        pdf(f"{purpose}.pdf"),
        record="tranche",
        record_id=tranche.pk,
        purpose=purpose,
        formats=("pdf",),
        max_bytes=2_000_000,
        by=by,
        at=at,
    )


def justify(
    tranche: Tranche, lead: User, finance: User, *, at: datetime, percent: int = 100
) -> list[Expense]:
    """Declare and accept two expenses that justify `percent` of a tranche."""
    first = tranche.amount * percent // 100 * 6 // 10
    amounts = (first, tranche.amount * percent // 100 - first)
    expenses = []
    for place, amount in enumerate(amounts):
        expense = spending.declare(
            tranche,
            category=CATEGORIES[(tranche.number + place) % len(CATEGORIES)],
            label="Serveur et appareils" if place == 0 else "Visites et essais",
            spent_on=at.date(),
            amount=amount,
            receipt=_proof(tranche, f"reçu-{place + 1}", lead, at),
            by=lead,
            at=at,
        )
        expenses.append(spending.accept(expense, by=finance, at=at + timedelta(days=2)))
    return expenses


def finish(place: Place, staff: User, *, at: datetime) -> None:
    """Graduate the start-up."""
    graduation.graduate(place, by=staff, at=at)
