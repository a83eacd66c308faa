"""The juror's pages: blind, closed by links, saving what is typed."""

import re

import pytest

from incubator.conflicts import declaring
from incubator.conflicts.models import Interest
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.reviews import assignment, scoring
from incubator.reviews.models import Assignment, LinksDeclared, Score
from incubator.reviews.states import AssignmentState
from incubator.workflow.models import Event
from tests.incubator.reviews.conftest import CANARY, address, scores
from tests.world import reviews as world
from tests.world.applications import submitted


def test_a_canary_in_every_hidden_field_never_reaches_the_juror(now, hand, juror, client_for):
    client = client_for(juror)
    client.post(address(hand), scores(do="save"))
    pages = [
        client.get(url).content.decode()
        for url in (
            "/portal/jury/",
            address(hand),
            f"/portal/jury/{hand.round.public_id}/scores/",
            address(hand, "link/"),
        )
    ]
    paper = client.get(address(hand, "documents/presentation/"))
    paper.close()

    found = [
        (place, word)
        for place, page in enumerate(pages)
        for word in (CANARY, "91 23 45 67", "91234567", "zarnikou", "7777777777", hand.application.public_id)
        if word.casefold() in page.casefold()
    ]
    assert found == []
    assert re.findall(r"Document [A-Z]\.pdf", pages[1]) == ["Document A.pdf"]
    assert paper["Content-Disposition"] == 'attachment; filename="Document A.pdf"'


@pytest.mark.parametrize("slug", ["identite", "immatriculation", "rien"])
def test_a_document_that_the_form_keeps_from_reviewers_is_not_found(now, hand, juror, client_for, slug):
    assert client_for(juror).get(address(hand, f"documents/{slug}/")).status_code == 404


def test_before_any_file_the_links(now, call, secret, juror, officer, client_for):
    world.eligible(secret, officer)
    given = assignment.assign(world.open_round(call, officer), secret, juror, by=officer, at=world.SCREENED)
    client = client_for(juror)
    links_page = f"/portal/jury/{given.round.public_id}/links/"

    sent_there = client.get(address(given))
    paper = client.get(address(given, "documents/presentation/"))
    client.post(links_page, {})

    assert (sent_there.status_code, sent_there.url) == (302, links_page)
    assert paper.status_code == 404
    assert LinksDeclared.objects.filter(juror=juror).count() == 1
    assert client.get(address(given)).status_code == 200


def test_the_list_of_links_shows_names_and_neither_reference_nor_answers(now, hand, juror, client_for):
    page = client_for(juror).get(f"/portal/jury/{hand.round.public_id}/links/").content.decode()

    assert hand.application.startup.name in page
    assert hand.application.reference not in page
    assert hand.application.pitch not in page


def test_a_ticked_team_closes_the_file(now, hand, juror, client_for):
    client = client_for(juror)

    client.post(
        f"/portal/jury/{hand.round.public_id}/links/",
        {"team": hand.application.startup.public_id, "kind": InterestKind.FINANCIAL, "note": "Parts"},
    )

    links = Interest.objects.filter(person=juror)
    assert list(links.values_list("person", "kind", "note")) == [(juror.pk, "financial", "Parts")]
    assert client.get(address(hand)).status_code == 404


def test_a_tick_without_saying_which_link_is_asked_again_and_kept(now, hand, juror, client_for):
    value = hand.application.startup.public_id

    page = (
        client_for(juror)
        .post(f"/portal/jury/{hand.round.public_id}/links/", {"team": value})
        .content.decode()
    )

    assert f'value="{value}" checked' in page
    assert not Interest.objects.filter(person=juror).exists()


def test_a_link_reported_at_the_file_closes_every_address_of_it(now, hand, juror, client_for):
    client = client_for(juror)
    answer = client.post(
        address(hand, "link/"), {"kind": InterestKind.PERSONAL, "note": "Ma sœur"}, follow=True
    )

    words = "Vous avez signalé un lien avec cette équipe. Ce dossier vous est désormais fermé\u00a0; le centre le confie à une autre personne. Merci de l’avoir dit."
    assert words in answer.content.decode()
    assert {
        tail: client.get(address(hand, tail)).status_code for tail in ("", "link/", "documents/presentation/")
    } == {"": 404, "link/": 404, "documents/presentation/": 404}
    assert client.post(address(hand), scores(do="submit")).status_code == 404
    assert Assignment.objects.get().state == AssignmentState.RECUSED
    assert Event.objects.get(verb="review.recuse").actor is None


def test_a_link_in_the_register_closes_the_file_without_any_other_act(now, hand, juror, officer, client_for):
    startup = hand.application.startup
    declaring.declare(juror, startup, kind=InterestKind.PERSONAL, by=officer, at=world.SCORED)

    assert client_for(juror).get(address(hand)).status_code == 404


def test_somebody_elses_file_is_not_found(now, hand, juror2, founder, officer, outsider, client_for):
    found = {
        who: client_for(who).get(address(hand)).status_code for who in (juror2, founder, officer, outsider)
    }

    assert found == {juror2: 404, founder: 404, officer: 404, outsider: 404}


def test_the_office_never_reads_a_file_by_the_jurors_door(now, hand, director, client_for):
    assert client_for(director).get(address(hand)).status_code == 404


def test_saving_keeps_each_score_and_null_is_not_zero(now, hand, juror, client_for):
    client_for(juror).post(
        address(hand), {"do": "save", "score-besoin": "0", "comment-besoin": "", "comment-plan": "À revoir"}
    )

    kept = Score.objects.order_by("criterion__position").values_list("criterion__slug", "value", "comment")
    assert list(kept) == [("besoin", 0, ""), ("plan", None, "À revoir")]
    assert Assignment.objects.get().state == AssignmentState.ASSIGNED


def test_confirming_opens_the_next_file(now, call, hand, founder2, juror, officer, client_for):
    other = world.eligible(submitted(call, founder2, "su-05"), officer)
    second = assignment.assign(hand.round, other, juror, by=officer, at=world.SCREENED)

    answer = client_for(juror).post(address(hand), scores(do="submit"))

    assert (answer.status_code, answer.url) == (302, address(second))
    assert Assignment.objects.get(pk=hand.pk).state == AssignmentState.SUBMITTED


def test_an_extreme_score_without_comment_is_said_at_the_criterion_and_everything_is_kept(
    now, hand, juror, client_for
):
    page = client_for(juror).post(
        address(hand), scores(do="submit") | {"score-plan": "5", "comment-plan": ""}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("une note à l’une des extrémités de l’échelle demande sa raison.") == 2
    assert 'id="error_plan"' in text
    assert Score.objects.get(criterion__slug="plan").value == 5
    assert Assignment.objects.get().state == AssignmentState.ASSIGNED


def test_kept_for_later_goes_to_its_group(now, hand, juror, client_for):
    client = client_for(juror)
    client.post(address(hand), {"do": "later", "score-besoin": "3"})

    page = client.get("/portal/jury/").content.decode()

    assert Assignment.objects.get().kept_for_later is True
    assert "Plus tard <small>(1)</small>" in page


def test_an_abstention_is_not_a_zero(now, hand, juror, client_for):
    client = client_for(juror)
    client.post(address(hand), {"do": "abstain", "reason": "Hors de mon domaine"})

    kept = Assignment.objects.get()
    assert (kept.state, kept.total, kept.reason) == (AssignmentState.ABSTAINED, None, "Hors de mon domaine")
    assert client.get(address(hand)).status_code == 404


def test_after_the_closing_what_is_typed_is_shown_again_and_does_not_count(
    hand, juror, client_for, monkeypatch
):
    scoring.save(hand, {hand.round.call.criteria.first(): (3, "Avant")}, by=juror, at=world.SCORED)
    monkeypatch.setattr(clock, "now", lambda: world.JURY_CLOSES)

    page = client_for(juror).post(
        address(hand), {"do": "save", "score-besoin": "4", "comment-besoin": "Trop tard"}
    )

    text = page.content.decode()
    assert "La phase est close. Vos notes sont gardées telles quelles" in text
    assert "Trop tard" in text
    assert list(Score.objects.values_list("value", "comment")) == [(3, "Avant")]
