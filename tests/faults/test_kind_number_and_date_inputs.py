"""Kind: number or date inputs that drop what people type. Every form of the product is swept."""

import ast
import inspect
import re
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail import blocks

from cms.blocks import BodyBlock, PartnersBlock
from cms.form_editor.blocks import StepsBlock
from cms.form_editor.number_blocks import MoneyBlock, NumberBlock, WholeBlock
from funding.forms import ExpenseForm
from funding.models import Tranche
from incubator.config.settings.base import BASE_DIR
from incubator.ui import fields, inputs
from incubator.ui.typography import THIN

PACKAGES = ("incubator", "mentorship", "funding")
DROPPING = {"number", "date", "datetime-local", "time", "month", "week"}
SECOND_READERS = (
    forms.IntegerField, forms.FloatField, forms.DecimalField, forms.DateField, forms.DateTimeField, forms.TimeField,
    forms.EmailField,
)  # fmt: skip
OURS = (inputs.WholeField, inputs.NumberField, inputs.DateField, inputs.MonthField, inputs.DateTimeField)
OF_A_TABLE = (django_filters.ModelChoiceFilter, django_filters.ModelMultipleChoiceFilter)
FILES = [
    path
    for package in PACKAGES
    for path in sorted((Path(BASE_DIR) / package).rglob("*"))
    if path.suffix in (".py", ".html", ".js") and "migrations" not in path.parts
]


def modules() -> list:
    found = []
    for path in FILES:
        if path.suffix == ".py" and re.search(r"\bforms\b|django_filters", path.read_text(encoding="utf-8")):
            parts = path.relative_to(BASE_DIR).with_suffix("").parts
            if "management" not in parts and parts[-1] not in ("__init__", "gunicorn"):
                found.append(import_module(".".join(parts)))
    return found


def all_fields() -> dict[str, forms.Field]:
    found = {}
    for module in modules():
        for name, thing in vars(module).items():
            if not inspect.isclass(thing) or thing.__module__ != module.__name__:
                continue
            if issubclass(thing, forms.BaseForm):
                own = getattr(thing, "base_fields", {})
            elif issubclass(thing, django_filters.FilterSet):
                filters = thing.base_filters.items()
                own = {key: one.field for key, one in filters if not isinstance(one, OF_A_TABLE)}
            else:
                continue
            found |= {f"{module.__name__}.{name}.{key}": field for key, field in own.items()}
    return found


def test_no_form_holds_a_reader_of_its_own():
    found = all_fields()
    wrong = [
        name
        for name, field in found.items()
        if (isinstance(field, SECOND_READERS) and not isinstance(field, OURS))
        or getattr(field.widget, "input_type", "") in DROPPING
    ]

    assert len(found) > 150
    assert wrong == []


def test_the_sweep_sees_a_number_input():
    assert isinstance(forms.IntegerField(), SECOND_READERS)
    assert not isinstance(forms.IntegerField(), OURS)
    assert forms.IntegerField().widget.input_type in DROPPING


def test_no_page_and_no_widget_draws_an_input_that_drops_what_is_typed():
    drawn = re.compile(rf"""type["']?\s*[=:]\s*["']?(?:{"|".join(DROPPING)})["'\s>]""")
    # A question of the application form has the type of its answer; it is drawn as `html_type` says.
    of_an_answer = re.compile(r"""(?:Field|Column|field|blank|one)\([^)]*type=["'](?:date|number)""")
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in FILES
        if "demo" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if drawn.search(line) and not of_an_answer.search(line)
    ]

    assert wrong == []


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def second_readers(tree: ast.AST) -> list[str]:
    """Return the calls that read typed text without `core.reading`."""
    found = []
    for node in ast.walk(tree):
        name = called(node)
        text = ast.unparse(node) if name else ""
        if name.endswith((".strptime", "parse_date", "parse_datetime", "phonenumbers.parse")):
            found.append(text)
        if name in ("int", "float", "Decimal") and re.search(r"(POST|GET|cleaned_data|\.data)\b[.\[]", text):
            found.append(text)
    return found


def test_no_module_reads_typed_text_by_itself():
    reading_here = {"incubator/core/reading/contacts.py", "incubator/ui/typography.py"}
    found = {
        str(path.relative_to(BASE_DIR)): calls
        for path in FILES
        if path.suffix == ".py" and (calls := second_readers(ast.parse(path.read_text(encoding="utf-8"))))
    }

    assert {name: calls for name, calls in found.items() if name not in reading_here} == {}


@pytest.mark.parametrize(
    "source",
    ["int(request.POST['n'])", "Decimal(form.data.get('x'))", "datetime.strptime(t, '%d')", "parse_date(t)"],
)
def test_the_sweep_sees_a_second_reader(source):
    assert second_readers(ast.parse(source)) == [source]


class Sample(forms.Form):
    amount = inputs.MoneyField(required=False)
    count = inputs.WholeField(required=False, max_value=5000)
    share = inputs.NumberField(required=False)
    day = inputs.DateField(required=False)
    instant = inputs.DateTimeField(required=False)
    phone = inputs.PhoneField(required=False)
    email = inputs.EmailField(required=False)


TYPED = {
    "amount": "1 500 000 F CFA", "count": "1 500", "share": "10 %", "day": "29 novembre 2026",
    "instant": "29/11/2026 à 17 h", "phone": "+228 (0)90 00 00 40", "email": "Ama@exemple.tg\u200b",
}  # fmt: skip


def test_fields_read_what_people_write():
    form = Sample(TYPED)

    assert form.is_valid()
    assert form.cleaned_data == {
        "amount": 1_500_000,
        "count": 1500,
        "share": 10,
        "day": date(2026, 11, 29),
        "instant": datetime(2026, 11, 29, 17, tzinfo=UTC),
        "phone": "+22890000040",
        "email": "ama@exemple.tg",
    }


def test_what_is_kept_is_shown_as_it_is_typed():
    form = Sample(TYPED)
    assert form.is_valid()
    shown = {name: Sample(initial=form.cleaned_data)[name] for name in Sample.base_fields}

    with translation.override("fr"):
        values = {
            name: re.search(r' value="([^"]*)"', fields.render_field(one))[1] for name, one in shown.items()
        }
        assert values == {
            "amount": f"1{THIN}500{THIN}000",
            "count": "1500",
            "share": "10",
            "day": "29/11/2026",
            "instant": "29/11/2026 17:00",
            "phone": "+228\u00a090\u00a000\u00a000\u00a040",
            "email": "ama@exemple.tg",
        }
        assert Sample(values).is_valid()


def test_what_cannot_be_read_stays_in_its_input_beside_a_sentence():
    typed = dict.fromkeys(TYPED, "à peu près 12,5")
    form = Sample(typed)

    with translation.override("fr"):
        assert set(form.errors) == set(typed)
        for name in typed:
            drawn = fields.render_field(form[name])
            assert ' value="à peu près 12,5"' in drawn
            assert 'aria-invalid="true"' in drawn


def test_empty_stays_empty():
    form = Sample(dict.fromkeys(TYPED, ""))
    assert form.is_valid()
    assert form.cleaned_data == {
        "amount": None, "count": None, "share": None, "day": None, "instant": None, "phone": "", "email": "",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_date_on_a_receipt_is_typed_as_on_the_receipt():
    given = {"amount": "150 000,00", "spent_on": "29/11/2026", "category": "x", "label": "Pompe"}
    form = ExpenseForm(given, tranches=Tranche.objects.none())
    form.full_clean()

    assert form.cleaned_data["spent_on"] == date(2026, 11, 29)
    assert form.cleaned_data["amount"] == 150_000
    assert ' value="29/11/2026"' in fields.render_field(form["spent_on"])


def test_a_whole_number_is_one_that_a_column_holds():
    assert inputs.WholeField(min_value=1).clean("2 147 483 647") == 2_147_483_647
    for typed in ("2147483648", "99999999999"):
        with pytest.raises(ValidationError):
            inputs.WholeField(min_value=1).clean(typed)


def blocks_of(block: blocks.Block) -> list[blocks.Block]:
    inner = list(getattr(block, "child_blocks", {}).values())
    inner += [block.child_block] if hasattr(block, "child_block") else []
    return [block, *(one for child in inner for one in blocks_of(child))]


def test_no_block_of_the_editors_holds_an_input_that_drops_what_is_typed():
    fields_found = [
        one
        for whole in (StepsBlock(), BodyBlock(), PartnersBlock())
        for one in blocks_of(whole)
        if hasattr(one, "field")
    ]

    assert len(fields_found) > 300
    dropping = [one.label for one in fields_found if getattr(one.field.widget, "input_type", "") in DROPPING]
    assert dropping == []


@pytest.mark.parametrize(
    ("block", "typed", "read"),
    [
        (WholeBlock, "1 200", 1200),
        (NumberBlock, "3,5", 3.5),
        (MoneyBlock, "3\u202f000\u202f000 F CFA", 3_000_000),
        (MoneyBlock, "0", 0),
    ],
)
def test_a_number_of_a_question_is_read_as_people_write_it(block, typed, read):
    one = block(required=False)
    assert one.clean(one.value_from_datadict({"n": typed}, {}, "n")) == read
    assert type(one.clean(one.value_from_datadict({"n": typed}, {}, "n"))) is type(read)
    assert one.clean("") is None
    with pytest.raises(forms.ValidationError):
        one.clean("beaucoup")
    assert one.get_form_state("beaucoup") == "beaucoup"
