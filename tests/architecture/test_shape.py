"""The shape of the house: ranks, foreign keys, names, sizes. Each rule is shown able to fail."""

import ast

from django.apps import apps
from django.conf import settings

from tests.architecture.reading import (
    FORBIDDEN_NAMES,
    UNRANKED,
    imports,
    modules,
    slice_of,
    wrong_ranks,
)

TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in modules()}


def every_import():
    for name, tree in TREES.items():
        yield from imports(name, tree)


def test_modules_import_equal_or_lower_ranks():
    assert wrong_ranks(every_import()) == []


def test_a_model_that_imports_a_work_module_is_found():
    tree = ast.parse("from incubator.applications.submission import sending")

    assert wrong_ranks(imports("incubator.applications.models", tree)) == [
        "incubator.applications.models:1 imports incubator.applications.submission.sending: rank 2 may not import rank 4"
    ]


def imports_inside_functions(tree: ast.AST) -> list[int]:
    return [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_no_import_stands_inside_a_function():
    found = {name: lines for name, tree in TREES.items() if (lines := imports_inside_functions(tree))}

    assert found == {}


def test_an_import_inside_a_function_is_found():
    assert imports_inside_functions(ast.parse("def f():\n    import os\n")) == [2]


def uses_signals(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module in ("django.db.models.signals", "django.dispatch")
        for node in ast.walk(tree)
    )


def test_no_signal_carries_logic():
    # The application's start is the only moment a slice may hook: it makes the roles' groups exist.
    assert [name for name, tree in TREES.items() if uses_signals(tree)] == []
    assert uses_signals(ast.parse("from django.db.models.signals import post_save"))


def test_no_module_has_a_name_that_says_nothing():
    assert [name for name in TREES if name.rsplit(".", 1)[-1] in FORBIDDEN_NAMES] == []


ORDER = {name: place for place, name in enumerate(settings.SLICES)}
ORDER["funding"] = ORDER["mentorship"]


def foreign_keys():
    for model in apps.get_models():
        if model._meta.app_config.name not in ORDER:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model is not None:
                target = field.related_model._meta.app_config.name
                if target in ORDER:
                    yield model._meta.app_config.name, target, f"{model._meta.label}.{field.name}"


def upward(keys) -> list[str]:
    return [
        label
        for home, target, label in keys
        if ORDER[target] > ORDER[home] or ({home, target} == {"mentorship", "funding"})
    ]


def test_foreign_keys_point_down_the_order():
    assert upward(foreign_keys()) == []


def test_a_foreign_key_upwards_is_found():
    assert upward([("incubator.people", "incubator.startups", "people.User.startup")]) == [
        "people.User.startup"
    ]


def test_mentorship_and_funding_do_not_know_one_another():
    pairs = {(slice_of(item.module), slice_of(item.imported)) for item in every_import()}

    assert not pairs & {("mentorship", "funding"), ("funding", "mentorship")}


def calls_the_clock(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr == "now" and getattr(node.func.value, "id", "") in ("timezone", "datetime"))
            or (node.func.attr == "today" and getattr(node.func.value, "id", "") in ("date", "datetime"))
        )
        for node in ast.walk(tree)
    )


def test_only_the_clock_reads_the_time():
    assert [name for name, tree in TREES.items() if calls_the_clock(tree)] == ["incubator.core.clock"]


def test_a_reading_of_the_time_is_found():
    assert calls_the_clock(ast.parse("at = timezone.now()"))


def strips_accents(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "combining"
        and getattr(node.value, "id", "") == "unicodedata"
        for node in ast.walk(tree)
    )


def test_accents_are_taken_off_in_one_place():
    # `lettering` breaks words before a letter, never before its accent.
    assert [name for name, tree in TREES.items() if strips_accents(tree)] == [
        "incubator.core.reading.signs",
        "incubator.documents.lettering",
    ]
    assert strips_accents(ast.parse("if unicodedata.combining(sign): pass"))


def writes_a_state(tree: ast.AST) -> list[int]:
    """Assignments `thing.state = …` outside the lifecycle, which alone changes a state."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]


def test_no_module_sets_a_state_by_hand():
    found = {name: lines for name, tree in TREES.items() if (lines := writes_a_state(tree))}

    assert found == {}


def test_a_state_set_by_hand_is_found():
    assert writes_a_state(ast.parse("application.state = 'submitted'")) == [1]


def test_every_module_opens_with_a_line_that_says_what_belongs_in_it():
    ranked = {name: tree for name, tree in TREES.items() if slice_of(name) not in UNRANKED}

    assert [name for name, tree in ranked.items() if tree.body and not ast.get_docstring(tree)] == []
