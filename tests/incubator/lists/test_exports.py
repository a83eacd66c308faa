"""The table of a list: the rows listed, in their order, as plain values; many of them in the background."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from urllib.parse import urlencode

import openpyxl
import pytest

from incubator.jobs import runner
from incubator.jobs.models import Job
from incubator.lists import exports
from incubator.workflow.models import Event
from tests.world import funding as world

EXPORT, TRANCHES = "/desk/lists/export/", "/desk/money/tranches/"
HEADS = ["Start-up", "Tranche", "Montant", "État", "Demandée le", "Attendu le", "Monnaie"]


@pytest.fixture
def table(client_for, award, office, founder):
    world.verified_tranche(award, founder, office)
    client = client_for(office.finance)

    def ask(query, form):
        return client.post(EXPORT, {"back": f"{TRANCHES}?{query}", "form": form})

    return ask


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_page_says_what_the_table_will_hold(client_for, award, office):
    back = urlencode({"back": f"{TRANCHES}?view=all"})
    page = client_for(office.finance).get(f"{EXPORT}?{back}").content.decode()

    assert "3 lignes de la liste" in page
    assert "Attendu le et Monnaie" in page


def test_a_table_holds_what_is_listed_in_its_order(table, award):
    rows = lines(table("view=all&sort=-amount", "csv"))

    assert rows[0] == HEADS
    assert [(row[0], row[1], row[2], row[6]) for row in rows[1:]] == [
        (f"{award.startup.name} ({award.reference})", number, amount, "XOF")
        for number, amount in (("2", "1200000"), ("3", "900000"), ("1", "900000"))
    ]
    assert lines(table("view=sign", "csv"))[1:] == [row for row in rows[1:] if row[3] == "À la signature"]


def test_columns_that_were_chosen_are_the_only_ones(table):
    rows = lines(table("view=all&cols=amount", "csv"))

    assert rows[0] == ["Start-up", "Montant"]
    assert {len(row) for row in rows} == {2}


def test_a_workbook_holds_the_same(table):
    answer = table("view=all", "xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active

    assert [cell.value for cell in sheet[1]] == HEADS
    assert sorted(sheet.cell(row, 3).value for row in range(2, 5)) == [900_000, 900_000, 1_200_000]


def test_it_is_audited(table, office):
    table("view=sign", "csv")
    event = Event.objects.get(verb="list.export")

    assert (event.actor, event.data) == (office.finance, {"list": "tranches", "rows": 1})


def test_records_that_tell_of_people_are_noted_each(client_for, office, award):
    page = client_for(office.officer).post(EXPORT, {"back": "/desk/startups/?view=all", "form": "csv"})
    b"".join(page.streaming_content)

    noted = Event.objects.filter(verb="row.export")
    assert [(one.subject_type, one.subject_ref) for one in noted] == [("startup", award.startup.slug)]


def test_those_that_do_not_are_not(table):
    table("view=all", "csv")

    assert not Event.objects.filter(verb="row.export").exists()


def test_many_rows_are_prepared_in_the_background_with_the_same_table(
    table, office, monkeypatch, client_for, at
):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    answer = table("view=all&sort=-amount", "csv")
    job = Job.objects.get(kind="lists.table")

    assert answer["Location"].startswith("/desk/exports/")
    assert (job.total, job.asked_by) == (3, office.finance)
    client = client_for(office.finance)
    client.post(f"/desk/exports/{job.public_id}/make/")
    monkeypatch.setattr(exports, "AT_ONCE", 500)
    made = b"".join(client.get(f"/desk/exports/{job.public_id}/download/").streaming_content)
    straight = table("view=all&sort=-amount", "csv")
    assert made == b"".join(straight.streaming_content)


def test_another_form_is_refused_with_the_page(table):
    answer = table("view=all", "pdf")

    assert answer.status_code == 422
    assert not Event.objects.filter(verb="list.export").exists()


def test_whoever_lost_the_role_meanwhile_gets_no_table_and_reads_why(
    table, office, monkeypatch, client_for, at
):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    table("view=all", "csv")
    job = Job.objects.get(kind="lists.table")
    office.finance.grants.update(until_at=at - timedelta(days=1), from_at=at - timedelta(days=2))

    runner.make(job.pk, at=at)

    job.refresh_from_db()
    assert (job.state, job.done, job.file) == ("failed", 0, None)
    assert job.error == "Vous ne pouvez plus lire cette liste\u00a0: rien d’autre n’est préparé."


def test_a_list_that_no_table_can_hold_is_refused_with_the_page(table, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 2)
    answer = table("view=all", "csv")

    assert answer.status_code == 422
    assert "100\u202f000 lignes au plus" in answer.content.decode()
    assert not Job.objects.exists()
    assert table("view=sign", "csv").status_code == 200
