"""One standing: role in force, programme, no live link, not of the team. Asked by every read and every policy."""

import pytest
from django.db import models, transaction

from funding.models import Charge
from incubator.conflicts import declaring
from incubator.people.models import User
from incubator.programmes.models import Programme, ProgrammeStaff
from incubator.startups.models import Membership, Startup
from incubator.workflow import deciding, standing
from incubator.workflow import standing_checks as checks
from incubator.workflow.standing import Standing, reach
from tests.access.table import OF_A_STARTUP, TABLE
from tests.access.test_table import expected, found
from tests.access.world import NOW, World

pytestmark = pytest.mark.django_db
# Every way to read at the desk what belongs to a start-up.
READS = [
    (model, queryset, name)
    for queryset, model in sorted(checks.querysets().items(), key=lambda one: one[0].__name__)
    if isinstance(queryset.gate, Standing) and queryset.gate.startup
    for name in ("visible_to", "at_the_desk_of")
    if hasattr(queryset, name)
]
IDS = [f"{model.__name__}.{name}" for model, _queryset, name in READS]


# What stays one's own: the links one declared, and as a member what the team reads.
OWN = {
    ("Interest", "linked"),  # one reads the own links
    *((name, "of the team") for name in ("Application", "Charge", "Refund", "Session", "Action")),
}
OF_JURORS = {"file of juror", "document of juror"}


def held_by_no_programme() -> set[int]:
    """Start-ups without a file that was sent and without a place."""
    held = [found(None).values("startup") for found in standing.STARTUPS_OF.values()]
    rest = Startup.objects.exclude(pk__in=held[0]).exclude(pk__in=held[1])
    return set(rest.values_list("pk", flat=True))


def read_by(person: User, model: type[models.Model], name: str) -> set[int]:
    """The start-ups whose rows a person reads."""
    gate = model._default_manager.all().gate
    rows = getattr(model._default_manager.all(), name)(User.objects.get(pk=person.pk))
    return {key for key in (reach(row, gate.startup) for row in rows) if key}


def link(world: World, person: User) -> None:
    for startup in Startup.objects.all():
        declaring.declare(person, startup, kind="personal", by=person, at=NOW)


def join(world: World, person: User) -> None:
    for startup in Startup.objects.all():
        Membership.objects.create(startup=startup, person=person)


def work_elsewhere(world: World, person: User) -> None:
    elsewhere = Programme.objects.get(slug="ailleurs")
    ProgrammeStaff.objects.create(programme=elsewhere, person=person)


def lose_the_role(world: World, person: User) -> None:
    person.grants.update(until_at=NOW)


LOSSES = {"linked": link, "of the team": join, "other programme": work_elsewhere, "role ended": lose_the_role}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("model", "queryset", "name"), READS, ids=IDS)
def test_a_read_at_the_desk_asks_for_standing(world, model, queryset, name, loss):
    officer = world.people["officer"]

    with transaction.atomic():
        Charge.objects.update(startup=world.things["place"].startup)
        before = read_by(officer, model, name)
        LOSSES[loss](world, officer)
        left = read_by(officer, model, name)
        transaction.set_rollback(True)

    assert before != set()
    if (model.__name__, loss) in OWN:
        return
    # What no programme holds is every officer's.
    assert left - (held_by_no_programme() if loss == "other programme" else set()) == set()


@pytest.mark.parametrize(
    "role", ["officer", "director", "finance", "approver", "admin", "donor", "juror", "mentor"]
)
def test_a_declared_link_closes_every_address_of_the_start_up(world, role):
    rows = [key for key, row in TABLE.items() if row.about in OF_A_STARTUP | OF_JURORS]

    with transaction.atomic():
        link(world, world.people[role])
        cells = [(key, method, role) for key in rows for method in ("GET", "POST")]
        answers = {cell: found(world, cell) for cell in cells}
        transaction.set_rollback(True)

    wanted = {(key, method, who): expected((key, method, "outsider")) for key, method, who in cells}
    opened = {cell: answers[cell] for cell in cells if answers[cell] != wanted[cell]}
    assert {cell for cell in opened if opened[cell] not in (403, 404, 405)} == set()


def test_a_policy_without_standing_stops_the_start(monkeypatch):
    assert checks.every_policy_asks_for_standing() == []
    rule = deciding.REGISTRY["tranche.approve"]

    monkeypatch.setitem(
        deciding.REGISTRY, rule.name, deciding.Rule(rule.name, rule.who, rule.function, None, "")
    )

    assert [found.id for found in checks.every_policy_asks_for_standing()] == ["workflow.E005"]


def test_a_read_without_standing_stops_the_start(monkeypatch):
    assert checks.every_read_asks_for_standing() == []
    monkeypatch.delattr(next(queryset for _m, queryset, _n in READS), "gate")

    assert [found.id for found in checks.every_read_asks_for_standing()] == ["workflow.E006"]


def test_without_the_gate_the_link_opens_again(world, monkeypatch):
    """The control: the condition taken out, what a link had closed is read."""
    tranche = next(one for one in READS if one[0].__name__ == "Tranche")
    with transaction.atomic():
        link(world, world.people["finance"])
        assert read_by(world.people["finance"], tranche[0], "visible_to") == set()

        monkeypatch.setattr(standing, "CLOSINGS", {})

        assert read_by(world.people["finance"], tranche[0], "visible_to") != set()
        transaction.set_rollback(True)
