"""Kind: the shape of a table guessed from its data. Each table is read as its author sees it."""

from datetime import time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from incubator.documents import sheets
from incubator.documents.table_shape import Shape
from incubator.forms.definition import Column
from incubator.forms.types import Unparsed, parse
from tests.world import imports as world

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


def test_a_cell_is_read_as_its_author_sees_it():
    made, out = Workbook(), BytesIO()
    made.active.append(["Part", "Part fine", "Heure", "Nombre", "Mot"])
    made.active.append([0.1, 0.075, time(14, 30), 12.345, 5])
    for place, shown in {"A2": "0%", "B2": "0.0%", "E2": '0" %"'}.items():
        made.active[place].number_format = shown
    made.save(out)

    (line,) = sheets.read(out.getvalue(), "x.xlsx").rows

    assert line == (2, ["10 %", "7.5 %", "14:30", 12.345, 5])


def test_a_number_of_a_cell_has_no_groups():
    """12.345 in a spreadsheet is a little more than twelve: nobody typed twelve thousand."""
    for kind in ("money", "integer"):
        assert isinstance(parse(Column(key="x", type=kind, label={}), 12.345), Unparsed)
    assert parse(Column(key="x", type="decimal", label={}), 12.345) == 12.345


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Nom;Texte\nA;"il dit\nB;x\nC;y\n', 2),
        ('Nom;Texte\nA;"deux\nlignes"\nB;"non\nC;y', 4),
        ('"Nom;T\nA;b', 1),
    ],
)
def test_a_quotation_mark_that_never_closes_swallows_no_line(text, line):
    with pytest.raises(sheets.SheetRefused, match=f"ouvre à sa ligne {line} ne se ferme"):
        sheets.read(text.encode(), "x.csv")


def test_quotation_marks_inside_a_cell_part_nothing():
    sheet = sheets.read('Nom;Texte\nA;"Le ""Grand"" Marché"\nB;dit "oui"\n'.encode(), "x.csv")
    assert [cells for _line, cells in sheet.rows] == [["A", 'Le "Grand" Marché'], ["B", 'dit "oui"']]


def as_read(sheet: sheets.Sheet) -> tuple[str, str, str, int]:
    shape = sheet.shape
    return shape.sheet, shape.encoding, shape.separator, shape.heading


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("csv_semicolons_with_commas.csv", ("", "cp1252", ";", 1)),
        ("csv_sep_line.csv", ("", "utf-8", ";", 1)),
        ("csv_day_with_hour.csv", ("", "utf-8", ",", 1)),
    ],
)
def test_how_a_table_was_read_is_told(name, told):
    assert as_read(read(name)) == told


def test_the_line_of_headings_under_a_title_is_told():
    sheet = read("xlsx_title_above_headings.xlsx")
    assert sheet.shape.heading == sheet.rows[0][0] - 1 > 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16", "utf-8-sig"])
def test_the_encoding_is_told(encoding):
    sheet = sheets.read("Prénom\tÂge\nAblavi Kékéli\t3\n".encode(encoding), "x.tsv")
    assert as_read(sheet) == ("", encoding.removesuffix("-sig"), "\t", 1)
    assert sheet.headings == ["Prénom", "Âge"] and sheet.rows == [(2, ["Ablavi Kékéli", "3"])]


def test_a_cover_sheet_is_no_table():
    table = [("Nom", "Contact"), ("A", "Ama")]
    data = world.book(Notice=[["Lisez-moi"], ["Deux mots."]], Dossiers=table, Annexe=table)
    sheet = sheets.read(data, "x.xlsx")
    assert (sheet.shape.sheet, sheet.names) == ("Dossiers", ["Notice", "Dossiers", "Annexe"])
    assert sheets.read(data, "x.xlsx", shape=Shape(sheet="Notice")).headings == ["Lisez-moi"]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (Shape(encoding="utf-8"), "ses lettres ne se lisent pas"),
        (Shape(encoding="utf-16"), "ses lettres ne se lisent pas"),
        (Shape(separator="|"), "ce séparateur n’y figure nulle part"),
        (Shape(heading=4), "sa ligne 4 est vide"),
        (Shape(heading=2), "il n’a aucune ligne sous ses intitulés"),
    ],
)
def test_a_wrong_choice_is_refused_in_a_sentence(shape, why):
    with pytest.raises(sheets.SheetRefused) as refused:
        sheets.read("Prénom;Âge\nAblavi Kékéli;3\n".encode("cp1252"), "x.csv", shape=shape)
    assert str(refused.value) == (
        f"«\u00a0x.csv\u00a0» ne se lit pas ainsi\u00a0: {why}. Choisissez autrement\u00a0; rien n’a changé."
    )
