"""The minutes of a closing: every late code and every late file, with reasons and names."""

from datetime import UTC, datetime, timedelta

import pytest

from incubator.applications.exceptions import closing_minutes, late_codes, timetable
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.documents import typesetting
from incubator.programmes.models import Call
from incubator.workflow.models import Event
from tests.world import applications as world

CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
AFTER = CLOSES + timedelta(hours=1)
UNTIL = CLOSES + timedelta(days=2)
WHY = "Décès dans l’équipe."


@pytest.fixture
def late(call, officer, officer2, founder):
    """A file sent after the closing with a code that two people gave."""
    draft = world.complete(call, founder)
    made, text = late_codes.make(call, reason=WHY, expires_at=UNTIL, uses=2, by=officer, at=AFTER)
    late_codes.confirm(made, by=officer2, at=AFTER)
    late_codes.use(draft, text, by=founder, at=AFTER)
    return sending.submit(draft, by=founder, at=AFTER + timedelta(minutes=3))


@pytest.fixture
def in_time(call, founder2):
    return world.submitted(call, founder2)


@pytest.fixture
def seen(client_for, now):
    now(AFTER + timedelta(days=3))

    def page(person) -> str:
        return client_for(person).get("/desk/calls/AC-2027-01/minutes/").content.decode()

    return page


def test_the_page_lists_codes_and_late_files_with_reasons_and_names(
    late, in_time, seen, officer, officer2, call
):
    page = seen(officer)

    assert (late.reference in page, in_time.reference in page) == (True, False)
    assert page.count(WHY) == 2
    assert page.count(str(officer2)) == 2
    assert "1 utilisation sur 2" in page
    assert "5 mars 2027 à 18 h 03 min 00 s" in page.replace("\u00a0", " ")


def test_without_any_the_page_says_so(in_time, seen, officer):
    page = seen(officer)

    assert "Aucun dossier n’est arrivé en retard." in page
    assert "Aucun code de retard n’a été créé pour cet appel." in page


def test_a_sending_within_the_printed_grace_is_late_and_says_why(call, officer, founder):
    Call.objects.filter(pk=call.pk).update(grace_minutes=10)
    draft = world.complete(Call.objects.get(pk=call.pk), founder)
    sending.begin(draft, by=founder, at=CLOSES - timedelta(minutes=1))
    sent = sending.submit(draft, by=founder, at=CLOSES + timedelta(minutes=5))

    (row,) = closing_minutes.sendings(closing_minutes.late_files(sent.call, officer)).rows

    assert row[0].startswith(sent.reference)
    assert row[1].endswith("Dans le délai de grâce annoncé\u00a0: l’envoi avait commencé avant la clôture.")


def test_a_file_let_in_stays_there_when_the_call_is_extended(late, call, officer):
    timetable.extend(call, closes_at=UNTIL, reason_fr="Panne.", by=officer, at=AFTER + timedelta(hours=1))
    call.refresh_from_db()

    assert list(closing_minutes.late_files(call, officer)) == [late]
    ((_moment, told),) = closing_minutes.changes(call).rows
    assert told.startswith("Prolongé – 5 mars 2027")
    assert told.endswith(f"Panne.\n{officer}")


def test_a_link_closes_the_file_and_leaves_the_code(late, seen, officer, call):
    declaring.declare(officer, late.startup, kind=InterestKind.PERSONAL, by=officer, at=AFTER)

    assert list(closing_minutes.late_files(call, officer)) == []
    assert seen(officer).count(WHY) == 1


def test_the_pdf_says_the_same_and_is_written_down(late, call, officer, client_for, now, monkeypatch):
    now(AFTER + timedelta(days=3))
    client, address = client_for(officer), "/desk/calls/AC-2027-01/minutes/pdf/"
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Disposition"] == 'attachment; filename="proces-verbal-AC-2027-01.pdf"'
    assert Event.objects.of(call).get(verb="call.print_minutes").data == {"late": 1}

    told = {}
    monkeypatch.setattr(typesetting, "pdf", lambda name, data: told.update(data, template=name) or b"")
    client.get(address)

    assert told["template"] == "minutes"
    assert [len(part["rows"]) for part in told["sections"]] == [0, 1, 1]
    assert [row[0] for row in told["facts"]] == [
        "Appel", "Ouverture", "Clôture", "Délai de grâce annoncé", "Dossiers reçus",
    ]  # fmt: skip
