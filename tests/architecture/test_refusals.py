"""A door turns a refusal into an answer in one way (`Attempt`, in `workflow/doors.py`): none catches one by hand."""

import ast
from importlib import import_module

from django.conf import settings

from incubator.workflow.refusals import Refused
from tests.architecture.reading import RANKS, modules, rank_of

# Doors that catch a refusal by hand, each with its reason.
ALLOWED = {
    "incubator.programmes.management.commands.load_call": "a command says it on its terminal",
    "incubator.applications.worklist.views.bulk": "the act and the list it was chosen from are refused on one form",
    "incubator.applications.worklist.views.writing": "the letter is kept, then posted: the second refusal has another status",
}


def kinds(kind: type[Refused] = Refused) -> set[str]:
    """Return the names of every class of refusals; the addresses bring all modules in."""
    import_module(settings.ROOT_URLCONF)
    return {kind.__name__}.union(*(kinds(each) for each in kind.__subclasses__()))


def caught(tree: ast.AST) -> list[int]:
    """Return the lines where a refusal is caught, alone or among other exceptions."""
    known = kinds()
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if known & {getattr(name, "id", getattr(name, "attr", "")) for name in ast.walk(node.type)}
    ]


def test_no_door_catches_a_refusal_by_hand():
    doors = {
        name: ast.parse(path.read_text(encoding="utf-8"))
        for name, path in modules()
        if rank_of(name) == RANKS["views"]
    }

    assert {name for name, tree in doors.items() if caught(tree)} == set(ALLOWED)


def test_a_refusal_caught_by_hand_is_found():
    seeded = "try:\n    act()\nexcept (ValueError, refusals.Refused) as refused:\n    pass\n"

    assert caught(ast.parse(seeded)) == [3]
    assert caught(ast.parse("try:\n    act()\nexcept NotAllowed:\n    raise\n")) == [3]
    assert caught(ast.parse("with Attempt(form):\n    act()\n")) == []
