"""An act asks its policy inside the transaction that holds its actor (`workflow/acting.py`): none asks before it."""

import ast
from collections.abc import Iterator

from tests.architecture.reading import RANKS, modules, rank_of

# What opens that transaction, as a block or as a decorator.
BLOCKS = ("acting", "halting", "move", "confirming")
DECORATOR = "an_act"

# Functions that ask outside of it, each with its reason.
BEFORE_SLOW_WORK = "the file or the provider comes first: the act that follows asks again"
CALLED_INSIDE = "part of acts that open it"
A_READING = "nothing is written but that it was read"
ASKED_AGAIN = "each part of the work is an act of its own, or a reading"
ELSEWHERE = {
    "incubator.applications.assistance.assisting.send_code": BEFORE_SLOW_WORK,
    "incubator.applications.assistance.assisting.confirm_by_code": "a wrong code is counted, whatever is refused",
    "incubator.applications.casework.notes._locked": CALLED_INSIDE,
    "incubator.applications.casework.printing.take": A_READING,
    "incubator.applications.exceptions.call_invitations._require": CALLED_INSIDE,
    "incubator.applications.exports.application_table.require": A_READING,
    "incubator.applications.exports.packing.revisions": A_READING,
    "incubator.applications.filling.documents._expected": BEFORE_SLOW_WORK,
    "incubator.imports.background.go_on": ASKED_AGAIN,
    "incubator.imports.importing.begin": BEFORE_SLOW_WORK,
    "incubator.imports.importing.read_so": BEFORE_SLOW_WORK,
    "incubator.imports.work.require": ASKED_AGAIN,
    "incubator.jobs.requests.make_now": ASKED_AGAIN,
    "incubator.jobs.requests.take": A_READING,
    "incubator.milestones.signoff._open_for": CALLED_INSIDE,
    "funding.cards.checkout.start": BEFORE_SLOW_WORK,
    "funding.cards.checkout.give_up": BEFORE_SLOW_WORK,
    "funding.cards.checkout.cancel": BEFORE_SLOW_WORK,
    "funding.cards.refunding.confirm": BEFORE_SLOW_WORK,
}


def name_of(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return getattr(called, "attr", getattr(called, "id", ""))


def outside(tree: ast.AST, function: str = "", held: bool = False) -> Iterator[str]:
    """Yield the functions that ask a policy where no actor is held."""
    for node in ast.iter_child_nodes(tree):
        inside, name = held, function
        if isinstance(node, ast.FunctionDef):
            name, inside = node.name, any(name_of(each) == DECORATOR for each in node.decorator_list)
        elif isinstance(node, ast.With):
            inside = held or any(name_of(item.context_expr) in BLOCKS for item in node.items)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "deciding.require" and not held:
            yield function
        yield from outside(node, name, inside)


def test_an_act_asks_with_its_actor_held():
    found = {
        f"{module}.{function}"
        for module, path in modules()
        # A door asks before it shows a page; what it calls afterwards is the act.
        if rank_of(module) != RANKS["views"]
        for function in outside(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set(ELSEWHERE)


def test_a_question_before_the_transaction_is_found():
    before = "def act(by):\n    deciding.require('a.b', by, None, at)\n    with acting(by):\n        save()\n"
    plain = "@transaction.atomic\ndef act(by):\n    deciding.require('a.b', by, None, at)\n"
    held = "@an_act\ndef act(by):\n    deciding.require('a.b', by, None, at)\n"
    inside = "def act(by):\n    with LIFECYCLE.move(one, 'a', by=by, at=at):\n        deciding.require('a.b', by, one, at)\n"

    assert [list(outside(ast.parse(each))) for each in (before, plain, held, inside)] == [
        ["act"],
        ["act"],
        [],
        [],
    ]
