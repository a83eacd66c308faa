"""One more row in every list of the product, by the acts that lead there."""

from datetime import UTC, datetime, timedelta

from funding.tranches import requesting
from incubator.accounts import consenting, tokens
from incubator.accounts.contacts import Door
from incubator.applications.assistance import agents, assisting
from incubator.applications.exceptions import call_invitations, late_codes
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application
from incubator.conflicts import declaring
from incubator.imports import importing
from incubator.jobs import requests
from incubator.notifications import outbox
from incubator.people.models import SYSTEM, User
from incubator.people.states import ContactKind
from incubator.programmes import outages
from incubator.programmes.models import Call
from incubator.programmes.preparation import changes, copying
from incubator.reporting import acceptance, filling, periods
from incubator.startups import founding, profile
from incubator.territory.models import Commune
from incubator.workflow import audit
from mentorship import matching
from tests.conftest import make_person
from tests.world import applications as filing
from tests.world import funding, imports, incubation, mentorship, programmes, reviews

NOW = datetime(2027, 10, 5, 10, 0, tzinfo=UTC)
LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
PERIODS = ("2027-t2", "2027-t3", "2027-t4")


class Centre:
    """The people, and what they have made so far."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people
        self.size = 0
        p = people
        self.office = funding.Office(p["officer"], p["finance"], p["approver"], p["director"])
        self.call = programmes.published_call(p["officer"], p["director"])
        self.small = programmes.small_call(p["officer"], p["director"])
        self.place = incubation.active_place(
            p["founder"], p["officer"], p["director"], startup_name="Première"
        )
        self.mentor = mentorship.active_mentor(p["mentor"], p["officer"])
        mentorship.matched(self.mentor, self.place.startup, p["officer"])
        self.closed_door = self._closed_door()
        self.round = None
        self.award = funding.signed_award(self.place, self.office)
        self.paid = funding.paid_tranche(self.award, p["founder"], self.office)
        requesting.confirm_reception(self.paid, by=p["founder"], at=funding.SPENT)

    def _closed_door(self) -> Call:
        """A call for invited people."""
        opens = datetime(2027, 9, 6, 9, 0, tzinfo=UTC)
        officer = self.people["officer"]
        made = copying.copy(
            self.small, reference="AC-2027-90", slug="invites", opens_at=opens, closes_at=opens + timedelta(days=60),
            by=officer, at=programmes.BEFORE,
        )  # fmt: skip
        changes.change_dates(made, by_invitation=True, by=officer, at=programmes.BEFORE)
        made.refresh_from_db()
        return made

    def grow(self) -> None:
        """Add one row to every list."""
        self.size += 1
        lead = make_person(f"lead{self.size}")
        self._file(lead)
        self._call()
        self._exceptions()
        self._startup(lead)
        self._mentoring(lead)
        self._words()

    def _file(self, lead: User) -> None:
        officer, juror = self.people["officer"], self.people["juror"]
        application = filing.submitted(self.call, lead, "su-01")
        filing.submitted(self.call, make_person(f"sender{self.size}"), "su-02")
        reviews.eligible(application, officer)
        self.round = self.round or reviews.open_round(self.call, officer)
        reviews.given(self.round, application, juror, officer)
        decided = filing.submitted(self.call, make_person(f"decided{self.size}"), "su-03")
        reviews.decided(decided, officer)

    def _call(self) -> None:
        officer, opens = (
            self.people["officer"],
            datetime(2027, 9, 6, 9, 0, tzinfo=UTC) + timedelta(days=self.size),
        )
        copy = copying.copy(
            self.small, reference=f"AC-2027-1{self.size}", slug=f"ateliers-{self.size}", opens_at=opens,
            closes_at=opens + timedelta(days=60), by=officer, at=programmes.BEFORE,
        )  # fmt: skip
        self.copy: Call = programmes.publish(copy, officer, self.people["director"])
        incubation.planned_cohort(self.copy, officer)
        founder = self.people["founder"]
        agent, commune = self.people["agent"], Commune.objects.first()
        assisting.open_file(self.copy, name=f"Aidée {self.size}", by=agent, at=NOW)
        door = Door(ContactKind.EMAIL, f"mairie{self.size}@example.tg")
        agents.invite(self.copy, contact=door, commune=commune, by=officer, at=NOW)
        self.draft: Application = filing.draft(self.copy, founder, at=NOW, startup=self.place.startup)

    def _exceptions(self) -> None:
        """A late code that lets a file in, and an outage."""
        officer, closes = self.people["officer"], self.call.closes_at
        late = closes + timedelta(hours=1)
        made, text = late_codes.make(self.call, reason="Panne.", expires_at=NOW, by=officer, at=late)
        late_codes.confirm(made, by=self.people["director"], at=late)
        founder = make_person(f"late{self.size}")
        late_codes.use(filing.draft(self.call, founder), text, by=founder, at=late)
        ended = closes + timedelta(minutes=self.size)
        call_invitations.invite(self.closed_door, [Door("email", founder.email)], by=officer, at=LATER)
        table = imports.csv(imports.row(self.size))
        importing.begin(
            PAPER_FILES, self.call, imports.upload(table, f"dossiers-{self.size}.csv"), by=officer, at=LATER
        )
        outages.record(began_at=closes, ended_at=ended, note="Coupure", by=officer, at=ended)

    def _startup(self, lead: User) -> None:
        p, name = self.people, f"Start-up {self.size}"
        place = incubation.active_place(lead, p["officer"], p["director"], startup_name=name)
        profile.update(place.startup, pitch_fr="Un service.", stage="mvp", by=lead, at=LATER)
        profile.consent_to_directory(place.startup, wording="oui", given=True, by=lead, at=LATER)
        profile.publish(place.startup, by=lead, at=LATER)
        incubation.submitted_milestone(place, 1, lead)
        self._report(place, lead)
        award = funding.signed_award(place, self.office)
        funding.requested_tranche(award, lead)
        paid = incubation.active_place(lead, p["officer"], p["director"], startup_name=f"{name} bis")
        ordered = funding.ordered_payout(funding.signed_award(paid, self.office), lead, self.office)
        other = incubation.active_place(lead, p["officer"], p["director"], startup_name=f"{name} ter")
        funding.verified_tranche(funding.signed_award(other, self.office), lead, self.office)
        incubation.active_place(lead, p["officer"], p["director"], startup_name=f"{name} sans prix")
        assert ordered.pk
        funding.opened_line(p["finance"], code=f"ligne-{self.size}")
        funding.expense(self.paid, p["founder"], 10_000)
        funding.charge(p["founder"], p["finance"])
        funding.declared_charge(p["founder"], p["finance"], reference=f"TM-{self.size}")
        declaring.declare(p["juror"], founding.found(f"{name} liée", lead=lead, by=lead, at=LATER), kind="personal",
                          by=p["juror"], at=LATER)  # fmt: skip

    def _report(self, place, lead: User) -> None:
        period = incubation.planned_period(place.cohort, self.people["officer"], PERIODS[self.size - 1])
        periods.open_period(period, by=SYSTEM, at=datetime(2027, 10, 1, 6, 0, tzinfo=UTC))
        report = place.reports.get(period=period)
        incubation.fill_report(report, lead, at=NOW)
        filling.submit(report, by=lead, at=NOW)
        own, founder = self.place.reports.get(period=period), self.people["founder"]
        incubation.fill_report(own, founder, at=NOW)
        acceptance.accept(filling.submit(own, by=founder, at=NOW), by=self.people["officer"], at=NOW)

    def _mentoring(self, lead: User) -> None:
        officer = self.people["officer"]
        mentorship.held_session(self.place.startup, self.mentor, at=NOW - timedelta(days=self.size))
        somebody = mentorship.active_mentor(make_person(f"mentor{self.size}", "mentor"), officer)
        matching.propose(somebody, self.place.startup, goals="", by=officer, at=LATER)
        other = founding.found(f"Accompagnée {self.size}", lead=lead, by=lead, at=LATER)
        mentorship.matched(self.mentor, other, officer)

    def _words(self) -> None:
        founder = self.people["founder"]
        outbox.post("mentorship/mentor_approved", to=founder, at=LATER, about=self.mentor, channels=["sms"])
        requests.ask(
            "applications.table",
            title=f"Export {self.size}",
            keys=[],
            params={"n": self.size},
            by=self.people["officer"],
            at=LATER,
        )
        with outbox.history():
            outbox.post("mentorship/mentor_approved", to=founder, at=LATER, about=self.mentor)
        consenting.record(
            founder, f"but-{self.size}", wording="a" * 64, given=True, at=LATER, about=self.place.startup
        )
        audit.record("page.read", self.place.startup, by=self.people["officer"], at=LATER)
        tokens.make(founder, name=f"Jeton {self.size}", scopes=["read"], by=founder, at=LATER,
                    expires_at=NOW + timedelta(days=9))  # fmt: skip
