"""Calls in each state, and files of the owner in each state of the screening, of the jury and of the decision."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from incubator.accounts.contacts import Door
from incubator.accounts.models import Consent
from incubator.applications.assistance import assisting
from incubator.applications.blind import masking
from incubator.applications.casework import notes, screening
from incubator.applications.decisions import decision
from incubator.applications.exceptions import call_invitations, late_codes
from incubator.applications.filling import documents, drafting
from incubator.applications.models import Application, Twins
from incubator.applications.states import DecisionResult
from incubator.applications.submission import sending
from incubator.applications.team import inviting
from incubator.people.models import User
from incubator.people.states import ContactKind
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import Call, Programme
from incubator.programmes.preparation import changes, copying
from incubator.reviews import scoring
from tests.access.world import CANARY, NOW, World
from tests.world import applications, incubation, programmes, reviews

JURY_OPENS = datetime(2027, 9, 1, 8, 0, tzinfo=UTC)
JURY_CLOSES = datetime(2027, 11, 1, 17, 0, tzinfo=UTC)


def publish(world: World) -> None:
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
    late_code, _text = late_codes.make(
        made["open call"],
        reason="Décès dans l’équipe.",
        expires_at=datetime(2028, 1, 1, tzinfo=UTC),
        by=preparer,
        at=NOW,
    )
    _kinds(world, made["prepared call"])
    world.args["late code"] = {**world.args["open call"], "public_id": late_code.public_id}
    world.args["part of prepared call"] = {**world.args["prepared call"], "part": "grid"}


def _kinds(world: World, prepared: Call) -> None:
    """Somebody invited to the call in preparation, and a practice copy of it."""
    officer, opens = world.people["officer"], datetime(2028, 1, 10, 9, 0, tzinfo=UTC)
    changes.change_dates(prepared, by_invitation=True, by=officer, at=NOW)
    prepared.refresh_from_db()
    call_invitations.invite(prepared, [Door("email", "invitee@example.test")], by=officer, at=NOW)
    row = prepared.invitations.get()
    world.args["call invitation"] = {"reference": prepared.reference, "public_id": row.public_id}
    practice = copying.copy(
        prepared, reference="AC-2027-90", slug="exercice", opens_at=opens, closes_at=opens + timedelta(days=30),
        purpose="is_practice", by=officer, at=NOW,
    )  # fmt: skip
    world.args["practice call"] = {"reference": practice.reference}


def _small(reference: str, slug: str, opens: str, closes: str) -> dict[str, Any]:
    data = {**deepcopy(programmes.SMALL), "documents": [], "reference": reference, "slug": slug}
    data["calendar"][0]["start"], data["calendar"][1]["start"] = opens, closes
    for criterion in data["criteria"]["items"]:
        criterion["answers"] = [key for key in criterion["answers"] if key != "plan"]
    return data


def draft(world: World) -> None:
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
    assisted = assisting.open_file(call, name="Abla", phone="+22890000077", by=world.people["agent"], at=NOW)
    world.args["assisted file"] = {"ref": assisted.ref}
    outsider = Door(ContactKind.EMAIL, world.people["outsider"].email)
    invited, code = inviting.invite(draft, outsider, role="reader", by=owner, at=NOW)
    world.args["code of draft"] = {"code": code}
    world.args["section of own data"] = {"key": "applications"}
    world.args["invitation to the outsider"] = {"public_id": invited.public_id}


def send(world: World) -> None:
    """Files of the owner in each state of the screening, one of them with the jury, given as second file to `juror`."""
    people, call = world.people, world.things["call"]
    slugs = {"received": "su-02", "returned": "su-03", "eligible": "su-04", "in review": "su-01"}
    for name, slug in slugs.items():
        world.things[name] = _sent(world, call, people["owner"], slug, marked=name == "in review")
    other = _sent(world, call, people["other_founder"], "su-05")
    given = Consent.objects.filter(person=people["owner"], withdrawn_at=None).first()
    world.args["consent of the owner"] = {"public_id": given.public_id}
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
        scoring.save(hand, {criterion: (3, CANARY["juror's comment"])}, by=people["juror"], at=NOW)
        scoring.save(own, {criterion: (3, "Vu.")}, by=people["other_juror"], at=NOW)
    submitted = scoring.submit(own, by=people["other_juror"], at=NOW)
    decision.decide(
        world.things["in review"], DecisionResult.DECLINE, reasons_fr=CANARY["pending reasons"],
        by=people["officer"], at=NOW,
    )  # fmt: skip
    for name in slugs:
        world.args[name] = {"ref": world.things[name].ref}
    _write_about(world)
    masking.clear_everything(world.things["in review"], by=people["officer"], at=NOW)
    world.things |= {"round": round_, "hand": hand, "other file": other}
    inside = {"round_id": round_.public_id}
    world.args["round"] = inside
    world.args["file of juror"] = {**inside, "number": hand.number}
    world.args["document of juror"] = {**inside, "number": hand.number, "slug": "presentation"}
    world.args["round at desk"] = {**world.args["call"], **inside}
    world.args["review"] = {"ref": hand.public_id}
    world.args["confirmed review"] = {"ref": submitted.public_id}


def _write_about(world: World) -> None:
    """A comment of the officer, and a task."""
    file, officer = world.things["received"], world.people["officer"]
    note = notes.comment(file, "À relire.", by=officer, at=NOW)
    task = notes.give_task(file, "Appeler.", to=officer, due_on=NOW.date(), by=officer, at=NOW)
    # Two files of one founder share a contact.
    twins = Twins.objects.create(first=file, second=world.things["eligible"], why=["contact"], found_at=NOW)
    world.args |= {"note": {"public_id": note.public_id}, "task": {"public_id": task.public_id}}
    world.args["twins"] = {"public_id": twins.public_id}


def _sent(world: World, call: Call, founder: User, slug: str, *, marked: bool = False) -> Application:
    answers = applications.sample_answers(slug)
    if marked:
        answers = {
            **answers, "problem": CANARY["sent answer"], "lead_accommodation": CANARY["sensitive answer"],
        }  # fmt: skip
    application = applications.draft(call, founder, answers)
    applications.add_documents(application, founder)
    if marked:
        (paper,) = documents.attach(
            application,
            "presentation",
            [applications.pdf("presentation.pdf")],
            by=founder,
            at=applications.DRAFTED,
        )
        world.things["paper"] = paper
    return sending.submit(application, by=founder, at=applications.SENT)


def judge(world: World) -> None:
    """The call whose results are published: an offer of the owner, a rank on the waiting list."""
    people, call = world.people, world.things["judged call"]
    results = {"offered": DecisionResult.OFFER, "waiting": DecisionResult.WAITING_LIST}
    for name, result in results.items():
        file = drafting.start(
            call, by=people["owner"], at=applications.DRAFTED, answers=applications.small_answers()
        )
        sending.submit(file, by=people["owner"], at=applications.DRAFTED)
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
