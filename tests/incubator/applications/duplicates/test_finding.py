"""Files that look like one: found, told apart, merged."""

import pytest
from bs4 import BeautifulSoup

from incubator.applications import tasks
from incubator.applications.duplicates import finding
from incubator.applications.filling import drafting
from incubator.applications.models import Application, TwinKey, Twins
from incubator.applications.states import State, TwinState
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import reviews as world
from tests.world.applications import SENT, complete, submitted

AT = world.SCREENED


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def two(call, founder, founder2):
    """The same project sent by two people: one name and one sentence, nearly."""
    first = submitted(call, founder, "su-01")
    second = complete(call, founder2, "su-05")
    drafting.save_answers(
        second,
        {"project_name": "AGBLEZENA Sarl", "pitch": first.pitch + " Vite."},
        by=founder2,
        at=second.created_at,
    )
    return first, sending.submit(second, by=founder2, at=SENT)


@pytest.fixture
def pair(two):
    assert tasks.look_for_duplicates() == 1
    return Twins.objects.get()


def test_a_near_name_and_sentence_are_found_once(two, pair):
    assert (pair.first, pair.second, pair.state) == (*two, TwinState.OPEN)
    assert pair.why == ["name", "pitch"]
    assert tasks.look_for_duplicates() == 0
    assert finding.look(two[0], at=AT) == []
    assert Twins.objects.count() == 1


def test_one_contact_is_found_across_calls_and_kept_as_a_fingerprint(call, small, founder):
    first = submitted(call, founder, "su-01")
    other = drafting.start(call, by=founder, at=SENT, name="Autre projet")
    drafting.save_answers(other, {"project_name": "Autre projet"}, by=founder, at=SENT)
    assert other.startup_id != first.startup_id
    finding.look(first, at=AT)

    found = finding.look(other, at=AT)

    assert [each.why for each in found] == [["contact"]]
    assert not TwinKey.objects.filter(value__icontains="founder").exists()


def test_files_that_are_not_alike_are_not_paired(call, person):
    for n, slug in enumerate(("su-01", "su-02", "su-03", "su-05")):
        submitted(call, person(f"f{n}"), slug)

    assert tasks.look_for_duplicates() == 0
    assert not Twins.objects.exists()


def test_told_apart_they_stay_apart(two, pair, officer):
    with pytest.raises(finding.ReasonMissing):
        finding.dismiss(pair, reason=" ", by=officer, at=AT)

    finding.dismiss(pair, reason="Deux sœurs, deux ateliers.", by=officer, at=AT)

    assert finding.look(two[0], at=AT) == []
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.treated_by) == (
        TwinState.DISMISSED, "Deux sœurs, deux ateliers.", officer,
    )  # fmt: skip
    assert Event.objects.filter(verb="application.tell_apart").count() == 2


def test_merged_one_goes_on_and_both_keep_their_history(two, pair, officer, founder):
    first, second = two

    finding.merge(pair, kept=second, reason="Envoyé deux fois.", by=officer, at=AT)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WITHDRAWN, State.SUBMITTED)
    letter = Message.objects.get(kind="applications/merged")
    assert (letter.recipient, "Envoyé deux fois." in letter.text) == (founder, False)
    assert first.revisions.count() == 1
    assert Event.objects.get(verb="application.merge").data == {"into": second.reference}
    assert Event.objects.get(verb="application.absorb").data == {"merged": first.reference}
    assert finding.merge(pair, kept=second, reason="Encore.", by=officer, at=AT).reason == "Envoyé deux fois."


def test_a_file_that_was_decided_is_not_merged_away(two, pair, officer, director):
    first, second = two
    world.offered(first, officer, director)

    with pytest.raises(IllegalMove):
        finding.merge(pair, kept=second, reason="Trop tard.", by=officer, at=AT)
    pair.refresh_from_db()
    assert pair.state == TwinState.OPEN


def test_a_link_with_either_closes_the_pair(two, pair, officer, client_for):
    declaring.declare(officer, two[1].startup, kind=InterestKind.PERSONAL, by=officer, at=AT)
    client = client_for(officer)

    with pytest.raises(NotAllowed):
        finding.dismiss(pair, reason="Non.", by=officer, at=AT)
    assert client.get(f"/desk/duplicates/{pair.public_id}/").status_code == 404
    assert two[1].reference not in client.get(f"/desk/applications/{two[0].public_id}/").content.decode()


def test_the_pages(two, pair, officer, client_for):
    client, url = client_for(officer), f"/desk/duplicates/{pair.public_id}/"
    page = client.get(f"/desk/applications/{two[0].public_id}/").content.decode()
    empty = client.post(url, {"verdict": "zzz", "reason": ""})
    done = client.post(url, {"verdict": two[0].public_id, "reason": "Envoyé deux fois."})

    assert f"{two[1].reference} · AGBLEZENA Sarl" in page
    assert "presque le même nom, presque la même phrase" in page
    assert empty.status_code == 422
    assert "Dites s’il s’agit de deux dossiers ou d’un seul." in empty.content.decode()
    assert (done.status_code, done.url) == (302, f"/desk/applications/{two[0].public_id}/")
    assert Application.objects.get(pk=two[1].pk).state == State.WITHDRAWN
    assert "Fusionnés" in client.get(url).content.decode()


def test_many_that_look_alike_leave_room_for_the_page(call, person, officer, client_for):
    files = [submitted(call, person(f"p{number}"), "su-01") for number in range(8)]
    for file in files:
        finding.look(file, at=AT)

    page = BeautifulSoup(
        client_for(officer).get(f"/desk/applications/{files[-1].public_id}/").content, "html.parser"
    )
    links = page.select(".alert.warning a[href^='/desk/duplicates/']")

    assert len(links) == 7
    assert sum(link.find_parent("details") is None for link in links) == 5
    assert (
        page.select_one(".alert.warning details summary").get_text(strip=True)
        == "2 autres dossiers lui ressemblent"
    )
