"""One world for the whole table: every kind of record in the state its addresses need, and texts nobody else may read.

It is built once, by the acts that lead there, in a transaction that is never committed.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from cms.setup import ensure_site
from funding import awarding, charges, disbursement, spending
from incubator.accounts import tokens
from incubator.applications import decision, documents, drafting, screening, submission
from incubator.applications.models import Application
from incubator.applications.states import DecisionResult
from incubator.cohorts import agreement, enrolment
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.conflicts import declaring
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.programmes.loading import load_call
from incubator.programmes.models import Call, Programme
from incubator.reviews import scoring
from incubator.startups import founding, profile
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre
from mentorship import matching
from tests.access.table import ROLES
from tests.conftest import LONG_AGO, make_person
from tests.world import applications, funding, incubation, mentorship, programmes, reviews

NOW = datetime(2027, 10, 10, 9, 0, tzinfo=UTC)
JURY_OPENS = datetime(2027, 9, 1, 8, 0, tzinfo=UTC)
JURY_CLOSES = datetime(2027, 11, 1, 17, 0, tzinfo=UTC)
STARTUP = {"owner": "Tikpa Hors-Ligne", "other": "Savane Cadastre"}
GRANTS = {
    "mentor": Role.MENTOR, "other_mentor": Role.MENTOR, "juror": Role.JUROR, "other_juror": Role.JUROR,
    "agent": Role.AGENT, "officer": Role.OFFICER, "other_officer": Role.OFFICER, "finance": Role.FINANCE, "approver": Role.APPROVER,
    "director": Role.DIRECTOR, "donor": Role.DONOR, "editor": Role.EDITOR, "admin": Role.ADMIN,
}  # fmt: skip
# Texts that stand in one place each; `table.CANARIES` says who may read them.
CANARY = {
    "draft answer": "CANARI-BROUILLON-7f3a",
    "sensitive answer": "CANARI-SENSIBLE-91bc",
    "sent answer": "CANARI-REPONSE-c0de",
    "pending reasons": "CANARI-MOTIF-55aa",
    "juror's comment": "CANARI-JURE-0b0b",
    "session note": "CANARI-NOTE-d1ce",
    "session summary": "CANARI-RESUME-beef",
    "payee account": "TG53CANARI0000777",
    "report": "CANARI-RAPPORT-a11a",
    "spending note": "CANARI-DEPENSE-6e6e",
    "interest note": "CANARI-LIEN-4242",
    "expense label": "CANARI-ACHAT-3c3c",
}


@dataclass
class World:
    """The people by role, their sessions, and the arguments of the addresses by the name the table gives them."""

    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    args: dict[str, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def browser(self, role: str) -> Client:
        """A browser of its own for each question, signed in as that role."""
        client = Client(raise_request_exception=False)
        if role in self.sessions:
            client.cookies["session"] = self.sessions[role]
        return client


def build() -> World:
    """Make everything."""
    world = World()
    load_divisions()
    centre = Centre.objects.create(slug="centre", name_fr="Centre", name_en="Centre", phone="+22890000000")
    ensure_site(centre)
    _people(world)
    _calls(world)
    _drafts(world)
    _files_of_the_sample_call(world)
    _judged(world)
    _places(world)
    _follow_up(world)
    _mentoring(world)
    _money(world)
    _rest(world)
    _sign_in(world)
    return world


def _people(world: World) -> None:
    for role in ROLES:
        if role != "anonymous":
            world.people[role] = make_person(role)
        if role in GRANTS:
            Grant.objects.create(person=world.people[role], role=GRANTS[role], from_at=LONG_AGO)
    world.people["third"] = make_person("third")
    # A second of each pair, so that a person of the table may be the one who signs.
    world.people["preparer"] = make_person("preparer", Role.OFFICER)


def _sign_in(world: World) -> None:
    for role in ROLES:
        if role != "anonymous":
            client = Client()
            client.force_login(world.people[role], backend="incubator.accounts.backends.OneDoor")
            world.sessions[role] = client.cookies["session"].value


def _small(reference: str, slug: str, opens: str, closes: str) -> dict[str, Any]:
    data = {**deepcopy(programmes.SMALL), "documents": [], "reference": reference, "slug": slug}
    data["calendar"][0]["start"], data["calendar"][1]["start"] = opens, closes
    for criterion in data["criteria"]["items"]:
        criterion["answers"] = [key for key in criterion["answers"] if key != "plan"]
    return data


def _calls(world: World) -> None:
    officer, director = world.people["officer"], world.people["director"]
    sample = programmes.published_call(officer, director)
    made = {"call": sample, "prepared call": None, "proposed call": None, "approved call": None}
    late = {"publish": ("2028-03-12", 2), "start": ("2028-04-05", 3)}
    for number, name in enumerate(("open", "prepared", "proposed", "approved"), start=3):
        data = _small(f"AC-2027-0{number}", f"petit-{name}", "2027-09-01T08:00", "2027-12-01T12:00")
        data["calendar"][2]["start"], data["calendar"][3]["start"] = (day for day, _place in late.values())
        made[f"{name} call"] = load_call(data, by=officer, at=programmes.BEFORE)
    judged = _small("AC-2027-02", "petit-juge", "2027-01-11T08:00", "2027-02-26T12:00")
    made["judged call"] = load_call(judged, by=officer, at=programmes.BEFORE)
    for name in ("open call", "judged call"):
        made[name] = programmes.publish(made[name], officer, director)
    preparer = world.people["preparer"]
    programmes.approval.propose(made["proposed call"], by=preparer, at=NOW)
    programmes.approval.propose(made["approved call"], by=preparer, at=NOW)
    programmes.approval.approve(made["approved call"], by=director, at=NOW)
    world.things |= made
    for name, call in made.items():
        world.args[name] = {"reference": call.reference}
        world.args[f"{name} by slug"] = {"slug": call.slug}
    elsewhere = Programme.objects.create(centre=sample.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=world.people["other_officer"])
    world.args["part of prepared call"] = {**world.args["prepared call"], "part": "grid"}


def _drafts(world: World) -> None:
    """The owner's draft in the open call, and somebody else's."""
    owner, call = world.people["owner"], world.things["open call"]
    answers = {
        **applications.small_answers(), "idea": CANARY["draft answer"], "health_note": CANARY["sensitive answer"],
    }  # fmt: skip
    draft = drafting.start(call, by=owner, at=NOW, answers=answers)
    drafting.start(call, by=world.people["other_founder"], at=NOW, answers=applications.small_answers())
    world.things["draft"] = draft
    world.args["draft"] = {"ref": draft.ref}
    world.args["step of draft"] = {"ref": draft.ref, "step": "a"}
    world.args["field of draft"] = {"ref": draft.ref, "step": "a", "key": "idea"}


def _files_of_the_sample_call(world: World) -> None:
    """Files of the owner in each state of the screening, one of them with the jury, given as second file to `juror`."""
    people, call = world.people, world.things["call"]
    slugs = {"received": "su-02", "returned": "su-03", "eligible": "su-04", "in review": "su-01"}
    for name, slug in slugs.items():
        world.things[name] = _sent(world, call, people["owner"], slug, marked=name == "in review")
    other = _sent(world, call, people["other_founder"], "su-05")
    draft = applications.complete(call, people["owner"], "su-06")
    world.things["complete draft"] = draft
    screening.return_for_correction(
        world.things["returned"], items=[{"key": "problem", "reason": "À préciser."}], note="",
        due_at=datetime(2027, 12, 1, 17, 0, tzinfo=UTC), by=people["officer"], at=reviews.SCREENED,
    )  # fmt: skip
    reviews.eligible(world.things["eligible"], people["officer"])
    for file in (other, world.things["in review"]):
        reviews.eligible(file, people["officer"])
    round_ = reviews.rounds.open_round(
        call, opens_at=JURY_OPENS, closes_at=JURY_CLOSES, by=people["officer"], at=reviews.SCREENED
    )
    reviews.given(round_, other, people["juror"], people["officer"])
    hand = reviews.given(round_, world.things["in review"], people["juror"], people["officer"])
    own = reviews.given(round_, other, people["other_juror"], people["officer"])
    for criterion in call.criteria.all():
        scoring.save(hand, criterion, value=3, comment=CANARY["juror's comment"], by=people["juror"], at=NOW)
        scoring.save(own, criterion, value=3, comment="Vu.", by=people["other_juror"], at=NOW)
    submitted = scoring.submit(own, by=people["other_juror"], at=NOW)
    decision.decide(
        world.things["in review"], DecisionResult.DECLINE, reasons_fr=CANARY["pending reasons"],
        by=people["officer"], at=NOW,
    )  # fmt: skip
    for name in slugs:
        world.args[name] = {"ref": world.things[name].ref}
    world.things |= {"round": round_, "hand": hand, "other file": other}
    inside = {"round_id": round_.public_id}
    world.args["round"] = inside
    world.args["file of juror"] = {**inside, "number": hand.number}
    world.args["document of juror"] = {**inside, "number": hand.number, "slug": "presentation"}
    world.args["round at desk"] = {**world.args["call"], **inside}
    world.args["review"] = {"ref": hand.public_id}
    world.args["confirmed review"] = {"ref": submitted.public_id}


def _sent(world: World, call: Call, founder: User, slug: str, *, marked: bool = False) -> Application:
    answers = applications.sample_answers(slug)
    if marked:
        answers = {
            **answers, "problem": CANARY["sent answer"], "lead_accommodation": CANARY["sensitive answer"],
        }  # fmt: skip
    application = applications.draft(call, founder, answers)
    applications.add_documents(application, founder)
    if marked:
        paper = documents.attach(
            application,
            "presentation",
            [applications.pdf("presentation.pdf")],
            by=founder,
            at=applications.DRAFTED,
        )
        world.things["paper"] = paper
    return submission.submit(application, by=founder, at=applications.SENT)


def _judged(world: World) -> None:
    """The call whose results are published: an offer of the owner, a rank on the waiting list."""
    people, call = world.people, world.things["judged call"]
    results = {"offered": DecisionResult.OFFER, "waiting": DecisionResult.WAITING_LIST}
    for name, result in results.items():
        file = drafting.start(
            call, by=people["owner"], at=applications.DRAFTED, answers=applications.small_answers()
        )
        submission.submit(file, by=people["owner"], at=applications.DRAFTED)
        reviews.in_review(file, people["officer"])
        decision.decide(
            file, result, rank=1 if name == "waiting" else None, by=people["officer"], at=reviews.DECIDED,
            answer_by=datetime(2027, 12, 1, 17, 0, tzinfo=UTC),
        )  # fmt: skip
        world.things[name], world.args[name] = file, {"ref": file.ref}
    reviews.published(call, people["director"])
    for name in results:
        world.things[name].refresh_from_db()
    cohort = incubation.planned_cohort(call, people["officer"])
    world.args["cohort of judged call"] = {"slug": cohort.slug}
    world.args["call without cohort"] = {"ref": world.things["open call"].reference}


def _places(world: World) -> None:
    people = world.people
    given = {"place": ("owner", STARTUP["owner"]), "other place": ("other_founder", STARTUP["other"])}
    given |= {name: ("third", name) for name in ("verified", "ordered", "proposed", "bare")}
    for name, (lead, startup) in given.items():
        world.things[name] = incubation.active_place(
            people[lead], people["officer"], people["director"], startup_name=startup
        )
    cohort: Cohort = world.things["place"].cohort
    signed = _confirmed(world, cohort, "Prête")
    agreement.record(
        signed,
        method=AgreementMethod.ON_SCREEN,
        signed_by=people["third"],
        by=people["third"],
        at=incubation.ENROLLED,
    )
    unsigned = enrolment.take_place(
        cohort, founding.found("Sans convention", lead=people["owner"], by=people["owner"], at=incubation.ENROLLED),
        by=people["owner"], at=incubation.ENROLLED,
    )  # fmt: skip
    place: Place = world.things["place"]
    world.args |= {
        "cohort": {"slug": cohort.slug},
        "place": {"slug": cohort.slug, "place": place.public_id},
        "bare place": {"place": world.things["bare"].public_id},
        "place without agreement": {"slug": cohort.slug, "place": unsigned.public_id},
        "graduation of place": {
            "slug": cohort.slug,
            "place": world.things["bare"].public_id,
            "name": "graduate",
        },
        "signed place": {"slug": cohort.slug, "place": signed.public_id},
        "startup": {"slug": place.startup.slug},
        "unsigned startup": {"slug": unsigned.startup.slug},
    }


def _confirmed(world: World, cohort: Cohort, name: str) -> Place:
    lead = world.people["third"]
    startup = founding.found(name, lead=lead, by=lead, at=incubation.ENROLLED)
    return enrolment.take_place(cohort, startup, by=lead, at=incubation.ENROLLED)


def _follow_up(world: World) -> None:
    people, place = world.people, world.things["place"]
    owner, officer = people["owner"], people["officer"]
    incubation.approved_milestone(place, 1, owner, officer)
    sent = incubation.submitted_milestone(place, 2, owner)
    open_one = place.milestones.get(number=3)
    incubation.fill_evidence(open_one, owner)
    open_report = incubation.expected_report(place, officer, "2027-t2")
    incubation.fill_report(open_report, owner)
    report = incubation.expected_report(place, officer, "2027-t3")
    incubation.fill_report(report, owner)
    incubation.filling.save(
        report, values={}, reasons={}, done=CANARY["report"], difficulties="Le réseau.", next_steps="Une commune.",
        by=owner, at=incubation.REPORTED,
    )  # fmt: skip
    report.refresh_from_db()
    report = incubation.filling.submit(report, by=owner, at=incubation.REPORTED)
    planned = incubation.planned_period(place.cohort, officer, "2027-t4")
    slug = {"slug": place.startup.slug}
    world.things |= {
        "milestone": sent,
        "open milestone": open_one,
        "report": report,
        "open report": open_report,
    }
    world.args |= {
        "milestone": {"public_id": sent.public_id},
        "milestone of startup": {**slug, "n": open_one.number},
        "milestone kept open": {**slug, "n": open_one.number},
        "open milestone": {"public_id": open_one.public_id},
        "report": {"public_id": report.public_id},
        "report of startup": {**slug, "period": report.period.slug},
        "open report of startup": {**slug, "period": open_report.period.slug},
        "planned period": {"slug": place.cohort.slug, "period": planned.slug},
    }


def _mentoring(world: World) -> None:
    people, place = world.people, world.things["place"]
    officer, startup = people["officer"], place.startup
    mentor = mentorship.active_mentor(people["mentor"], officer)
    other = mentorship.active_mentor(people["other_mentor"], officer)
    match = mentorship.matched(mentor, startup, officer)
    mentorship.matched(other, world.things["other place"].startup, officer)
    proposed = matching.propose(other, world.things["bare"].startup, by=officer, at=NOW)
    session = mentorship.held_session(
        startup, mentor, at=NOW, note=CANARY["session note"], summary=CANARY["session summary"]
    )
    world.things |= {"session": session, "match": match, "mentor": mentor}
    world.args |= {
        "session": {"public_id": session.public_id},
        "action": {"slug": startup.slug, "public_id": session.actions.get().public_id},
        "match": {"public_id": match.public_id},
        "proposed match": {"public_id": proposed.public_id},
        "mentor's pause": {"public_id": mentor.public_id, "act": "pause"},
    }


def _money(world: World) -> None:
    people = world.people
    office = funding.Office(people["preparer"], people["finance"], people["approver"], people["director"])
    award = funding.signed_award(world.things["place"], office)
    paid = funding.paid_tranche(award, people["owner"], office)
    bought = funding.expense(paid, people["owner"], 5_000)
    bought = _relabelled(bought)
    asked = disbursement.request(
        funding.signed_award(world.things["other place"], office).tranches.get(number=1),
        spending_note=CANARY["spending note"], by=people["other_founder"], at=funding.ASKED,
    )  # fmt: skip
    verified = funding.verified_tranche(
        funding.signed_award(world.things["verified"], office), people["third"], office
    )
    ordered = funding.signed_award(world.things["ordered"], office)
    awarding.set_payee(
        ordered, name="Titulaire", account=CANARY["payee account"], by=people["finance"], at=NOW
    )
    payout = funding.ordered_payout(ordered, people["third"], office)
    proposed = funding.proposed_award(world.things["proposed"], office)
    charge = funding.charge(people["owner"], people["finance"])
    # Declared by its payer, so that finance may confirm it.
    declared = funding.declared_charge(people["owner"], people["finance"], reference="TM-1")
    confirmed = charges.confirm(
        funding.declared_charge(people["owner"], people["finance"], reference="TM-2"),
        by=people["finance"], at=funding.SPENT,
    )  # fmt: skip
    slug = {"slug": world.things["place"].startup.slug}
    world.things |= {
        "award": award, "paid": paid, "expense": bought, "charge": charge, "asked": asked,
        "verified tranche": verified, "payout": payout, "proposed award": proposed,
    }  # fmt: skip
    world.args |= {
        "first tranche of startup": {**slug, "n": 1},
        "second tranche of startup": {**slug, "n": 2},
        "tranche": {"public_id": paid.public_id},
        "check of tranche": {"public_id": asked.public_id, "name": "verify"},
        "payment of tranche": {"public_id": payout.tranche.public_id, "name": "pay"},
        "suspension of tranche": {"public_id": asked.public_id, "name": "block"},
        "signature of tranche": {"public_id": verified.public_id, "name": "approve"},
        "expense": {"public_id": bought.public_id, "name": "accept"},
        "award": {"ref": award.reference},
        "approval of award": {"ref": proposed.reference, "name": "approve"},
        "closing of award": {"ref": award.reference, "name": "close"},
        "charge": {"public_id": charge.public_id},
        "paid charge": {"public_id": confirmed.public_id},
        "confirmation of charge": {"public_id": declared.public_id, "name": "succeed"},
        "receipt file": {"public_id": bought.receipt.public_id},
        "proof of payment": {"public_id": paid.payouts.get().proof.public_id},
    }


def _relabelled(bought: Any) -> Any:
    receipt = funding.paper(
        "tranche", bought.tranche_id, bought.declared_by, name="recu2.pdf", at=funding.SPENT
    )
    return spending.declare(
        bought.tranche, category="equipment", label=CANARY["expense label"], spent_on=bought.spent_on, amount=7_000,
        receipt=receipt, by=bought.declared_by, at=funding.SPENT,
    )  # fmt: skip


def _rest(world: World) -> None:
    """Links, letters, a published start-up, files of applications, tokens."""
    people, startup = world.people, world.things["other place"].startup
    interest = declaring.declare(
        people["third"], startup, kind="personal", note=CANARY["interest note"], by=people["third"], at=NOW
    )
    unnamed = declaring.declare(
        None, startup, kind="declared", note="Un parent siège.", by=people["owner"], at=NOW
    )
    letter = (
        Message.objects.letters_to(people["owner"], NOW).filter(about="application").order_by("pk").first()
    )
    profile.update(startup, pitch_fr="Des plans.", by=people["other_founder"], at=NOW)
    profile.consent_to_directory(startup, wording="oui", given=True, by=people["other_founder"], at=NOW)
    profile.publish(startup, by=people["other_founder"], at=NOW)
    draft: Application = world.things["complete draft"]
    stored = _stored_of(draft)
    world.args |= {
        "nothing": {},
        "home page": {"path": ""},
        "draft of the sample call": {"ref": draft.ref},
        "evidence": {"public_id": _stored_of(world.things["milestone"], "milestone").public_id},
        "interest": {"ref": interest.public_id},
        "unnamed interest": {"ref": unnamed.public_id},
        "letter": {"public_id": letter.public_id},
        "published startup": {"slug": startup.slug},
        "person": {"public_id": people["outsider"].public_id},
        "document of draft": {"ref": draft.ref, "public_id": stored.public_id},
        "file of draft": {"public_id": stored.public_id},
        "file of sent": {"public_id": _stored_of(world.things["in review"]).public_id},
    }
    tokens.make(
        people["owner"], name="essai", scopes=["read"], by=people["owner"], at=NOW,
        expires_at=datetime(2028, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _stored_of(thing: Any, record: str = "application") -> Any:
    return StoredFile.objects.of(record, thing.pk).order_by("pk").first()
