"""Everything the visits look at, made once: people, calls, files, start-ups and money in the states that pages show."""

import hashlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from incubator.accounts import tokens
from incubator.accounts.contacts import Door
from incubator.accounts.models import Consent
from incubator.accounts.profile import remember
from incubator.accounts.roles import granting
from incubator.accounts.sign_in import second_factor
from incubator.applications.casework import screening
from incubator.applications.decisions import withdrawal
from incubator.applications.exceptions import call_invitations, late_codes
from incubator.applications.filling import documents, drafting
from incubator.applications.models import Application
from incubator.applications.states import DecisionResult
from incubator.applications.submission import sending
from incubator.applications.team import handing_over, inviting
from incubator.conflicts import declaring
from incubator.files import uploading
from incubator.notifications import outbox, whatsapp
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes import closing, outages
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval, changes, copying
from incubator.reporting.indicators import load_indicators
from incubator.reviews import assignment
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre
from tests.axe import incubating, site
from tests.axe.incubating import LATER
from tests.conftest import make_person
from tests.world import applications as filing
from tests.world import incubation, programmes, reviews

APPLYING = datetime(2027, 2, 22, 10, 0, tzinfo=UTC)
JUDGING = datetime(2027, 3, 25, 12, 0, tzinfo=UTC)
DECIDING = datetime(2027, 5, 2, 10, 0, tzinfo=UTC)
ANSWERING = datetime(2027, 5, 10, 10, 0, tzinfo=UTC)
INCUBATING = datetime(2027, 10, 5, 10, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF = {
    "officer": Role.OFFICER, "director": Role.DIRECTOR, "finance": Role.FINANCE, "approver": Role.APPROVER,
    "admin": Role.ADMIN, "donor": Role.DONOR, "editor": Role.EDITOR, "agent": Role.AGENT, "juror": Role.JUROR,
    "juror2": Role.JUROR, "juror3": Role.JUROR, "idle_juror": Role.JUROR, "mentor": Role.MENTOR,
    "new_mentor": Role.MENTOR, "idle_mentor": Role.MENTOR, "paused_mentor": Role.MENTOR, "protected": Role.OFFICER,
}  # fmt: skip
FOUNDERS = (
    "newcomer", "writer", "careless", "complete", "sender", "returned", "eligible", "read", "declined", "quitter",
    "offered", "waiting", "refuser", "small1", "founder", "founder2", "founder3", "unsigned", "signed", "starting",
)  # fmt: skip


def build() -> SimpleNamespace:
    """Build the world and return what the visits name."""
    with outbox.history():
        load_divisions()
        load_indicators()
        granting.ensure_groups()
        w = SimpleNamespace(people={name: make_person(name, role) for name, role in STAFF.items()})
        w.people |= {name: make_person(name) for name in FOUNDERS}
        for name, person in w.people.items():
            setattr(w, name, person)
        w.newcomer.full_name = "Kossi " + "x" * 140  # no space to break at
        w.newcomer.save()
        w.centre = _centre()
        site.build(w)
        _calls(w)
        _files(w)
        _jury(w)
        _results(w)
        incubating.build(w)
        _links(w)
    _messages(w)
    return w


def _centre() -> Centre:
    return Centre.objects.create(
        slug="centre", name_fr="Centre d’innovation", name_en="Innovation centre", phone="+22890000000",
        whatsapp="+22890000000", email="bonjour@centre.example", hours_fr="lundi à vendredi, 8 h – 17 h",
        hours_en="Monday to Friday, 8:00–17:00", address_fr="Face à la poste", address_en="Opposite the post office",
    )  # fmt: skip


def _calls(w: SimpleNamespace) -> None:
    """The sample call and the small one, published; four more made from the small one, at other steps of their life."""
    w.call = programmes.published_call(w.officer, w.director)
    w.small = programmes.small_call(w.officer, w.director)
    w.preparing = _copy(w, 3)
    w.proposed = approval.propose(_copy(w, 4), by=w.officer, at=programmes.BEFORE)
    w.planned = programmes.publish(
        _copy(w, 5, opens=datetime(2027, 12, 6, 9, 0, tzinfo=UTC)), w.officer, w.director
    )
    w.cancelled = programmes.publish(_copy(w, 6), w.officer, w.director)
    approval.cancel(w.cancelled, by=w.director, at=programmes.BEFORE, reason_fr="Financement retiré.")
    site.publish_calls(w)
    _exceptions(w)
    _kinds(w)


def _kinds(w: SimpleNamespace) -> None:
    """A practice call; a call for invited people, open now, with one of them."""
    w.practice = _copy(w, 90, purpose="is_practice")
    w.guests = _copy(w, 91, opens=datetime(2027, 1, 11, 9, 0, tzinfo=UTC))
    changes.change_dates(w.guests, by_invitation=True, by=w.officer, at=programmes.BEFORE)
    w.guests.refresh_from_db()
    programmes.publish(w.guests, w.officer, w.director)
    call_invitations.invite(
        w.guests, [Door("email", "invitee@example.test")], by=w.officer, at=programmes.BEFORE
    )


def _exceptions(w: SimpleNamespace) -> None:
    """The small call was extended, a director is asked to close it earlier; two late codes; an outage."""
    at = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    day = timedelta(days=1)
    closes = w.small.closes_at
    closing.extend(w.small, closes_at=closes + day, reason_fr="Panne de réseau.", by=w.officer, at=at)
    closing.ask_early(w.small, closes_at=closes, reason_fr="Réseau rétabli.", by=w.officer, at=at)
    made, _text = late_codes.make(
        w.call, reason="Décès dans l’équipe.", expires_at=w.call.closes_at + day, by=w.director, at=at
    )
    late_codes.make(
        w.call, reason="Accident.", expires_at=w.call.closes_at + day, uses=2, by=w.director, at=at
    )
    late_codes.confirm(made, by=w.officer, at=at)
    outages.record(began_at=at - day, ended_at=at, note="Coupure", by=w.officer, at=at)


def _copy(
    w: SimpleNamespace,
    number: int,
    *,
    opens: datetime = datetime(2027, 4, 5, 9, 0, tzinfo=UTC),
    purpose: str = "",
) -> Call:
    return copying.copy(
        w.small, reference=f"AC-2027-{number:02}", slug=f"ateliers-{number}", opens_at=opens,
        closes_at=opens + timedelta(days=40), purpose=purpose, by=w.officer, at=programmes.BEFORE,
    )  # fmt: skip


def _files(w: SimpleNamespace) -> None:
    """One file of the sample call at each step, up to the jury."""
    w.empty_draft = filing.draft(w.call, w.careless)
    w.draft = filing.draft(w.call, w.writer, {**filing.sample_answers("su-02"), **_mistakes(w.call)})
    _stops_on_its_way(w.draft, w.writer)
    w.ready = filing.complete(w.call, w.complete, "su-03")
    _team(w)
    w.sent = filing.submitted(w.call, w.sender, "su-04")
    w.agreed = Consent.objects.filter(person=w.sender, withdrawn_at=None).first()
    w.back = filing.submitted(w.call, w.returned, "su-05")
    _ask_again(w, w.back)
    w.able = reviews.eligible(filing.submitted(w.call, w.eligible, "su-06"), w.officer)
    w.judged = filing.submitted(w.call, w.read, "su-01")
    _send_again(w, w.judged, w.read)
    w.left = withdrawal.withdraw(
        filing.submitted(w.call, w.quitter, "su-10"), by=w.quitter, at=APPLYING, reason="Un autre projet."
    )


def _team(w: SimpleNamespace) -> None:
    """A team with an editor to whom the lead is offered, a reader, and invitations that wait."""
    for person, role in ((w.complete, "editor"), (w.careless, "reader")):
        _invited, code = inviting.invite(w.draft, None, role=role, by=w.writer, at=APPLYING)
        found = inviting.find(code, by=person, address="", at=APPLYING)
        inviting.join(found, by=person, at=APPLYING)
    handing_over.offer(w.draft, w.draft.team.get(person=w.complete), by=w.writer, at=APPLYING)
    remember(w.complete, {"last_name": "Autre", "phone": "+22890445566"}, at=APPLYING)
    w.copied = drafting.start(w.small, by=w.complete, at=APPLYING, source=w.ready)
    door = Door("email", w.newcomer.email)
    _waiting, w.code = inviting.invite(w.draft, door, role="reader", by=w.writer, at=APPLYING)


def _stops_on_its_way(draft: Application, writer: User) -> None:
    """A file of two pieces, of which one arrived."""
    data = filing.PDF + b"%" + b"x" * uploading.CHUNK
    session = documents.begin(
        draft, "identite", name="carte.pdf", size=len(data), sha256=hashlib.sha256(data).hexdigest(), by=writer, at=APPLYING
    )  # fmt: skip
    uploading.receive(session, 0, data[: uploading.CHUNK], at=APPLYING)


def _mistakes(call: Call) -> dict[str, str]:
    """A wrong answer to the first question of each type that can be mistyped."""
    wrong = {
        "integer": "beaucoup",
        "email": "pas une adresse",
        "url": "pas un site",
        "money": "12,50",
        "date": "demain",
    }
    fields = call.form_version.form.fields()
    first = {kind: next((f.key for f in fields if f.type == kind), None) for kind in wrong}
    return {key: wrong[kind] for kind, key in first.items() if key}


def _ask_again(w: SimpleNamespace, application: Application) -> None:
    """Return a file: a text and a document to complete."""
    keys = screening.correctable(application)
    form = application.form_version.form
    text = next(f.key for f in form.fields() if f.type == "textarea" and f.required and f.key in keys)
    w.asked_key = text
    paper = next(slug for slug in (d.slug for d in w.call.documents.all()) if slug in keys)
    screening.return_for_correction(
        application, items=[{"key": key, "reason": "Précisez, s’il vous plaît."} for key in (text, paper)],
        due_at=APPLYING + timedelta(days=9), note="Deux points.", by=w.officer, at=APPLYING,
    )  # fmt: skip


def _send_again(w: SimpleNamespace, application: Application, founder: User) -> None:
    """Return a file for one long text, and send it with a word more."""
    keys, answers = screening.correctable(application), application.revisions.get().answers
    text = next(k for k in answers if k in keys and isinstance(answers[k], str) and len(answers[k]) > 80)
    screening.return_for_correction(
        application, items=[{"key": text, "reason": "Précisez."}], due_at=APPLYING + timedelta(days=9),
        by=w.officer, at=APPLYING,
    )  # fmt: skip
    drafting.save_answers(application, {text: f"{answers[text]} Vraiment."}, by=founder, at=APPLYING)
    sending.resubmit(application, by=founder, at=APPLYING)


def _jury(w: SimpleNamespace) -> None:
    """A round on the sample call: one file scored by two jurors, one to score, one juror who has not begun."""
    reviews.in_review(w.judged, w.officer)
    reviews.in_review(w.able, w.officer)
    w.round = reviews.open_round(w.call, w.officer)
    w.scored_hand = reviews.score(reviews.given(w.round, w.judged, w.juror, w.officer))
    w.open_hand = reviews.given(w.round, w.able, w.juror, w.officer)
    reviews.score(reviews.given(w.round, w.judged, w.juror2, w.officer), 4)
    assignment.assign(w.round, w.judged, w.juror3, by=w.officer, at=reviews.SCREENED)
    reviews.decided(w.judged, w.officer, DecisionResult.DECLINE)


def _small(w: SimpleNamespace, name: str) -> Application:
    application = filing.draft(w.small, w.people[name], filing.small_answers())
    filing.add_documents(application, w.people[name])
    return sending.submit(application, by=w.people[name], at=filing.SENT)


def _results(w: SimpleNamespace) -> None:
    """The small call, published: an offer open, one refused, one accepted, a waiting list, a refusal."""
    w.small_cohort = incubation.planned_cohort(w.small, w.officer)
    names = ("offered", "waiting", "declined", "small1")
    files = {name: _small(w, name) for name in names}
    results = {
        "offered": DecisionResult.OFFER,
        "waiting": DecisionResult.WAITING_LIST,
        "declined": DecisionResult.DECLINE,
    }
    for name, application in files.items():
        reviews.decided(application, w.officer, results.get(name, DecisionResult.OFFER), rank=1)
    reviews.published(w.small, w.director)
    for name, application in files.items():
        application.refresh_from_db()
        setattr(w, f"{name}_file", application)


def _links(w: SimpleNamespace) -> None:
    declare = {"by": w.idle_juror, "at": JUDGING}
    declaring.declare(w.idle_juror, w.place.startup, kind="personal", note="Une cousine.", **declare)
    w.unnamed = declaring.declare(
        None, w.place2.startup, kind="declared", note="Un ami au centre.", by=w.founder2, at=JUDGING
    )
    second_factor.turn_on(w.protected, SECRET, code_of_the_moment(LATER), at=LATER)
    tokens.make(
        w.founder,
        name="Tableur",
        scopes=["read"],
        by=w.founder,
        at=LATER,
        expires_at=INCUBATING + timedelta(days=9),
    )


def code_of_the_moment(moment: datetime) -> str:
    """What the authentication application of the protected officer shows."""
    return format_hotp_value(hotp_value(SECRET, int(moment.timestamp()) // 30))


def _messages(w: SimpleNamespace) -> None:
    """A message waiting, one held, one that failed, one prepared for WhatsApp."""
    posted: list[Message] = []
    for options in ({}, {"held": True}, {"channels": ["sms"]}):
        posted += outbox.post(
            "mentorship/mentor_approved", to=w.new_mentor, at=INCUBATING, about=w.new_mentor.mentor, **options
        )
    w.queued, w.held, w.failed = posted
    w.new_mentor.contacts.create(kind="phone", value="+22891234567")
    w.prepared = whatsapp.prepare(w.failed, by=w.officer, at=INCUBATING)
    w.letters = {language: _letter(w, language) for language in ("fr", "en")}


def _letter(w: SimpleNamespace, language: str) -> Message:
    """A letter as HTML in one language."""
    w.mentor.language = language
    return outbox.post("mentorship/mentor_approved", to=w.mentor, at=INCUBATING, about=w.match.mentor)[0]
