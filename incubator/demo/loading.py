"""Loads the demonstration: first what is of today, which is served at once, then the cohorts that finished."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cms import setup
from incubator.accounts.roles import granting
from incubator.applications.submission import search_words
from incubator.demo import cast, history, present
from incubator.demo.stage import Draw, Stage
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.reporting.indicators import load_indicators
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre

# Seconds between two steps of the history, while people use what is there: longer than SQLite lets somebody who waits
# for it sleep, so that a person's act comes between two of ours.
PAUSE = 0.12
LONG_AGO = timedelta(days=1500)
CENTRE = {
    "name_fr": "Centre d’innovation technologique",
    "name_en": "Technology innovation centre",
    "tagline_fr": "Six mois pour faire d’une idée un service qui sert, partout au Togo.",
    "tagline_en": "Six months to turn an idea into a service that serves, all over Togo.",
    "email": "bonjour@centre.example",
    "phone": "+22890000000",
    "whatsapp": "+22890000000",
    "address_fr": "Boulevard Exemple, face à la grande poste, Lomé",
    "address_en": "Boulevard Exemple, opposite the main post office, Lomé",
    "hours_fr": "du lundi au vendredi, 8 h – 12 h et 14 h – 17 h",
    "hours_en": "Monday to Friday, 8:00–12:00 and 14:00–17:00",
}


def is_loaded() -> bool:
    """Tell whether the demonstration's people are there."""
    return User.objects.filter(email=f"admin@{cast.DOMAIN}").exists()


def history_waits() -> bool:
    """Tell whether cohorts that finished are still to be written."""
    return settings.DEMO_HISTORY is not None and settings.DEMO_HISTORY.exists()


def load(*, now: datetime, say: Callable[[str], None]) -> None:
    """Load all of it: the present and the history."""
    load_present(now=now, say=say)
    load_history(now=now, say=say)


def load_present(*, now: datetime, say: Callable[[str], None]) -> None:
    """Make the centre, its people, the running cohort and the open call: everything, or nothing.

    Letters are stored as sent, none leaves.
    """
    with _letters_as_sent(), transaction.atomic():
        say("territory, indicators, people")
        load_divisions()
        load_indicators()
        centre, _made = Centre.objects.update_or_create(slug="centre", defaults=CENTRE)
        granting.ensure_groups()
        people = cast.people(now - LONG_AGO)
        setup.ensure_site(centre)
        stage = Stage(now=now, cast=people, draw=Draw.seeded(), say=say)
        history.prepare(stage)
        say("the running cohort")
        history.running(stage)
        say("the open call and its applicants")
        present.build(people, now=now)
        search_words.catch_up()
        if settings.DEMO_HISTORY is not None:
            settings.DEMO_HISTORY.write_text(now.isoformat())


def go_on(*, say: Callable[[str], None], pause: float = 0.0) -> None:
    """Write the history that waits, as of the day for which the present was made."""
    now = datetime.fromisoformat(settings.DEMO_HISTORY.read_text())
    load_history(now=now, say=say, pause=pause)
    settings.DEMO_HISTORY.unlink()


def load_history(*, now: datetime, say: Callable[[str], None], pause: float = 0.0) -> None:
    """Tell the cohorts that finished, from where it was cut off."""
    with _letters_as_sent():
        history.finished(Stage(now, cast.registered(), Draw.seeded(), say, pause))
        search_words.catch_up()


@contextmanager
def _letters_as_sent() -> Iterator[None]:
    gc.disable()  # many small objects in a short time: collecting them on the way only costs more
    try:
        with outbox.history():
            yield
    finally:
        gc.enable()
