"""What an officer keeps of the list: a view, an act on many that waits for its confirmation, letters to many."""

from incubator.applications.models import Application
from incubator.applications.worklist import bulk, writing
from incubator.lists import saved_views
from tests.access.world import NOW, World


def keep(world: World) -> None:
    officer, call = world.people["officer"], world.things["call"]
    files = Application.objects.at_the_desk_of(officer).filter(call=call)
    view = saved_views.save(
        "view=all", name="Toutes", is_shared=False, of_list="applications", by=officer, at=NOW
    )
    run = bulk.plan("confirm_eligible", files, back="/desk/applications/", by=officer, at=NOW)
    words = {
        "subject_fr": "Réunion",
        "text_fr": "Le dossier {référence} est attendu.",
        "subject_en": "",
        "text_en": "",
    }
    posted = writing.begin(files, call=call, back="/desk/applications/", by=officer, at=NOW)
    writing.post(writing.write(posted, words), by=officer, at=NOW)
    draft = writing.begin(files, call=call, back="/desk/applications/", by=officer, at=NOW)
    kept = {"saved view": view, "bulk run": run, "posted letter": posted, "letter to many": draft}
    world.args |= {name: {"ref": thing.public_id} for name, thing in kept.items()}
