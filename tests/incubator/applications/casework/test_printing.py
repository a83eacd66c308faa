"""A file taken as a PDF at the desk: who, what stays out, and that it is written down."""

from urllib.parse import quote

import pytest

from incubator.accounts.sign_in import second_factor
from incubator.applications.casework import printing
from incubator.applications.filling import answers, drafting
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.documents import typesetting
from incubator.workflow.models import Event
from tests.world import reviews as world
from tests.world.applications import SENT, complete

SECRET = "Un fauteuil roulant"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def file(call, founder):
    draft = complete(call, founder)
    drafting.save_answers(draft, {"lead_accommodation": SECRET}, by=founder, at=draft.created_at)
    return sending.submit(draft, by=founder, at=SENT)


def printed(file) -> list:
    return list(Event.objects.of(file).filter(verb="application.print"))


def test_an_officer_takes_the_file_as_a_pdf_and_the_audit_says_so(client_for, officer, file):
    answer = client_for(officer).get(f"/desk/applications/{file.public_id}/pdf/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{file.reference}.pdf"'
    assert answer.content.startswith(b"%PDF-1.7")
    (event,) = printed(file)
    assert (event.actor, event.data) == (officer, {"revision": 1})
    page = client_for(officer).get(f"/desk/applications/{file.public_id}/").content.decode()
    assert f'href="/desk/applications/{file.public_id}/pdf/"' in page


def test_with_a_second_factor_on_a_fresh_one_is_asked_first(client_for, officer, file, monkeypatch):
    monkeypatch.setattr(second_factor, "is_on", lambda person: True)
    address = f"/desk/applications/{file.public_id}/pdf/"

    answer = client_for(officer).get(address)

    assert answer.url == f"/account/confirm/?next={quote(address, safe='')}"
    assert printed(file) == []


def test_an_administrator_reads_the_page_and_takes_no_pdf(client_for, admin, file):
    client = client_for(admin)

    assert client.get(f"/desk/applications/{file.public_id}/pdf/").status_code == 403
    assert "/pdf/" not in client.get(f"/desk/applications/{file.public_id}/").content.decode()
    assert printed(file) == []


def test_a_link_closes_it(client_for, officer, file, at):
    declaring.declare(officer, file.startup, kind=InterestKind.PERSONAL, by=officer, at=at)

    assert client_for(officer).get(f"/desk/applications/{file.public_id}/pdf/").status_code == 404
    assert printed(file) == []


def test_the_paper_says_the_answers_and_leaves_sensitive_ones_out(file, monkeypatch):
    given = {}
    monkeypatch.setattr(
        typesetting, "pdf", lambda template, data: given.update(data, template=template) or b""
    )

    printing.dossier_pdf(answers.last_revision(file), at=world.SCREENED)

    assert (given["template"], given["reference"]) == ("dossier", file.reference)
    said = [line for step in given["steps"] for _label, line in step["rows"]]
    assert said
    assert SECRET not in str(given)
    assert given["facts"][0] == ["Référence", file.reference]
    # In groups that the line can break between; one word of 64 signs runs off the paper.
    assert [len(group) for group in given["facts"][2][1].split(" ")] == [8] * 8
    assert len(given["documents"]) == sum(
        len(ids) for _slug, ids in printing.given_of(answers.last_revision(file))
    )
