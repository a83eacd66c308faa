"""What the whole demonstration is made with: its day, its people, chance, and the step of which everything is a part."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction

from incubator.demo import calls
from incubator.demo.names import Names
from incubator.people.models import User
from incubator.territory.models import Commune

SEED = 2026


@dataclass
class Draw:
    """What is drawn from: names, communes, samples, and chance, which begins anew with each step."""

    names: Names
    communes: list[str]
    samples: list[dict[str, Any]]
    random: Random

    @classmethod
    def seeded(cls, seed: int = SEED) -> "Draw":
        communes = list(Commune.objects.order_by("slug").values_list("slug", flat=True))
        return cls(Names(seed), communes, _complete_samples(), Random(seed))  # noqa: S311 – believable data, no secret


@dataclass
class Stage:
    """The day that is today in the demonstration, and what each step of its making needs."""

    now: datetime
    cast: dict[str, User]
    draw: Draw
    say: Callable[[str], None] = lambda what: None
    # Seconds between two steps: somebody who uses the demonstration meanwhile has a turn between two of our writes.
    pause: float = 0.0

    @contextmanager
    def step(self, *what: object) -> Iterator[None]:
        """Make a part in one short transaction. The same part draws the same, whatever was made before it."""
        self.draw.random.seed(f"{SEED} {what}")
        with transaction.atomic():
            yield
        time.sleep(self.pause)


def _complete_samples() -> list[dict[str, Any]]:
    return [
        startup["answers"]
        for startup in calls.sample()["startups"]
        if startup["expected_eligibility"]["eligible"] and not startup["expected_missing"]
    ]
