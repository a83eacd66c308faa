"""The export of applications: complete, exact, and no more than its reader may read."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from incubator.applications.exports import application_table, views
from incubator.applications.filling import saving
from incubator.applications.filling.definitions import definition_of
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.forms.types import display
from incubator.jobs import runner
from incubator.jobs.models import Job
from incubator.programmes.facts import facts_for
from incubator.workflow.models import Event
from tests.world import reviews as world
from tests.world.applications import SENT, complete, submitted

SECRET = "Un fauteuil roulant"
QUESTIONS = 4  # forms used, forms, places, and one for the rows
ADDRESS = "/desk/applications/export/"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def files(call, person):
    found = [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05"))]
    founder = person("f2")
    last = complete(call, founder, "su-10")
    saving.save_answers(last, {"lead_accommodation": SECRET}, by=founder, at=SENT)
    return [*found, sending.submit(last, by=founder, at=SENT)]


@pytest.fixture
def clerk(client_for, officer):
    return client_for(officer)


def taken(answer) -> bytes:
    return b"".join(answer.streaming_content)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_rows(content: bytes) -> list[dict]:
    head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def personal_texts(files) -> list[str]:
    """Every text answered to a personal or sensitive question."""
    found = []
    for file in files:
        form = definition_of(file.form_version)
        held = application_table.Revision.objects.filter(application=file).last()
        every = {**held.answers, **(json.loads(held.sensitive) if held.answers_sealed else {})}
        for field in form.fields():
            if field.data_class in ("personal", "sensitive") and isinstance(every.get(field.key), str):
                found.append(every[field.key])
    return [text for text in found if len(text) > 4 and not text.replace("-", "").isdigit()]


def test_the_table_is_complete_each_cell_compared(files, officer):
    wanted = application_table.Wanted(personal=True)
    keys = [file.pk for file in files]
    table = application_table.Table(officer, wanted, keys)

    rows = [dict(zip(table.headings(), row, strict=True)) for row in table.rows(keys)]

    facts, seen = facts_for(), 0
    for file, row in zip(files, rows, strict=True):
        form = definition_of(file.form_version)
        given = file.revisions.last().answers
        for column in table.answers:
            field = form.fields_by_key.get(column.key)
            if field is None:
                continue
            cell, value = row[column.heading], given.get(field.key)
            seen += 1
            if value is None:
                assert cell is None, column.key
            elif isinstance(cell, int | float):
                assert cell == value or str(cell) == value, column.key
            elif isinstance(cell, date):
                assert cell.isoformat() == value, column.key
            elif field.type in ("phone", "url", "email", "text", "textarea"):
                assert cell == value, column.key
            else:
                assert cell == display(field, value, "fr", facts), column.key
        assert row["Référence"] == file.reference
    assert seen > 150


def test_a_column_for_each_key_and_no_sensitive_one(files, officer):
    form = definition_of(files[0].form_version)
    table = application_table.Table(officer, application_table.Wanted(personal=True), [files[0].pk])

    keys = {column.key.partition("#")[0] for column in table.answers}
    assert keys == {f.key for f in form.fields() if f.data_class != "sensitive"} | {
        d.slug for d in form.documents_for("application") if d.data_class != "sensitive"
    }
    assert len(set(table.headings())) == len(table.headings())


def test_csv_is_exact(clerk, files):
    content = taken(clerk.post(f"{ADDRESS}?view=all", {"form": "csv", "personal": "on"}))

    rows = csv_rows(content)
    assert [row["Référence"] for row in rows] == [file.reference for file in files]
    phones = [value for row in rows for value in row.values() if value.startswith("+228")]
    assert phones and all(len(phone) == 12 for phone in phones)
    assert rows[0]["État"] == "Reçue"


def test_xlsx_holds_numbers_and_days(clerk, files):
    content = taken(clerk.post(f"{ADDRESS}?view=all", {"form": "xlsx", "personal": "on"}))

    rows = sheet_rows(content)
    assert [row["Référence"] for row in rows] == [file.reference for file in files]
    kinds = {type(value) for row in rows for value in row.values()}
    assert {str, int, datetime} <= kinds
    assert any(str(value).startswith("+228") for value in rows[0].values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?view=all&gender=M", [1]),
        ("?view=all&call=AC-2027-01&eligibility=no", [2]),
        ("?view=all&sort=-reference", [2, 1, 0]),
        ("?view=returned", []),
    ],
)
def test_the_filters_of_the_list_are_those_of_the_export(clerk, files, query, found):
    rows = csv_rows(taken(clerk.post(ADDRESS + query, {"form": "csv"})))

    assert [row["Référence"] for row in rows] == [files[n].reference for n in found]


def test_ticked_files_alone(clerk, files):
    query = f"?ref={files[2].public_id}&ref={files[0].public_id}"

    assert len(csv_rows(taken(clerk.post(ADDRESS + query, {"form": "csv"})))) == 2


def test_columns_are_chosen(clerk, files):
    rows = csv_rows(taken(clerk.post(f"{ADDRESS}?view=all", {"form": "csv", "columns": ["office:state"]})))

    assert list(rows[0]) == ["Référence", "État"]


def test_a_formula_is_defused(call, person, clerk):
    founder = person("f0")
    file = complete(call, founder, "su-01")
    field = next(f for f in definition_of(file.form_version).fields() if f.maps_to == "startup_name")
    saving.save_answers(file, {field.key: "=HYPERLINK(1)"}, by=founder, at=SENT)
    sending.submit(file, by=founder, at=SENT)

    plain = csv_rows(taken(clerk.post(f"{ADDRESS}?view=all", {"form": "csv"})))
    sheet = load_workbook(io.BytesIO(taken(clerk.post(f"{ADDRESS}?view=all", {"form": "xlsx"})))).active

    assert "'=HYPERLINK(1)" in plain[0].values() and "=HYPERLINK(1)" not in plain[0].values()
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_personal_and_sensitive_texts_reach_no_export_that_did_not_ask(
    client_for, officer, director, admin, files, form
):
    texts = personal_texts(files)
    assert len(texts) > 10 and SECRET in " ".join(texts)
    for who, asked in (
        (officer, {}),
        (director, {}),
        (admin, {}),
        (admin, {"personal": "on", "sensitive": "on", "reason": "x"}),
    ):
        content = taken(client_for(who).post(f"{ADDRESS}?view=all", {"form": form, **asked}))
        cells = rows_as_text(content, form)
        assert [text for text in texts if text in cells] == [], who


def test_sensitive_answers_need_an_officer_and_a_reason(clerk, client_for, director, files):
    asked = {"form": "csv", "personal": "on", "sensitive": "on"}

    refused = clerk.post(f"{ADDRESS}?view=all", asked)
    assert refused.status_code == 422
    assert "Écrivez pourquoi" in refused.content.decode()
    assert not Event.objects.filter(verb="application.export").exists()

    given = taken(clerk.post(f"{ADDRESS}?view=all", {**asked, "reason": "Aménager la salle des entretiens"}))
    assert SECRET in given.decode()
    event = Event.objects.get(verb="application.export")
    assert event.data == {
        "rows": 3,
        "form": "csv",
        "personal": True,
        "sensitive": True,
        "reason": "Aménager la salle des entretiens",
    }
    ignored = taken(client_for(director).post(f"{ADDRESS}?view=all", {**asked, "reason": "x"}))
    assert SECRET not in ignored.decode()


def test_a_link_closes_the_file_in_the_export_too(clerk, files, officer, at):
    declaring.declare(officer, files[0].startup, kind=InterestKind.PERSONAL, by=officer, at=at)

    rows = csv_rows(taken(clerk.post(f"{ADDRESS}?view=all", {"form": "csv"})))

    assert [row["Référence"] for row in rows] == [files[1].reference, files[2].reference]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_many_rows_are_prepared_in_the_background(clerk, files, officer, at, monkeypatch, form):
    monkeypatch.setattr(views, "AT_ONCE", 2)
    monkeypatch.setattr(application_table.ApplicationTableWork, "chunk", 1)
    answer = clerk.post(f"{ADDRESS}?view=all", {"form": form, "personal": "on"})
    assert answer["Location"] == "/desk/exports/?follow=1"
    job = Job.objects.get()
    assert (job.kind, job.total, job.title) == (
        "applications.table",
        3,
        f"3 candidatures · Toutes · {form.upper()}",
    )
    monkeypatch.setattr(views, "AT_ONCE", 500)
    at_once = taken(clerk.post(f"{ADDRESS}?view=all", {"form": form, "personal": "on"}))

    runner.make(job.pk, at=world.SCREENED)

    made = taken(clerk.get(f"/desk/exports/{job.public_id}/download/"))
    if form == "csv":
        assert made == at_once
    else:
        assert sheet_rows(made) == sheet_rows(at_once)


def test_what_was_closed_meanwhile_does_not_leave(clerk, files, officer, at, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 2)
    clerk.post(f"{ADDRESS}?view=all", {"form": "csv"})
    declaring.declare(officer, files[1].startup, kind=InterestKind.PERSONAL, by=officer, at=at)
    job = Job.objects.get()

    runner.make(job.pk, at=world.SCREENED)

    made = csv_rows(taken(clerk.get(f"/desk/exports/{job.public_id}/download/")))
    assert [row["Référence"] for row in made] == [files[0].reference, files[2].reference]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_does_not_depend_on_the_rows(
    files, officer, count, django_assert_num_queries
):
    keys = [file.pk for file in files][:count]
    officer.roles(world.SCREENED)
    facts_for()("region", "golfe-1")

    with django_assert_num_queries(QUESTIONS):
        table = application_table.Table(officer, application_table.Wanted(), keys)
        table.headings()
        list(table.rows(keys))


def test_the_page_offers_what_the_role_may(client_for, officer, director, admin, files):
    offered = {
        who: client_for(who).get(f"{ADDRESS}?view=all").content.decode() for who in (officer, director, admin)
    }

    assert ["personnes" in page.split("Colonnes")[0] for page in offered.values()] == [True, True, False]
    assert ["réponses sensibles" in page for page in offered.values()] == [True, False, False]
    assert "3 dossiers" in offered[officer]


def test_no_file_no_export(clerk, call):
    assert "Aucun dossier à exporter" in clerk.get(f"{ADDRESS}?view=all").content.decode()


def rows_as_text(content: bytes, form: str) -> str:
    if form == "csv":
        return content.decode()
    return "\n".join(str(value) for row in sheet_rows(content) for value in row.values())
