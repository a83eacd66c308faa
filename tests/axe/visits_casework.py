"""Casework on one file, as the office sees it."""

from types import SimpleNamespace

from django.urls import reverse

from incubator.applications.duplicates import finding
from incubator.applications.models import Twins
from tests.axe.browsing import Visit, post, press
from tests.axe.visits_desk import JUDGING, at


def visits(w: SimpleNamespace) -> list[Visit]:
    def file(application, name: str, **more) -> Visit:
        return at("officer", f"applications:{name}", application.public_id, at=JUDGING, **more)

    stranger = post(reverse("applications:desk_assign", args=[w.sent.public_id]), person="zzz")
    talk = post(
        reverse("applications:desk_comment", args=[w.sent.public_id]), text="Un mot.", audience="staff"
    )
    silence = post(reverse("applications:desk_comment", args=[w.sent.public_id]), text="", audience="")
    task = post(
        reverse("applications:desk_give_task", args=[w.sent.public_id]), text="Appeler", due_on="2030-01-01",
        to=w.officer.public_id,
    )  # fmt: skip
    for each in (w.sent, w.judged):
        finding.look(each, at=JUDGING)
    first, second = sorted((w.sent, w.able), key=lambda each: each.pk)
    pair, _new = Twins.objects.get_or_create(
        first=first, second=second, defaults={"why": ["contact", "name"], "found_at": JUDGING}
    )
    return [
        at("officer", "applications:desk_twins", pair.public_id, at=JUDGING),
        at("officer", "applications:desk_twins", pair.public_id, at=JUDGING, act=press(), status=422),
        file(w.sent, "desk_file", act=talk),
        file(w.sent, "desk_file", act=silence, status=422),
        file(w.sent, "desk_give_task"),
        file(w.sent, "desk_give_task", act=press(), status=422),
        file(w.sent, "desk_give_task", act=task),
        at("officer", "applications:desk_tasks", at=JUDGING),
        at("director", "applications:desk_tasks", at=JUDGING),
        file(w.judged, "desk_blind"),
        file(w.judged, "desk_blind", act=press(**{"extra-text": "introuvable"}), status=422),
        file(w.judged, "desk_blind", act=press()),
        file(w.back, "desk_more_time"),
        file(w.back, "desk_more_time", act=press(), status=422),
        file(w.sent, "desk_tags"),
        file(w.sent, "desk_tags", act=press(new="Visite à faire")),
        file(w.sent, "desk_assign"),
        file(w.sent, "desk_assign", act=stranger, status=422),
        file(w.sent, "desk_compare"),
        file(w.back, "desk_compare"),
        file(w.judged, "desk_compare"),
        file(w.judged, "desk_file"),
        file(w.judged, "desk_file", act=post(reverse("applications:desk_clear", args=[w.judged.public_id]))),
    ]
