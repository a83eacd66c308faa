"""What changed between two sendings of a file."""

from datetime import timedelta

import pytest

from incubator.applications.casework import comparing, dossier, screening
from incubator.applications.filling import documents, drafting
from incubator.applications.submission import sending
from incubator.core import clock
from tests.world import reviews as world
from tests.world.applications import pdf, submitted

AT = world.SCREENED
DUE = AT + timedelta(days=7)


@pytest.fixture
def twice(call, founder, officer):
    """A file sent again with another problem and another presentation."""
    file = submitted(call, founder)
    items = [{"key": "problem", "reason": "Précisez."}, {"key": "presentation", "reason": "Illisible."}]
    before = file.revisions.get().answers["problem"]
    screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=AT)
    drafting.save_answers(file, {"problem": f"{before} Vraiment."}, by=founder, at=AT)
    documents.attach(file, "presentation", [pdf("nouvelle.pdf")], by=founder, at=AT)
    return sending.resubmit(file, by=founder, at=AT)


def test_what_changed_is_told_word_by_word(twice):
    found = comparing.last_two(twice, dossier.sendings(twice))

    (change,) = found.answers
    assert (found.before, found.after) == (1, 2)
    assert (change.key, change.words[-1]) == ("problem", ("added", " Vraiment."))
    assert found.documents == ["Présentation, dix pages au plus"]


def test_a_file_sent_once_has_nothing_to_compare(call, founder):
    file = submitted(call, founder)

    assert comparing.last_two(file, dossier.sendings(file)) is None


def test_any_two_sendings_are_compared_on_the_page(twice, officer, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    client, url = client_for(officer), f"/desk/applications/{twice.public_id}/compare/"

    forward = client.get(f"{url}?before=1&after=2").content.decode()
    backward = client.get(f"{url}?before=2&after=1").content.decode()
    strange = client.get(f"{url}?before=9&after=zzz").content.decode()

    added = '<ins><span class="quiet">[ajouté] </span> Vraiment.'
    removed = '<del><span class="quiet">[retiré] </span> Vraiment.'
    assert (added in forward, removed in backward, added in strange) == (True, True, True)
    assert "Document modifié\u00a0: Présentation, dix pages au plus" in forward


def test_sensitive_answers_are_not_compared(call, founder, officer):
    file = submitted(call, founder, "su-02")
    items = [{"key": "lead_accommodation", "reason": "À préciser."}]
    screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=AT)
    drafting.save_answers(file, {"lead_accommodation": "Un fauteuil"}, by=founder, at=AT)
    sending.resubmit(file, by=founder, at=AT)

    assert comparing.last_two(file, dossier.sendings(file)).is_empty
