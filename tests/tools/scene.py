"""What the measured requests name: made once a size, read before the server starts."""

from dataclasses import dataclass
from typing import Any

from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.worklist.lists import ApplicationList
from tests.tools import floor, seeding
from tests.tools.world import build, session_of

FAR_ROW = 10_000


def first_text(draft: Any, step: str) -> str:
    definition = draft.form_version.definition
    fields = next(s["fields"] for s in definition["steps"] if s["key"] == step)
    return next(f["key"] for f in fields if f["type"] in ("text", "textarea"))


def before_row(number: int, person: Any) -> str:
    """Return the file that the page with this row of the desk's list hangs on."""
    rows = Application.objects.at_the_desk_of(person).order_by(*ApplicationList.ordering, "pk")
    return rows.values_list("public_id", flat=True)[max(0, number - ApplicationList.per_page - 1)]


@dataclass
class Scene:
    """What the measured requests need, read before the server starts."""

    size: int
    call: str
    draft: str
    sent: str
    far: str
    steps: list[str]
    keys: list[str]
    founder: str
    officer: str
    juror: str
    drafts: list[tuple[str, str]]

    def take(self, wanted: int) -> list[tuple[str, str]]:
        """Return so many complete drafts with the session of their lead; none is given twice."""
        taken, self.drafts = self.drafts[:wanted], self.drafts[wanted:]
        return taken


def stage(size: int, drafts: int) -> Scene:
    """Make the world and its many applications; sign in the people that are measured."""
    made = build()
    sent = Application.objects.filter(call=made.call, state=State.SUBMITTED).order_by("submitted_at").first()
    seeded = seeding.seed(sent, made.draft, size, drafts)
    floor.analyse()
    return Scene(
        size=size,
        call=f"/appels/{made.call.slug}/",
        draft=made.draft.ref,
        sent=sent.ref,
        far=before_row(min(size, FAR_ROW), made.people["staff"]),
        steps=made.steps,
        keys=[first_text(made.draft, step) for step in made.steps[:2]],
        founder=session_of(made.people["founder2"]),
        officer=session_of(made.people["staff"]),
        juror=session_of(seeded.juror),
        drafts=[(application.ref, session_of(lead)) for application, lead in seeded.drafts],
    )
