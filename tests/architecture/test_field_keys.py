"""No field key of a call stands in the code: calls differ, the code does not."""

import ast
import json

from incubator.forms.columns import COLUMNS
from incubator.forms.types import TYPES
from tests.architecture.reading import modules
from tests.files import CALL

SAMPLE = json.loads(CALL.read_text(encoding="utf-8"))["call"]
KEYS = {field["key"] for step in SAMPLE["form"] for field in step["fields"]}
# Names of typed columns and of types of answers belong to the product; a call may use the same words.
OF_THE_PRODUCT = (
    set(COLUMNS) | set(TYPES) | {field.get("maps_to") for s in SAMPLE["form"] for field in s["fields"]}
)

# Ordinary words of the product that a call happens to use as keys: a slice, a topic of mentoring.
OF_THE_PRODUCT |= {"milestones", "impact"}


def literals(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def keys_in(tree: ast.AST) -> set[str]:
    return (KEYS - OF_THE_PRODUCT) & literals(tree)


def test_no_field_key_of_the_sample_call_stands_in_the_code():
    found = {
        name: keys
        for name, path in modules()
        if name != "incubator.forms.columns" and ".demo" not in name
        if (keys := keys_in(ast.parse(path.read_text(encoding="utf-8"))))
    }

    assert found == {}


def test_a_field_key_in_the_code_is_found():
    assert keys_in(ast.parse('answers["low_connectivity"]')) == {"low_connectivity"}
