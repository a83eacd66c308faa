"""Casework on one file, as the office sees it."""

from types import SimpleNamespace

from django.urls import reverse

from tests.axe.browsing import Visit, post
from tests.axe.visits_desk import JUDGING, at


def visits(w: SimpleNamespace) -> list[Visit]:
    def file(application, name: str, **more) -> Visit:
        return at("officer", f"applications:{name}", application.public_id, at=JUDGING, **more)

    stranger = post(reverse("applications:desk_assign", args=[w.sent.public_id]), person="zzz")
    return [
        file(w.sent, "desk_assign"),
        file(w.sent, "desk_assign", act=stranger, status=422),
        file(w.sent, "desk_compare"),
        file(w.back, "desk_compare"),
    ]
