"""Runs two acts at the same instant, on two real connections, many times over, and counts what happened."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Count
from django.utils import translation

from incubator.workflow.models import Event
from incubator.workflow.refusals import Refused

TRIALS = 1000
CONTROL_TRIALS = 100
DONE = "done"
Act = Callable[[], Any]
Outcomes = tuple[str, ...]


def run(act: Act) -> str:
    """Return what came of an act: the word it returned, "done", its refusal, or what the database said."""
    try:
        with translation.override("fr"):
            told = act()
    except Refused as refusal:
        return f"refused: {refusal.code}"
    except DatabaseError as error:
        return f"database: {type(error.__cause__).__name__}"
    return told if isinstance(told, str) else DONE


class Pair:
    """Two threads that keep their connections from trial to trial."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=2)

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *args: object) -> None:
        both = Barrier(2)
        for closed in [self.pool.submit(self._close, both) for _ in range(2)]:
            closed.result(timeout=30)
        self.pool.shutdown()

    @staticmethod
    def _close(both: Barrier) -> None:
        both.wait(timeout=30)  # one thread cannot take both
        connection.close()

    def at_once(self, first: Act, second: Act) -> Outcomes:
        """Start both acts at the same instant; return what came of each, sorted."""
        start = Barrier(2)

        def released(act: Act) -> str:
            start.wait(timeout=30)
            return run(act)

        futures = [self.pool.submit(released, act) for act in (first, second)]
        return tuple(sorted(future.result(timeout=60) for future in futures))


def tally(trials: int, trial: Callable[[Pair, int], Outcomes]) -> Counter[Outcomes]:
    """Run `trial` so many times; count the outcomes of the pairs."""
    counts: Counter[Outcomes] = Counter()
    with Pair() as pair:
        for number in range(trials):
            counts[trial(pair, number)] += 1
    return counts


def say(name: str, counts: Counter[Outcomes], **found: int) -> None:
    """Print the figures of a race (seen with `pytest -s`)."""
    told = ", ".join(f"{' + '.join(outcomes)}: {n}" for outcomes, n in counts.most_common())
    facts = ", ".join(f"{what.replace('_', ' ')}: {n}" for what, n in found.items())
    print(f"\n{name} – {sum(counts.values())} trials – {told}" + (f" – {facts}" if facts else ""))


def caught(counts: Counter[Outcomes]) -> int:
    """Return in how many trials a constraint (or a deadlock) had to stop what nothing else stopped."""
    return sum(n for outcomes, n in counts.items() if any(o.startswith("database") for o in outcomes))


def doubled(verb: str) -> int:
    """Count the records on which an act that is made once was made more often."""
    acts = Event.objects.filter(verb=verb).values("subject_id").annotate(n=Count("id"))
    return acts.filter(n__gt=1).count()
