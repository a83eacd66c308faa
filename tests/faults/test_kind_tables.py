"""Kind: the shape of a table guessed from its data. Each table is read as its author sees it."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from incubator.exports import sheets

DATA = Path(__file__).parent / "data"
ASKED = "Quel problème résolvez-vous, et pour qui ?"


def read(name: str) -> sheets.Sheet:
    return sheets.read((DATA / name).read_bytes(), name)


def test_commas_in_the_answers_do_not_part_a_table_of_semicolons():
    sheet = read("csv_semicolons_with_commas.csv")

    assert sheet.headings == ["Nom de la start-up", "Nom du contact", "Téléphone", ASKED]
    assert [(line, len(cells)) for line, cells in sheet.rows] == [(2, 4), (3, 4)]
    assert sheet.rows[0][1][:3] == ["Agri Essai", "Ama Test", "90000031"]


def test_a_first_line_may_tell_the_separator():
    sheet = read("csv_sep_line.csv")

    assert sheet.headings[:3] == ["Nom de la start-up", "Nom du contact", "Téléphone"]
    assert len(sheet.rows) == 2
    assert sheets.read(b"sep=,\r\na,b;c\r\n1,2;3\r\n", "x.csv").headings == ["a", "b;c"]


def test_the_headings_stand_under_a_title():
    sheet = read("xlsx_title_above_headings.xlsx")

    assert "Nom de la start-up" in sheet.headings
    assert all(len(cells) > 1 for _line, cells in sheet.rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_separator_is_found(delimiter):
    lines = [["Nom", "Texte", "Note"], ["A", "un, deux; trois", "1"], ["B", "quatre; cinq, six, sept", "2"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in cells) for cells in lines)
    assert sheets.read(text.encode(), "x.csv").headings == ["Nom", "Texte", "Note"]


def test_a_title_and_a_date_above_the_headings_of_a_workbook():
    book, out = Workbook(), BytesIO()
    for cells in (
        ["Dossiers reçus"],
        [],
        ["Édité le", 45000],
        ["Nom", "Contact", "Reçu le"],
        ["A", "Ama", "x"],
        ["B", "Bia", "y"],
    ):
        book.active.append(cells)
    book.save(out)
    sheet = sheets.read(out.getvalue(), "x.xlsx")

    assert sheet.headings == ["Nom", "Contact", "Reçu le"]
    assert [line for line, _cells in sheet.rows] == [5, 6]


def test_a_table_of_one_column_keeps_its_first_line_as_heading():
    assert sheets.read(b"Nom\nA\nB\n", "x.csv").headings == ["Nom"]
