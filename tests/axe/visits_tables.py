"""Exports: asked for, on their way, ready, stopped; and the pages that ask for them."""

from types import SimpleNamespace

from django.urls import reverse

from incubator.jobs import requests, runner
from incubator.jobs.models import Job
from tests.axe.browsing import Visit, post
from tests.axe.world import INCUBATING, JUDGING


def visits(w: SimpleNamespace) -> list[Visit]:
    _exports(w)
    return [
        Visit("approver", reverse("exports:jobs"), at=INCUBATING),
        Visit("officer", reverse("exports:jobs"), at=INCUBATING),
        Visit("admin", reverse("exports:jobs"), at=INCUBATING),
        Visit("admin", reverse("portal:audit"), at=INCUBATING),
        Visit("director", reverse("portal:register"), at=INCUBATING),
        Visit("director", reverse("portal:retention"), at=INCUBATING),
        Visit("officer", reverse("applications:desk_export") + "?view=all", at=JUDGING),
        Visit("director", reverse("applications:desk_export") + "?view=all&q=zzz", at=JUDGING),
        Visit(
            "officer",
            reverse("applications:desk_export") + "?view=all",
            at=JUDGING,
            act=post(reverse("applications:desk_export") + "?view=all", form="csv", sensitive="on"),
            status=422,
        ),
    ]


def _exports(w: SimpleNamespace) -> None:
    """One ready, one that stopped, one half way, one that waits."""
    if Job.objects.exists():
        return
    keys = [w.sent.pk, w.judged.pk]
    for title in ("Prêt", "Arrêté", "À moitié", "En attente"):
        job = requests.ask(
            "applications.table",
            title=title,
            keys=keys,
            params={"wanted": {}, "name": "dossiers"},
            by=w.officer,
            at=INCUBATING,
        )
        if title == "Prêt":
            runner.make(job.pk, at=INCUBATING)
        elif title == "Arrêté":
            Job.objects.filter(pk=job.pk).update(params={})
            runner.make(job.pk, at=INCUBATING)
        elif title == "À moitié":
            Job.objects.filter(pk=job.pk).update(state="running", done=1, claimed_at=INCUBATING)
