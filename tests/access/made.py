"""What the desk had prepared: an export of the officer, ready; two tables of paper files, one of them confirmed."""

from incubator.applications.exports import application_table
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application
from incubator.imports import importing
from incubator.jobs import requests, runner
from tests.access.world import NOW, World
from tests.world import imports


def prepare(world: World) -> None:
    officer = world.people["officer"]
    keys = list(Application.objects.at_the_desk_of(officer).values_list("pk", flat=True))
    wanted = application_table.Wanted(personal=True)
    job = requests.ask(
        "applications.table", title="Toutes", keys=keys, params={"wanted": wanted.as_params(), "name": "dossiers"},
        by=officer, at=NOW,
    )  # fmt: skip
    runner.make(job.pk, at=NOW)
    world.things["job"] = job
    world.args["job"] = {"ref": job.public_id}
    _imports(world)
    world.args["printed call"] = {"reference": world.things["open call"].reference, "kind": "rules"}


def _imports(world: World) -> None:
    call, officer = world.things["open call"], world.people["officer"]
    for name, number in (("confirmed import", 1), ("import", 2)):
        batch = imports.checked(call, officer, imports.row(number), imports.row(number + 10, c2="x"), at=NOW)
        world.things[name], world.args[name] = batch, {"reference": call.reference, "ref": batch.public_id}
    waiting = imports.left_to_check(call, officer, imports.row(3), at=NOW)
    world.things["import being checked"] = waiting
    world.args["import being checked"] = {"reference": call.reference, "ref": waiting.public_id}
    world.args["table of import"] = {"public_id": batch.source.public_id}
    importing.confirm(
        PAPER_FILES,
        world.things["confirmed import"],
        only_good=True,
        as_drafts=False,
        tells=False,
        by=officer,
        at=NOW,
    )
