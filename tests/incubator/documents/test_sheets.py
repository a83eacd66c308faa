"""Tables made in spreadsheets, read: letters, separators, refusals."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from incubator.documents import sheets
from incubator.documents.sheets import FORMULA, SheetRefused
from tests.incubator.files import samples
from tests.world import imports as world

TABLE = "Nom;Effectif\r\nKokou;3\r\n"


@pytest.mark.parametrize(
    "data",
    [
        "Prénom;Âge\r\nAbla;3".encode(),
        "\ufeffPrénom;Âge\r\nAbla;3".encode(),
        "Prénom;Âge\r\nAbla;3".encode("cp1252"),
        "Prénom;Âge\r\nAbla;3".encode("utf-16"),
        "Prénom,Âge\nAbla,3".encode(),
        "Prénom\tÂge\nAbla\t3".encode(),
        b'"Pr\xc3\xa9nom";"\xc3\x82ge"\r\n"Abla";"3"',
    ],
)
def test_letters_and_separators_are_recognised(data):
    sheet = sheets.read(data, "a.csv")

    assert (sheet.headings, sheet.rows) == (["Prénom", "Âge"], [(2, ["Abla", "3"])])


def test_a_cell_may_hold_lines_separators_and_quotes():
    sheet = sheets.read(b'Nom;Note\n"A;B";"un\ndeux ""dit-elle"""\n\nC;D\n', "a.csv")

    assert sheet.rows == [(2, ["A;B", 'un\ndeux "dit-elle"']), (4, ["C", "D"])]


def test_a_column_without_a_heading_has_its_letter():
    sheet = sheets.read(b"Nom;;\nA;b;c;d\n", "a.csv")

    assert sheet.headings == ["Nom", "B", "C", "D"]


def test_what_our_exports_defuse_is_read_as_it_was():
    sheet = sheets.read(b"Nom;Tel\n'=1+1;+22890000001\n'abc;d\n", "a.csv")

    assert sheet.rows == [(2, ["=1+1", "+22890000001"]), (3, ["'abc", "d"])]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_the_first_rows_are_read_without_the_others(name):
    rows = [("A", "b"), ("C",), *[("D", "d")] * sheets.MOST_ROWS]
    lines = "\n".join(";".join(cells) for cells in [("Nom", "Ville"), *rows]).encode()
    data = world.xlsx(*rows, headings=("Nom", "Ville")) if name == "a.xlsx" else lines

    sheet = sheets.read(data, name, first=2)

    assert (sheet.headings, sheet.rows) == (["Nom", "Ville"], [(2, ["A", "b"]), (3, ["C"])])
    with pytest.raises(SheetRefused):
        sheets.read(data, name)


def test_a_workbook_gives_numbers_days_and_never_a_formula():
    sheet = sheets.read(
        world.xlsx(("A", 3, datetime(2027, 2, 3, 10, 30), "=1+1", None), headings=("a", "b", "c", "d")),
        "a.xlsx",
    )

    assert sheet.rows == [(2, ["A", 3, datetime(2027, 2, 3, 10, 30), FORMULA])]


def test_only_the_first_sheet_is_read():
    book = Workbook()
    book.active.append(["Nom"])
    book.active.append(["A"])
    book.create_sheet("autre").append(["Autre"])
    out = BytesIO()
    book.save(out)

    assert sheets.read(out.getvalue(), "a.xlsx").headings == ["Nom"]


def test_lines_that_a_sheet_skips_are_counted_and_cost_nothing():
    book = Workbook()
    book.active["A1"], book.active["A400000"], book.active["C7"] = "Nom", "Loin", "c"
    out = BytesIO()
    book.save(out)

    sheet = sheets.read(out.getvalue(), "a.xlsx")

    assert (sheet.headings, sheet.rows) == (["Nom", "B", "C"], [(7, [None, None, "c"]), (400000, ["Loin"])])


WAY_OUT = "Envoyez un tableau XLSX ou CSV de 10\u00a0Mo au plus, sans mot de passe."
REFUSED = {
    "empty": (b"", "a.csv", "il est vide"),
    "headings alone": (b"Nom;Age\n", "a.csv", "il n’a aucune ligne sous ses intitulés"),
    "a PDF": (samples.PDF, "a.csv", "c’est un PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.xls", None),
    "NUL": (b"a;b\n\x00;c\n", "a.csv", "ses lettres ne se lisent pas"),
    "too many rows": (b"a\n" + b"x\n" * 5001, "a.csv", "il a plus de 5\u202f000 lignes\u00a0: partagez-le en plusieurs fichiers"),
    "too many columns": ((";".join("abcd" * 80) + "\n").encode() * 2, "a.csv", "il a plus de 250 colonnes"),
    "a damaged workbook": (world.xlsx(("x",), headings=("a",))[:-200], "a.xlsx", None),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(case):
    data, name, why = REFUSED[case]

    with pytest.raises(SheetRefused) as refused:
        sheets.read(data, name)

    told = str(refused.value)
    assert told.startswith(f"«\u00a0{name}\u00a0» n’a pas été lu\u00a0: ") and told.endswith(WAY_OUT)
    if why:
        assert f"\u00a0: {why}. " in told
