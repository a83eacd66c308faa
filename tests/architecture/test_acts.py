"""An act asks its policy, and leaves its row in the audit, inside the transaction that holds its actor
(`workflow/acting.py`): none asks before it, none is noted outside of it.
"""

import ast
from collections.abc import Callable, Iterator

from tests.architecture.reading import RANKS, modules, rank_of

# What opens that transaction, as a block or as a decorator.
BLOCKS = ("acting", "halting", "move", "confirming", "_in_preparation")
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

# Functions that note an act outside of it.
TAKES_AWAY = "a way in is closed: whoever may come in no more loses nothing by it"
NOTED_ELSEWHERE = {
    "incubator.accounts.consenting.end_all": CALLED_INSIDE,
    "incubator.accounts.consenting.record_many": CALLED_INSIDE,
    "incubator.accounts.middleware._note": A_READING,
    "incubator.accounts.roles.joining._make": CALLED_INSIDE,
    "incubator.accounts.sign_in.devices.end": TAKES_AWAY,
    "incubator.accounts.tokens.revoke": TAKES_AWAY,
    "incubator.applications.assistance.assisting._give": CALLED_INSIDE,
    "incubator.applications.casework.printing.take": A_READING,
    "incubator.applications.casework.tagging._change": CALLED_INSIDE,
    "incubator.applications.casework.views.file.sensitive": A_READING,
    "incubator.applications.exceptions.closing_minutes.pdf": A_READING,
    "incubator.applications.exports.views._send": A_READING,
    "incubator.applications.filling.drafting._open": CALLED_INSIDE,
    "incubator.applications.imports.entering._draft": CALLED_INSIDE,
    "incubator.applications.submission.own_copy.note": A_READING,
    "incubator.applications.team.handing_over._offer": CALLED_INSIDE,
    "incubator.jobs.requests.take": A_READING,
    "incubator.lists.exports.download": A_READING,
    "incubator.milestones.planning.plan": CALLED_INSIDE,
    "incubator.portal.personal.erasing.erase_files": CALLED_INSIDE,
    "incubator.portal.personal.erasing.erase_startups": CALLED_INSIDE,
    "incubator.portal.personal.own_data.note": A_READING,
}


def name_of(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return getattr(called, "attr", getattr(called, "id", ""))


def asks(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "deciding.require"


def notes(call: ast.Call) -> bool:
    """Tell whether the call leaves a row of somebody in the audit: the system holds nothing."""
    by = next((ast.unparse(each.value) for each in call.keywords if each.arg == "by"), "")
    return ast.unparse(call.func) in ("audit.record", "audit.record_many") and by != "SYSTEM"


def outside(
    tree: ast.AST, found: Callable[[ast.Call], bool], function: str = "", held: bool = False
) -> Iterator[str]:
    """Yield the functions with such a call where no actor is held."""
    for node in ast.iter_child_nodes(tree):
        inside, name = held, function
        if isinstance(node, ast.FunctionDef):
            name, inside = node.name, any(name_of(each) == DECORATOR for each in node.decorator_list)
        elif isinstance(node, ast.With):
            inside = held or any(name_of(item.context_expr) in BLOCKS for item in node.items)
        elif isinstance(node, ast.Call) and found(node) and not held:
            yield function
        yield from outside(node, found, name, inside)


def named(found: Callable[[ast.Call], bool], but: int = -1) -> set[str]:
    return {
        f"{module}.{function}"
        for module, path in modules()
        if rank_of(module) != but
        for function in outside(ast.parse(path.read_text(encoding="utf-8")), found)
    }


def test_an_act_asks_with_its_actor_held():
    # A door asks before it shows a page; what it calls afterwards is the act.
    assert named(asks, but=RANKS["views"]) == set(ELSEWHERE)


def test_an_act_is_noted_with_its_actor_held():
    assert named(notes) == set(NOTED_ELSEWHERE)


def test_a_question_before_the_transaction_is_found():
    before = "def act(by):\n    deciding.require('a.b', by, None, at)\n    with acting(by):\n        save()\n"
    plain = "@transaction.atomic\ndef act(by):\n    deciding.require('a.b', by, None, at)\n"
    held = "@an_act\ndef act(by):\n    deciding.require('a.b', by, None, at)\n"
    inside = "def act(by):\n    with LIFECYCLE.move(one, 'a', by=by, at=at):\n        deciding.require('a.b', by, one, at)\n"

    assert [list(outside(ast.parse(each), asks)) for each in (before, plain, held, inside)] == [
        ["act"],
        ["act"],
        [],
        [],
    ]


def test_an_act_noted_outside_is_found():
    plain = "def act(by):\n    with transaction.atomic():\n        audit.record('a.b', one, by=by, at=at)\n"
    system = "def act():\n    audit.record('a.b', one, by=SYSTEM, at=at)\n"
    held = "def act(by):\n    with acting(by):\n        audit.record('a.b', one, by=by, at=at)\n"

    assert [list(outside(ast.parse(each), notes)) for each in (plain, system, held)] == [["act"], [], []]
