"""What the product says by itself is stored as a code: a sentence would stay in the language of whoever acted."""

import ast
from collections.abc import Iterator

from tests.architecture.reading import RANKS, modules, rank_of

SAYING = {"_", "gettext", "ngettext", "pgettext"}
# What an act keeps of its reasons, given to work functions under these names.
KEPT = {"reason", "note", "comment"}


def says(value: ast.expr) -> bool:
    """Tell whether a value is a sentence of the catalogue, filled in or not."""
    said = value.left if isinstance(value, ast.BinOp) else value
    return isinstance(said, ast.Call) and getattr(said.func, "id", "") in SAYING


def stored(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a sentence is put into a column of a record, or given to be kept."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and says(node.value):
            columns = [each for each in node.targets if isinstance(each, ast.Attribute)]
            yield from (node.lineno for each in columns if getattr(each.value, "id", "") != "self")
        elif isinstance(node, ast.Call):
            yield from (node.lineno for each in node.keywords if each.arg in KEPT and says(each.value))


def test_no_act_stores_a_sentence():
    found = [
        f"{module}:{line}"
        for module, path in modules()
        if rank_of(module) == RANKS["letters"] and ".privacy" not in f".{module}"
        for line in stored(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_a_stored_sentence_is_found():
    seeded = (
        "locked.withdrawal_reason = _('Undone: %(n)s') % {'n': n}\nrecuse(one, reason=_('Ended.'), by=by)\n"
    )

    assert list(stored(ast.parse(seeded))) == [1, 2]
