"""Loads the whole demonstration, once."""

import gc
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from cms import setup
from incubator.accounts import granting
from incubator.applications.submission import search_words
from incubator.demo import calls, cast, history, present
from incubator.demo.selection import Draw
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.reporting.indicators import load_indicators
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre

SEED = 2026
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


def load(*, now: datetime, say: Callable[[str], None]) -> None:
    """Make the centre, its people, six cohorts and the open call. Letters are stored as sent, none leaves."""
    gc.disable()  # a short life with many small objects: collecting them on the way only costs time
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # a demonstration can be built again; speed matters more here
            cursor.execute("PRAGMA synchronous=OFF")
    with outbox.history(), transaction.atomic():
        say("territory, indicators, people")
        load_divisions()
        load_indicators()
        centre, _made = Centre.objects.update_or_create(slug="centre", defaults=CENTRE)
        granting.ensure_groups()
        people = cast.people(now - LONG_AGO)
        setup.ensure_site(centre)
        draw = Draw.seeded(SEED, _complete_samples())
        history.build(history.Stage(now=now, cast=people, draw=draw, say=say))
        say("the open call and its applicants")
        present.build(people, now=now)
        search_words.catch_up()


def _complete_samples() -> list[dict]:
    return [
        startup["answers"]
        for startup in calls.sample()["startups"]
        if startup["expected_eligibility"]["eligible"] and not startup["expected_missing"]
    ]
