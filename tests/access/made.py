"""What the desk had prepared: an export of the officer, ready."""

from incubator.applications import exporting
from incubator.applications.models import Application
from incubator.exports import asking, running
from tests.access.world import NOW, World


def prepare(world: World) -> None:
    officer = world.people["officer"]
    keys = list(Application.objects.at_the_desk_of(officer).values_list("pk", flat=True))
    wanted = exporting.Wanted(personal=True)
    job = asking.ask(
        "applications.table", title="Toutes", keys=keys, params={"wanted": wanted.as_params(), "name": "dossiers"},
        by=officer, at=NOW,
    )  # fmt: skip
    running.make(job.pk, at=NOW)
    world.things["job"] = job
    world.args["job"] = {"ref": job.public_id}
    world.args["printed call"] = {"reference": world.things["open call"].reference, "kind": "rules"}
