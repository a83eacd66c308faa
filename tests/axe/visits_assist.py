"""What an agent of a town hall opens with somebody beside them, and the office's page of agents."""

from types import SimpleNamespace

from django.urls import reverse

from incubator.accounts.contacts import Door
from incubator.applications.assistance import agents, assisting
from incubator.applications.filling import drafting
from incubator.applications.models import Application, Assistance
from incubator.notifications import outbox
from incubator.territory.models import Commune
from tests.axe.browsing import Visit, post, press
from tests.axe.world import APPLYING
from tests.world import applications as filing


def visits(w: SimpleNamespace) -> list[Visit]:
    empty, full = _opened(w, "Abla Kossi"), _opened(w, "Kodjo Mensah", complete=True)

    def of(name: str, application: Application, **more) -> Visit:
        return Visit("agent", reverse(f"applications:{name}", args=[application.ref]), **more)

    new = reverse("applications:assist_new", args=[w.call.slug])
    desk = reverse("applications:agents", args=[w.call.reference])
    code = reverse("applications:assist_confirm", args=[full.ref])
    return [
        Visit("agent", "/portal/"),
        Visit("agent", reverse("applications:assist")),
        Visit("agent", reverse("applications:assisted")),
        Visit("agent", new),
        Visit("agent", new, act=press(), status=422),
        of("assist_file", empty),
        of("assist_file", full),
        of("assist_file", full, act=post(code, digits="1", then="send"), status=422),
        of("review", full),
        Visit("officer", desk),
        Visit("director", desk),
    ]


def _opened(w: SimpleNamespace, name: str, *, complete: bool = False) -> Application:
    """The file of that person, opened once."""
    found = Assistance.objects.filter(name=name).select_related("application__call").first()
    if found:
        return found.application
    with outbox.history():
        if not complete:
            commune = Commune.objects.first()
            door = Door("email", "mairie@essai.example")
            agents.invite(
                w.call, contact=door, full_name="Mairie", commune=commune, by=w.officer, at=APPLYING
            )
        made = assisting.open_file(w.call, name=name, phone="+22890555501", by=w.agent, at=APPLYING)
        if complete:
            drafting.save_answers(made, filing.sample_answers(), by=w.agent, at=APPLYING)
            filing.add_documents(made, w.agent, at=APPLYING)
            assisting.send_code(made.assistance, by=w.agent, at=APPLYING)
    return made
