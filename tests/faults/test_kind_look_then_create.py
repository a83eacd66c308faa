"""Kind: something is looked for, then made, with nothing unique behind it: four presses at once made two."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from incubator.accounts.contacts import Door
from incubator.accounts.roles import joining
from incubator.applications.assistance import assisting
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.jobs import requests
from incubator.jobs.models import Job
from incubator.lists import saved_views
from incubator.lists.models import SavedView
from incubator.people.models import Contact, User
from incubator.startups import founding
from incubator.startups.models import Startup
from tests.world import applications as world

ROOT = Path(__file__).parents[2]
AT = world.DRAFTED
GUARDS = {"hold", "select_for_update", "locked", "move", "get_or_create", "update_or_create", "_locked"}

# Functions that make a row without holding anything, and why two at once are no fault.
REASONED = {
    "incubator/accounts/sign_in/codes.py:send": "each code asked for is a code; they are throttled",
    "incubator/accounts/sign_in/devices.py:note": "each sign-in is a device",
    "incubator/accounts/roles/joining.py:_make": "its callers let the unique contact decide",
    "incubator/accounts/tokens.py:make": "each token is one more, shown once",
    "incubator/applications/assistance/assisting.py:_give": "the conditional UPDATE of the assistance lets one through",
    "incubator/applications/filling/drafting.py:_open": "`start` holds the person",
    "incubator/applications/submission/snapshot.py:_revision": "the application is held by its move",
    "incubator/applications/exceptions/call_invitations.py:_invite_lead": "`invite_preselected` holds the call",
    "incubator/imports/importing.py:begin": "each table brought is one more; its rows are compared",
    "incubator/imports/importing.py:match": "changes a batch that is held",
    "incubator/imports/importing.py:read_so": "changes a batch that is held",
    "incubator/imports/importing.py:confirm": "changes a batch that is held",
    "incubator/applications/imports/entering.py:_draft": "the batch is held, a row is entered once",
    "incubator/applications/exceptions/late_codes.py:make": "each code is one more, shown once, confirmed by another",
    "incubator/applications/casework/notes.py:comment": "nothing is looked for: two comments are two",
    "incubator/applications/casework/notes.py:give_task": "nothing is looked for: two tasks are two",
    "incubator/files/keeping.py:keep": "each file kept is a file",
    "incubator/files/storing.py:_keep": "each file kept is a file",
    "incubator/files/uploading.py:_add": "the conditional UPDATE of the session lets one through",
    "incubator/people/querysets.py:create_user": "its callers let the unique contact decide",
    "incubator/programmes/closing.py:note_cancelled": "the call is held by its move",
    "incubator/programmes/closing.py:_changed": "the call is held by the caller",
    "incubator/programmes/forming.py:_next": "`publish_form` holds the call",
    "incubator/programmes/call_file/loading.py:_write": "a command; the reference is unique",
    "incubator/programmes/outages.py:record": "nothing is looked for; the longest outage counts once",
    "incubator/programmes/preparation/changes.py:change_part": "checks a copy, then changes a call that is held",
    "incubator/reporting/periods.py:open_period": "the conditional UPDATE of the period lets one through",
    "incubator/startups/founding.py:found": "makes what its caller looked for",
    "incubator/workflow/audit.py:record": "each act is an event of its own",
    "funding/ledger.py:post": "the key of an entry is unique",
    "mentorship/session_log.py:_add": "makes what its caller looked for; the key of the form is unique",
}


def _name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _makes(call):
    if _name(call) == "create":
        return ".objects" in ast.unparse(call.func)
    return (
        _name(call) == "save" and not call.args and not any(k.arg == "update_fields" for k in call.keywords)
    )


def unguarded(tree):
    """Yield the names of the functions that write a new row with no lock, no condition and no constraint caught."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            handlers = [node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)]
            guarded = {_name(call) for call in calls} & GUARDS
            caught = any("IntegrityError" in ast.dump(handler) for handler in handlers)
            if any(_makes(call) for call in calls) and not guarded and not caught:
                yield function.name


def test_whoever_makes_a_row_holds_something_or_has_a_reason():
    found = set()
    for top in ("incubator", "funding", "mentorship", "cms"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if not {"migrations", "demo", "views", "management"} & set(path.parts):
                found |= {
                    f"{path.relative_to(ROOT)}:{name}" for name in unguarded(ast.parse(path.read_text()))
                }

    assert found - set(REASONED) == set()


def test_the_sweep_sees_a_look_before_a_creation():
    code = "def f(a):\n    if not M.objects.filter(a=a).exists():\n        M.objects.create(a=a)\n"

    assert list(unguarded(ast.parse(code))) == ["f"]
    assert list(unguarded(ast.parse(code.replace("    if", "    hold(a)\n    if")))) == []


@pytest.mark.django_db
def test_four_presses_open_one_draft_a_name(call, founder, now):
    files = {drafting.start(call, by=founder, at=AT, name="Kékéli").pk for _press in range(4)}
    other = drafting.start(call, by=founder, at=AT, name="Autre projet")

    assert (len(files), Application.objects.count(), Startup.objects.count()) == (1, 2, 2)
    assert other.startup.name == "Autre projet"


@pytest.mark.django_db
def test_a_draft_made_between_the_look_and_the_lock_is_found(call, founder, monkeypatch):
    """What another press made while this one waited for the person's row is what comes back."""
    made = []

    def after_the_other(row):
        if not made:
            made.append(None)
            made.append(drafting.start(call, by=founder, at=AT, name="Kékéli"))
        return row

    monkeypatch.setattr(drafting, "hold", after_the_other)

    assert drafting.start(call, by=founder, at=AT, name="Kékéli") == made[1]
    assert Application.objects.count() == 1


@pytest.mark.django_db
def test_a_slug_taken_at_the_same_instant_is_no_fault(founder, founder2, monkeypatch):
    first = founding.found("Même Nom", lead=founder, by=founder, at=AT)
    monkeypatch.setattr(founding, "free_slug", lambda name: "meme-nom")

    second = founding.found("Même Nom", lead=founder2, by=founder2, at=AT)

    assert (first.slug, second.slug.startswith("meme-nom-")) == ("meme-nom", True)


@pytest.mark.django_db
def test_an_agent_opens_one_file_for_one_person(call, agent):
    opened = {
        assisting.open_file(call, name="Abla", phone="+22890123456", by=agent, at=AT).pk for _n in "four"
    }
    nameless = assisting.open_file(call, name="Kossi", phone="", by=agent, at=AT)
    again = assisting.open_file(call, name="Kossi", phone="", by=agent, at=AT)
    drafting.save_answers(nameless, {"project_name": "Kékéli"}, by=agent, at=AT + timedelta(minutes=1))
    namesake = assisting.open_file(call, name="Kossi", phone="", by=agent, at=AT)

    assert (len(opened), again, namesake != nameless) == (1, nameless, True)
    assert Application.objects.count() == 3


@pytest.mark.django_db
def test_a_view_kept_twice_under_one_name_is_one(officer, at):
    for query in ("state=submitted", "state=eligible"):
        saved_views.save(query, name="À voir", is_shared=False, of_list="applications", by=officer, at=at)

    assert SavedView.objects.get().query == "state=eligible"


@pytest.mark.django_db
def test_the_same_export_asked_for_twice_is_one(officer, at):
    facts = {"title": "Dossiers", "keys": [1, 2], "params": {"name": "dossiers"}, "by": officer, "at": at}
    asked = {requests.ask("applications.table", **facts).pk for _press in range(4)}
    requests.ask("applications.table", **facts | {"keys": [1]})

    assert (len(asked), Job.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_a_person_expected_twice_at_the_same_instant_is_one(officer, at, monkeypatch):
    door = Door("email", "nouvelle@example.test")
    known = joining.expect(door, full_name="Nouvelle", language="fr", by=officer, at=at)
    answers = iter([None, known])
    monkeypatch.setattr(joining.contacts, "person_of", lambda *_door, **_proved: next(answers))
    before = User.objects.count()

    assert joining.expect(door, full_name="Nouvelle", language="fr", by=officer, at=at) == known
    assert (User.objects.count(), Contact.objects.filter(value=door.value).count()) == (before, 1)
