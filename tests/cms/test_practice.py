"""A practice call: counts nowhere, holds its messages, and is erased by one act of a director."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cms import practice, publishing
from incubator.applications.casework import screening
from incubator.applications.decisions import decision
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application, ImportBatch, SearchText
from incubator.applications.states import DecisionResult
from incubator.applications.submission import search_words
from incubator.files.models import StoredFile
from incubator.imports import background, importing
from incubator.notifications import staff_actions
from incubator.notifications.models import Message
from incubator.portal import overview
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval, copying
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import applications as world
from tests.world import imports
from tests.world.kept import kept
from tests.world.programmes import BEFORE, load_sample_call, publish

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def call(centre, officer, director):
    return practised(officer, director)


@kept
def practised(officer, director):
    """A practice copy of the sample call, published with its pages."""
    made = copying.copy(
        load_sample_call(officer), reference="AC-2027-99", slug="exercice", purpose="is_practice",
        opens_at=datetime(2027, 1, 18, 9, 0, tzinfo=UTC), closes_at=datetime(2027, 3, 5, 17, 0, tzinfo=UTC),
        by=officer, at=BEFORE,
    )  # fmt: skip
    approval.propose(made, by=officer, at=BEFORE)
    approval.approve(made, by=director, at=BEFORE)
    return publishing.publish(made, by=officer, at=BEFORE)


@pytest.fixture
def sent(call, founder, officer):
    file = world.submitted(call, founder)
    screening.confirm(file, eligible=True, by=officer, at=AFTER)
    screening.send_to_review(file, by=officer, at=AFTER)
    decision.decide(file, DecisionResult.SHORTLISTED, by=officer, at=AFTER)
    return file


def test_it_counts_nowhere(sent, call, officer, director, client, client_for):
    assert list(Call.objects.open(world.SENT)) == []
    assert overview.of_director(director, AFTER).sent == 0
    assert not Application.objects.at_the_desk_of(officer).counted().exists()
    assert client.get("/api/v1/calls").json()["items"] == []
    assert call.reference not in client.get("/appels/").content.decode()
    every = client_for(officer).get("/desk/applications/?view=all").content.decode()
    assert sent.reference not in every
    own = client_for(officer).get(f"/desk/calls/{call.reference}/applications/?view=all").content.decode()
    assert sent.reference in own


def test_its_messages_are_held_and_never_leave(sent, officer):
    letter = Message.objects.get(kind="applications/application_received")

    assert (letter.state, letter.batch) == ("held", "practice")
    with pytest.raises(NotAllowed):
        staff_actions.queue(letter, by=officer, at=AFTER)
    letter.refresh_from_db()
    assert letter.state == "held"


@pytest.mark.parametrize("words", [0, 1])
def test_a_director_erases_it_with_everything(sent, call, officer, director, words):
    if words:  # the search keeps them in the background: before the erasure, or not yet
        search_words.catch_up()
    assert SearchText.objects.count() == words
    with pytest.raises(NotAllowed):
        practice.erase(call, by=officer, at=AFTER)
    assert Application.objects.exists()
    key = call.pk

    assert practice.erase(call, by=director, at=AFTER) == 1

    assert not Call.objects.filter(pk=key).exists()
    assert not Application.objects.exists()
    assert (search_words.catch_up(), SearchText.objects.exists()) == (0, False)
    assert not StoredFile.objects.filter(record="application").exists()
    assert not Message.objects.filter(batch="practice").exists()
    assert not Startup.objects.exists()
    event = Event.objects.get(verb="call.erase_practice")
    assert (event.actor, event.subject_ref, event.data) == (director, "AC-2027-99", {"applications": 1})


def test_the_tables_imported_into_it_go_with_it(call, officer, director):
    table = imports.csv(("Atelier A", "Afi", "afi@exemple.tg"), headings=("Start-up", "Contact", "E-mail"))
    batch = importing.begin(PAPER_FILES, call, imports.upload(table), by=officer, at=AFTER)
    importing.match(PAPER_FILES, batch, batch.targets, received_on=date(2027, 3, 1), by=officer, at=AFTER)
    importing.confirm(PAPER_FILES, batch, only_good=False, as_drafts=True, tells=False, by=officer, at=AFTER)
    background.go_on(PAPER_FILES, ImportBatch.objects.get(), by=officer, at=AFTER)
    assert Application.objects.filter(call=call).count() == 1

    practice.erase(call, by=director, at=AFTER)

    assert not ImportBatch.objects.exists() and not StoredFile.objects.exists()
    assert not Application.objects.exists() and not Startup.objects.exists()


def test_a_real_call_is_never_erased(centre, officer, director, founder):
    real = publish(load_sample_call(officer), officer, director)
    world.submitted(real, founder)

    with pytest.raises(NotAllowed):
        practice.erase(real, by=director, at=AFTER)
    assert Application.objects.count() == 1


def test_the_page(sent, call, officer, director, client_for):
    here = reverse("cms:erase_practice", args=[call.reference])
    assert "Effacer définitivement" not in client_for(officer).get(here).content.decode()
    assert client_for(officer).post(here).status_code == 403
    assert "Effacer définitivement" in client_for(director).get(here).content.decode()
    assert client_for(director).post(here).status_code == 302
    assert not Call.objects.filter(pk=call.pk).exists()
