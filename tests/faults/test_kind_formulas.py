"""Kind: a guard against formulas that changes honest texts, also in files for machines."""

import ast
import csv
import io
import zipfile
from pathlib import Path

import pytest

from funding.payees.forms import PayeeForm
from incubator.config.settings.base import BASE_DIR
from incubator.documents import tables, workbook
from incubator.workflow.refusals import Refused

HONEST = [
    "- premier point", "- premier point (voir l’annexe)", "-", "+", "–", "@pepiniere_tg", "+228 90 00 00 40",
    "+228\u00a090\u00a000\u00a000\u00a040", "+22890000040", "-5", "-5,2 %", "+ 12 emplois", "=", "---", "a=b",
    "+228 90 00 00 40 / 91 00 00 40 (le soir)", "-> suite",
]  # fmt: skip
RUN = [
    "=1+1", " =1+1", "\t=1", "\u200b=1+1", "＝1+1", "+1+1", "-2+3", "+A1", "-A1*2", "@SUM(A1)", "+SUM(A1;A2)",
    "-1+cmd|' /C calc'!A0", "+'Feuille 2'!A1", '-HYPERLINK("x")',
]  # fmt: skip


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(tables.BOM), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_stays_as_typed(text):
    assert read("".join(tables.csv_lines([[text]], ["a"]))) == [["a"], [text]]


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_is_marked(text):
    assert read("".join(tables.csv_lines([[text]], ["a"]))) == [["a"], [f"'{text}"]]


@pytest.mark.parametrize("text", HONEST + RUN)
def test_a_workbook_holds_every_text_as_a_text(text):
    workbook.save(workbook.cells([[text]]), ["a"], out := io.BytesIO(), "t")
    with zipfile.ZipFile(out) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="A2" t="inlineStr"><is><t' in sheet
    assert "<f>" not in sheet


@pytest.mark.parametrize("text", [one for one in HONEST if one.isprintable()])
def test_a_machine_reads_what_was_typed(text):
    assert read(tables.machine_csv([[text, 5]], ["a", "b"], "x").content.decode()) == [
        ["a", "b"],
        [text, "5"],
    ]


@pytest.mark.parametrize("text", [*RUN, "ATELIER; SARL", 'ATELIER "A"', "a\nb"])
def test_a_machine_is_not_given_what_it_would_misread(text):
    with pytest.raises(Refused, match="ne peut pas figurer"):
        tables.machine_csv([[text]], ["a"], "x")


def test_what_the_bank_would_misread_is_refused_where_it_is_typed():
    wrong = PayeeForm({"rail": "bank", "holder": "=cmd|' /C calc'!A0", "account": "TG53 0001; 2"})
    assert set(wrong.errors) == {"holder", "account", "proof"}
    right = PayeeForm({"rail": "bank", "holder": "Ama Kodjo & fils", "account": "+228 90 00 00 40"})
    assert set(right.errors) == {"proof"}


def test_every_csv_and_every_workbook_is_written_in_one_place():
    writers = []
    for package in ("incubator", "funding", "mentorship", "cms"):
        for path in (Path(BASE_DIR) / package).rglob("*.py"):
            calls = (
                node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
            )
            if any(ast.unparse(call.func) in ("csv.writer", "csv.DictWriter", "Workbook") for call in calls):
                writers.append(str(path.relative_to(BASE_DIR)))

    assert sorted(writers) == ["incubator/documents/tables.py", "incubator/documents/workbook.py"]
