"""The engine knows no call: no key of the sample call's fields is written in its code."""

import ast
from pathlib import Path

import incubator.forms
from incubator.forms.types import TYPES

ENGINE = Path(incubator.forms.__file__).parent
COLUMN_NAMES = "columns.py"  # names of typed columns, which the sample's keys happen to resemble


def literals(path):
    return {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}


def test_no_field_key_of_the_sample_call_is_written_in_the_engine(definition):
    keys = set(definition.fields_by_key) - set(TYPES)  # a type may bear the same name
    files = [path for path in ENGINE.rglob("*.py") if path.name != COLUMN_NAMES]

    found = {path.name: keys & literals(path) for path in files if keys & literals(path)}

    assert len(files) > 15
    assert found == {}


def test_the_check_sees_a_key_when_there_is_one(definition):
    assert set(definition.fields_by_key) & literals(ENGINE / COLUMN_NAMES)
