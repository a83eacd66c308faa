"""Every column of a record is posted, forged, with each form that touches it: only what the form lists changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models, transaction

from funding.models import Charge, Expense
from incubator.accounts.forms import ProfileForm as AccountForm
from incubator.applications.filling import step_forms
from incubator.people.models import User
from incubator.portal.forms import ProfileForm
from incubator.startups.models import Startup
from mentorship.models import Mentor, Session
from mentorship.session_log import AMENDABLE
from tests.access.asking import address
from tests.access.world import World
from tests.world import applications

pytestmark = pytest.mark.django_db
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """A form: who posts it where, with what, and which columns of which record it may change."""

    role: str
    address: tuple[str, str]
    record: Callable[[World], models.Model | type[models.Model]]
    may_change: set[str]
    posted: Callable[[World], dict[str, Any]] = field(default=lambda world: {})


def thing(name: str) -> Callable[[World], models.Model]:
    return lambda world: world.things[name]


def as_read(application: models.Model, key: str) -> dict[str, str]:
    """The version of an answer as the page gave it."""
    row = application.answers.get(key=key)
    return {step_forms.token_name(key): step_forms.token(row.version, row.value)}


def answers_of_the_report(world: World) -> dict[str, Any]:
    return {"done": "Fait.", "difficulties": "Aucune.", "next_steps": "Suite."}


CASES = {
    "a step of an application": Case(
        "owner", ("applications:step", "step of draft"), thing("draft"), {"changed_at"},
        lambda world: {"shop": "Atelier", "then": "stay", **as_read(world.things["draft"], "shop")},
    ),
    "the corrections of an application": Case(
        "owner", ("applications:corrections", "returned"), thing("returned"), {"changed_at"},
        lambda world: {"problem": "Précisé.", "then": "save", **as_read(world.things["returned"], "problem")},
    ),
    "the withdrawal of an application": Case(
        "owner", ("applications:withdraw", "draft"), thing("draft"), {"state", "changed_at", "withdrawal_reason"},
        lambda world: {"reason": "Autre projet", "sure": "on"},
    ),
    "the profile of a start-up": Case(
        "owner", ("portal:profile", "startup"), lambda world: world.things["place"].startup,
        {*ProfileForm.base_fields} - {"commune", "sector"} | {"commune_id", "sector_id"},
        lambda world: {**dict.fromkeys(ProfileForm.base_fields, ""), "name": "Tikpa", "pitch_fr": "Une phrase."},
    ),
    "a milestone": Case(
        "owner", ("milestones:detail", "milestone kept open"), thing("open milestone"), {"evidence"},
    ),
    "a report": Case(
        "owner", ("reporting:detail", "open report of startup"), thing("open report"),
        {"done", "difficulties", "next_steps", "changed_at"}, answers_of_the_report,
    ),
    "a new expense": Case(
        "owner", ("funding:add_expense", "startup"), lambda world: Expense, set(),
        lambda world: {
            "tranche": world.things["paid"].pk, "amount": "1500", "category": "travel", "label": "Car",
            "spent_on": "2027-07-15", "receipt": applications.pdf(),
        },
    ),
    "a payment declared": Case(
        "owner", ("funding:declare", "charge"), thing("charge"),
        {"state", "rail", "payment_reference", "proof_id", "declared_by_id"},
        lambda world: {"rail": "mobile", "reference": "TM-9", "proof": applications.pdf()},
    ),
    "a new charge": Case(
        "finance", ("funding:new_charge", "nothing"), lambda world: Charge, set(),
        lambda world: {
            "payer": world.people["owner"].email, "what_for": "desk", "label_fr": "Poste", "label_en": "Desk",
            "amount": "9000", "startup": "",
        },
    ),
    "a session put right": Case(
        "mentor", ("mentorship:amend", "session"), thing("session"), {*AMENDABLE} - {"note"} | {"note_sealed"},
        lambda world: {
            "held_on": "2027-10-09", "minutes": "60", "mode": "phone", "topics": ["sales"], "summary": "Autre.",
            "note": "Autre note.", "colour": "green", "present": "",
        },
    ),
    "the profile of a mentor": Case(
        "mentor", ("mentorship:profile", "nothing"), thing("mentor"),
        {"expertise", "languages", "hours_a_month", "changed_at"},
        lambda world: {"expertise": "Vente", "languages": ["fr"], "hours_a_month": "3"},
    ),
    "one's account": Case(
        "outsider", ("accounts:account", "nothing"), lambda world: world.people["outsider"],
        {*AccountForm.base_fields, "changed_at"}, lambda world: {"full_name": "Afi", "language": "fr"},
    ),
    "a juror's scores": Case(
        "juror", ("reviews:file", "file of juror"), thing("hand"), {"changed_at", "comment", "recommendation"},
        lambda world: {"do": "save", "comment": "Bien", "recommendation": "select"},
    ),
}  # fmt: skip


def forged(model: type[models.Model], world: World) -> dict[str, str]:
    """A value for every column of a record, by its name and by the name of its key."""
    values: dict[str, str] = {}
    for column in model._meta.concrete_fields:
        for name in {column.name, column.attname}:
            values[name] = _value(column, world)
    values |= {"is_superuser": "on", "groups": "1", "roles": "admin"}
    return values


def _value(column: models.Field, world: World) -> str:
    if column.is_relation:
        return str(world.people["other_founder"].pk)
    if isinstance(column, models.DateField):
        return "2001-01-01T00:00" if isinstance(column, models.DateTimeField) else "2001-01-01"
    if isinstance(column, (models.IntegerField, models.AutoField)):
        return "424242"
    if isinstance(column, models.BooleanField):
        return "on"
    return {"state": "accepted", "currency": "EUR", "email": "forged@example.test"}.get(column.name, "forgé")


def rows_of(record: models.Model | type[models.Model]) -> Rows:
    manager = record._meta.default_manager
    found = manager.all() if isinstance(record, type) else manager.filter(pk=record.pk)
    return list(found.order_by("pk").values())


def post(world: World, case: Case, extra: dict[str, Any]) -> tuple[int, Rows, Rows]:
    """Post the form with more fields; return the status and the rows before and after, then undo it."""
    url = address(world, *case.address)
    record = case.record(world)
    cache.clear()
    with transaction.atomic():
        before = rows_of(record)
        response = world.browser(case.role).post(url, {**extra, **case.posted(world)})
        after = rows_of(record)
        transaction.set_rollback(True)
    return response.status_code, before, after


@pytest.mark.parametrize("name", CASES)
def test_only_what_the_form_lists_changes(world, name):
    case = CASES[name]
    record = case.record(world)
    model = record if isinstance(record, type) else type(record)
    plain_status, before, plain = post(world, case, {})
    status, _before, after = post(world, case, forged(model, world))

    assert (plain_status, status) == (302, 302)
    changed = {
        column
        for old, new in zip(before, after, strict=False)
        for column in old
        if old[column] != new[column]
    }
    assert changed <= case.may_change
    # What it made or changed is what it makes without the forged fields, but for what is drawn by lot.
    assert [_settled(row) for row in after] == [_settled(row) for row in plain]


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    drawn = ("id", "public_id", "receipt_id", "proof_id", "note_sealed", "reference")
    return {name: value for name, value in row.items() if name not in drawn}


def test_the_cases_post_every_column():
    assert {"state", "directory_consent_at", "id", "public_id"} <= set(forged(Startup, _nobody()))
    assert {"state", "amount", "accepted_by", "declared_by_id"} & set(forged(Expense, _nobody()))
    assert {"is_active", "password", "state", "email"} <= set(forged(User, _nobody()))
    assert {"logged_by", "logged_at", "mentor_id"} <= set(forged(Session, _nobody()))
    assert {"charter_signed_at", "person_id"} <= set(forged(Mentor, _nobody()))


def _nobody() -> World:
    world = World()
    world.people["other_founder"] = User(pk=7)
    return world


def test_a_forged_date_is_not_what_stands(world):
    """The control: the comparison sees a column that changes."""
    case = Case(
        "owner", ("portal:profile", "startup"), lambda w: w.things["place"].startup, set(),
        lambda w: {"name": "Autre nom", "registered_on": "2001-01-01"},
    )  # fmt: skip
    _status, before, after = post(world, case, {})

    assert {name for name in before[0] if before[0][name] != after[0][name]} >= {"name", "registered_on"}
    assert isinstance(after[0]["registered_on"], date)
    assert not isinstance(after[0]["registered_on"], datetime)
