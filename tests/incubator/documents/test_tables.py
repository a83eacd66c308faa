import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from incubator.core.bilingual import Text
from incubator.documents import tables, workbook

HEADINGS = ["Nom", "=Formule"]
EXACT = [
    "Ama",
    "Été à Tône – « oui »",
    "ɖɔŋlɔ",
    "+22890000001",
    "+228 90 00 00 01",
    "-5",
    "-5,2",
    "1 500",
    "a=b",
    "+",
    "- liste",
    "- premier point (voir l’annexe)",
    "@pepiniere_tg",
    "+228 90 00 00 01 / 91 00 00 02, le soir",
    "",
]
RISKY = [
    "=1+1",
    '=HYPERLINK("x")',
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "+228-90-00-00-01",
]


def read_csv(rows, headings=("a",)):
    text = "".join(tables.csv_lines(rows, headings))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize("value", EXACT)
def test_csv_keeps_exact(value):
    assert read_csv([[value]]) == [["a"], [value]]


@pytest.mark.parametrize("value", RISKY)
def test_csv_defuses(value):
    assert read_csv([[value]]) == [["a"], [f"'{value}"]]


def opened(answer):
    content = b"".join(answer.streaming_content)
    answer.file_to_stream.close()
    return load_workbook(io.BytesIO(content)).active


def test_a_name_that_waits_for_its_language_names_the_sheet():
    """The name of a figure is translated when it is read: the sheet is called so too."""
    sheet = opened(tables.xlsx_response([["Ama"]], ["a"], gettext_lazy("Start-up")))
    assert sheet.title == "Start-up"


def test_csv_types():
    row = [
        None,
        True,
        False,
        1500000,
        -3,
        2.5,
        date(2027, 3, 5),
        datetime(2027, 3, 5, 17, 0, tzinfo=UTC),
        Text("A", "fr"),
    ]

    assert read_csv([row])[1] == [
        "",
        "oui",
        "non",
        "1500000",
        "-3",
        "2.5",
        "2027-03-05",
        "2027-03-05 17:00",
        "A",
    ]


def test_csv_quotes_text_and_defuses_headings():
    assert "".join(tables.csv_lines([["a", 5]], HEADINGS)) == '\ufeff"Nom";"\'=Formule"\r\n"a";5\r\n'


def test_csv_streams_some_hundred_rows_at_a_time():
    drawn = []

    def rows():
        for number in range(1000):
            drawn.append(number)
            yield [number]

    lines = tables.csv_lines(rows(), ["n"])
    next(lines)
    assert len(drawn) == 0
    next(lines)
    assert len(drawn) == 200
    assert sum(chunk.count("\r\n") for chunk in lines) == 800


def test_csv_response_is_a_download():
    answer = tables.csv_response([["Été"]], ["Nom"], "dossiers")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="dossiers.csv"'
    assert b"".join(answer.streaming_content) == '\ufeff"Nom"\r\n"Été"\r\n'.encode()


def test_xlsx_keeps_every_text_exact_and_holds_no_formula():
    texts = [*EXACT[:-1], *RISKY, "#N/A"]
    answer = tables.xlsx_response([[text] for text in texts], ["=Nom"], "dossiers/2027")

    sheet = opened(answer)
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["=Nom", *[t.replace("\r", "\n") for t in texts]]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet.title == "dossiers 2027"


def test_xlsx_types():
    row = [5, datetime(2027, 3, 5, 17, 0, tzinfo=UTC), date(2027, 3, 5), True, None, "a\x00b"]
    answer = tables.xlsx_response([row], ["a"] * 6, "t")

    sheet = opened(answer)
    values = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert values == [5, datetime(2027, 3, 5, 17, 0), datetime(2027, 3, 5), "oui", None, "ab"]


def test_rows_that_wait_in_parts_are_the_same_in_the_sheet():
    row = ["Été", "=1+1", 5, 2.5, Decimal("3.5"), True, None, "", date(2027, 3, 5), date(1899, 1, 2)]
    row.append(datetime(2027, 3, 5, 17, 0, 9, 70, tzinfo=UTC))

    packed = list(workbook.pack([row, ["b"]]))

    assert [line.count(b"\n") for line in packed] == [1, 1]
    assert list(workbook.unpack(packed)) == list(workbook.cells([row, ["b"]]))
    assert next(workbook.unpack(packed)) == [
        "Été", "=1+1", 5, 2.5, 3.5, "oui", None, None, date(2027, 3, 5), "1899-01-02",
        datetime(2027, 3, 5, 17, 0, 9),
    ]  # fmt: skip


def test_a_long_text_is_cut_where_a_cell_ends_and_the_headings_stay_in_sight():
    sheet = opened(tables.xlsx_response([["a" * 40_000]], ["Nom"], "History: 'x'"))

    assert len(sheet["A2"].value) == 32_767
    assert (sheet.freeze_panes, sheet["A1"].font.bold) == ("A2", True)
