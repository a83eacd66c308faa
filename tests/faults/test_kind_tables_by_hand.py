"""How a table is read is chosen by hand on its page, and remembered with its columns."""

import pytest

from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import ImportBatch
from incubator.core import clock
from incubator.documents.table_shape import Shape
from incubator.imports import importing
from tests.world import imports as world

IMPORTS = "/desk/calls/AC-2027-02/imports/"


@pytest.fixture
def desk(small, officer, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.AFTER)
    return client_for(officer)


def bring(desk, data: bytes, name: str = "dossiers.csv") -> ImportBatch:
    answer = desk.post(IMPORTS, {"table": world.upload(data, name)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def name_columns(desk, batch: ImportBatch):
    chosen = {f"column-{n}": code or "none" for n, code in enumerate(batch.targets)}
    answer = desk.post(f"{IMPORTS}{batch.public_id}/columns/", {**chosen, "received_on": "20/02/2027"})
    assert answer.status_code == 302, answer.content.decode()
    batch.refresh_from_db()
    return batch


LINES = [world.HEADINGS, world.GOOD, world.row(2)]
OTHER = [("Lu", "Par", "Pour", "Sur", "Avec"), ("Ama", "B", "C", "D", "E")]


@pytest.mark.django_db
def test_the_sheet_is_shown_changed_by_hand_and_remembered(desk):
    batch = bring(desk, world.book(Suivi=OTHER, Dossiers=LINES), "dossiers.xlsx")
    page = desk.get(f"{IMPORTS}{batch.public_id}/columns/").content.decode()
    assert "Comment le tableau est lu" in page and '<option value="Suivi" selected>' in page
    assert 'name="separator"' not in page and 'name="encoding"' not in page
    assert (batch.headings, batch.shape) == (list(OTHER[0]), {})

    shape = {"sheet": "Dossiers", "heading": "1"}
    desk.post(f"{IMPORTS}{batch.public_id}/shape/", shape)
    batch.refresh_from_db()
    assert (batch.headings, batch.rows_count, batch.shape) == (
        list(world.HEADINGS),
        2,
        {"sheet": "Dossiers"},
    )
    batch = name_columns(desk, batch)
    assert [(row.line, row.outcome) for row in batch.rows.all()] == [(2, "good"), (3, "good")]

    again = bring(desk, world.book(Suivi=OTHER, Dossiers=[[], *LINES]), "suite.xlsx")
    assert (again.headings, again.shape) == (list(world.HEADINGS), {"sheet": "Dossiers"})
    assert again.targets == batch.targets
    # Another table has no sheet of that name: its own data tell.
    assert bring(desk, world.book(Autre=LINES), "autre.xlsx").shape == {}


@pytest.mark.django_db
def test_headings_on_line_4_of_a_table_that_hides_them_are_chosen_by_hand(desk):
    above = [
        ("Suivi", "des", "dossiers", "reçus", "cette", "année", "ici"),
        ("Année", *"234567"),
        ("Page", *"234567"),
    ]
    batch = bring(desk, world.csv(*above[1:], *LINES, headings=above[0]))
    assert batch.headings[0] == "Suivi"

    answer = desk.post(
        f"{IMPORTS}{batch.public_id}/shape/",
        {"encoding": "utf-8", "separator": ";", "heading": " 4 "},
        follow=True,
    )

    batch.refresh_from_db()
    assert (batch.headings, batch.rows_count, batch.shape) == (list(world.HEADINGS), 2, {"heading": 4})
    assert 'value="4"' in answer.content.decode()
    name_columns(desk, batch)
    assert bring(desk, world.csv(*above[1:], *LINES, headings=above[0])).shape == {"heading": 4}


@pytest.mark.django_db
def test_an_encoding_chosen_by_hand_is_remembered_and_unicode_stays_unicode(desk):
    batch = bring(desk, world.csv(*LINES[1:], encoding="cp850"))
    assert batch.headings[0] != world.HEADINGS[0]
    desk.post(f"{IMPORTS}{batch.public_id}/shape/", {"encoding": "cp850", "separator": ";", "heading": "1"})
    batch.refresh_from_db()
    assert batch.headings == list(world.HEADINGS)
    name_columns(desk, batch)

    assert bring(desk, world.csv(world.row(3), encoding="cp850")).headings == list(world.HEADINGS)
    assert bring(desk, world.csv(world.row(3))).shape == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"heading": "900"}, "sa ligne 900 est vide"),
        ({"separator": "|"}, "ce séparateur n’y figure nulle part"),
        ({"heading": "quatre"}, "chiffres"),
        ({"separator": "x"}, "Choisissez"),
        ({"encoding": "utf-16"}, "ses lettres ne se lisent pas"),
    ],
)
def test_a_wrong_choice_changes_nothing(desk, wrong, sentence):
    batch = name_columns(desk, bring(desk, world.csv(*LINES[1:])))
    before = (ImportBatch.objects.values().get(), list(batch.rows.values()))

    answer = desk.post(
        f"{IMPORTS}{batch.public_id}/shape/", {"encoding": "utf-8", "separator": ";", "heading": "1", **wrong}
    )

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert next(iter(wrong.values())) in answer.content.decode()
    assert (ImportBatch.objects.values().get(), list(batch.rows.values())) == before


@pytest.mark.django_db
def test_a_table_checked_already_and_read_another_way_has_its_columns_named_again(desk):
    batch = name_columns(desk, bring(desk, world.csv(*LINES[1:])))
    desk.post(f"{IMPORTS}{batch.public_id}/shape/", {"encoding": "cp1252", "separator": ";", "heading": "1"})
    batch.refresh_from_db()
    assert (batch.rows.count(), batch.checked_at, batch.shape) == (0, None, {"encoding": "cp1252"})

    answer = desk.get(f"{IMPORTS}{batch.public_id}/")
    assert answer.status_code == 302 and answer.url.endswith("/columns/")
    refused = desk.post(f"{IMPORTS}{batch.public_id}/go-on/")
    assert refused.status_code == 302 and batch.rows.count() == 0
    name_columns(desk, batch)
    assert desk.get(f"{IMPORTS}{batch.public_id}/").status_code == 200


@pytest.mark.django_db
def test_a_table_entered_already_is_read_no_other_way(desk, small, officer):
    batch = world.imported(small, officer, world.GOOD)
    before = ImportBatch.objects.values().get()

    desk.post(f"{IMPORTS}{batch.public_id}/shape/", {"encoding": "cp1252", "separator": ";", "heading": "1"})
    with pytest.raises(importing.NotConfirmable):
        importing.read_so(PAPER_FILES, batch, Shape(encoding="cp1252"), by=officer, at=world.AFTER)

    assert ImportBatch.objects.values().get() == before
