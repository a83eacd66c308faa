"""Row 8 of the faults: an act is offered only when it can be done, and what it changes is shown first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from incubator.applications.decisions import publishing
from incubator.applications.models import Application, Decision
from incubator.applications.states import DecisionKind, DecisionResult, State, TeamRole
from incubator.cohorts import enrolment
from incubator.cohorts.models import Place
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.programmes import closing
from tests.faults.tabs import Tab
from tests.faults.test_kind_end_states import in_two_windows
from tests.world import applications as world
from tests.world.programmes import published_call

pytestmark = pytest.mark.usefixtures("centre")
OPEN = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
AFTER = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def decided(officer, director, founder) -> Application:
    """A file of the shipped call with an offer written and not published."""
    call = published_call(officer, director)
    application = world.submitted(call, founder)
    Application.objects.filter(pk=application.pk).update(state=State.IN_REVIEW)
    Decision.objects.create(
        application=application, kind=DecisionKind.OUTCOME, result=DecisionResult.OFFER, decided_by=officer,
        decided_at=AFTER,
    )  # fmt: skip
    return Application.objects.get(pk=application.pk)


def decisions(call) -> str:
    return reverse("reviews:call_decisions", args=[call.reference])


def publish(call) -> str:
    return reverse("reviews:publish", args=[call.reference])


def test_publishing_is_not_offered_before_the_closing(decided, director, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    desk = client_for(director)

    page = desk.get(decisions(decided.call)).content.decode()
    there = desk.get(publish(decided.call)).content.decode()
    answer = desk.post(publish(decided.call))

    assert publish(decided.call) not in page
    assert "Les résultats sont publiés après la clôture de l’appel." in page
    assert "<button>Publier toutes les décisions" not in there
    assert answer.status_code in (403, 409)
    assert Decision.objects.get().published_at is None


def test_publishing_shows_the_count_and_the_letter_first(decided, director, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    desk = client_for(director)
    assert publish(decided.call) in desk.get(decisions(decided.call)).content.decode()

    tab = Tab(desk, publish(decided.call))
    assert Decision.objects.get().published_at is None
    assert "1 lettre part aussitôt." in tab.text
    letter = tab.page.select_one("section.card").get_text(" ")
    assert "est retenu" in letter
    # The key Enter leaves this act to its button.
    assert tab.page.select_one("main form[method=post] button").has_attr("disabled")
    assert (
        Message.objects.filter(recipient__email="founder@example.test", kind__contains="offer").count() == 0
    )

    tab.press()

    assert Decision.objects.get().published_at == AFTER
    assert Application.objects.get(pk=decided.pk).state == State.OFFERED


def test_the_count_of_letters_is_that_of_the_letters(
    decided, director, founder2, outsider, officer, monkeypatch
):
    """One letter a file, of its last decision, and one for each other member of the team."""
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    for person, role in ((founder2, TeamRole.EDITOR), (outsider, TeamRole.READER)):
        decided.team.create(person=person, role=role)
    Decision.objects.create(
        application=decided, kind=DecisionKind.SHORTLIST, result=DecisionResult.SHORTLISTED, decided_by=officer,
        decided_at=AFTER,
    )  # fmt: skip
    told = publishing.preview(decided.call).letters
    before = Message.objects.count()

    publishing.publish_all(decided.call, by=director, at=AFTER)

    assert told == Message.objects.count() - before == 3


def test_reasons_changed_since_they_were_looked_at_are_shown_again(
    decided, director, client_for, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    tab = Tab(client_for(director), publish(decided.call))
    Decision.objects.update(reasons_fr="Une autre raison.")

    tab.press()

    assert tab.response.status_code == 409
    assert Decision.objects.get().published_at is None


def test_what_changed_since_it_was_looked_at_is_shown_again(decided, director, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    tab = Tab(client_for(director), publish(decided.call))
    Decision.objects.update(result=DecisionResult.WAITING_LIST, rank=1)

    tab.press()

    assert tab.response.status_code == 409
    assert "a changé" in tab.text
    assert Decision.objects.get().published_at is None
    tab.press()
    assert Decision.objects.get().published_at == AFTER


def test_a_file_without_decision_keeps_publishing_from_being_offered(
    decided, director, founder2, client_for, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    other = world.submitted(decided.call, founder2)

    page = client_for(director).get(decisions(decided.call)).content.decode()

    assert publish(decided.call) not in page
    assert "chaque dossier a sa décision" in page
    assert not publishing.may_publish(decided.call, publishing.preview(decided.call), by=director, at=AFTER)
    assert other.pk


def test_an_offer_accepted_before_there_is_a_cohort_is_told_to_the_officers(
    decided, officer, director, founder, client_for, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    publishing.publish_all(decided.call, by=director, at=AFTER)
    team = client_for(founder)
    address = reverse("cohorts:accept", args=[decided.ref])
    assert "La cohorte de cet appel n’est pas encore prête." in team.get(address).content.decode()

    for _twice in range(2):
        with pytest.raises(enrolment.NoCohort):
            enrolment.accept(Application.objects.get(pk=decided.pk), by=founder, at=AFTER)

    letter = Message.objects.get(kind="cohorts/cohort_missing")
    assert letter.recipient == officer
    assert reverse("cohorts:plan", args=[decided.call.reference]) in letter.text
    assert (Application.objects.get(pk=decided.pk).state, Place.objects.count()) == (State.OFFERED, 0)


def test_closing_earlier_says_which_windows_it_takes_away(officer, director, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    two_windows = in_two_windows(officer, director)
    address = reverse("applications:call_closing", args=[two_windows.reference])

    before = client_for(officer).get(address).content.decode()
    closing.ask_early(
        two_windows, closes_at=OPEN + timedelta(days=2), reason_fr="Motif.", by=officer, at=OPEN
    )
    asked = client_for(director).get(address).content.decode().replace("\xa0", " ").replace("\u202f", " ")

    assert "Une clôture avant l’une de ces fenêtres la supprime" in before
    assert "Elle supprime la fenêtre du mercredi 10 mars 2027" in asked
    assert two_windows.windows.filter(dropped_at=None).count() == 2
