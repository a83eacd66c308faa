"""Our pages against the floor, on PostgreSQL: `make bench`, or `SIZES="150 1500" make bench`.

Each page is asked in turn with the floor, so that a busy machine slows both; medians are compared. Needs a server
named by PEPINIERE_BENCH_DATABASE_URL (or PEPINIERE_TEST_DATABASE_URL) where a database may be made.
"""

import argparse
import base64
import os
import re
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.tools.asking import Answer, Browser, version_of
from tests.tools.crowd import Crowd, Rate
from tests.tools.serving import prepare, room, served

# Each thread of the server has a connection and caches of its own: two processes with two threads each are warm after
# some hundred turns.
TURNS, WARM_UP = 25, 120
SENDINGS, JOURNEYS = 160, 60
FLOOR = "/floor/"
Turn = Callable[[int], Answer]


@dataclass(frozen=True)
class Target:
    """A line of the table: what the best open peers cost, and what the page may cost in floors and questions."""

    page: str
    floors: float
    sql: int
    peers: str = ""


CALL = Target("public call page, cold", 4.5, 14, "5.7 – 11")
KEPT = Target("public call page, from the cache", 0.6, 2, "–")
STEP = Target("application form step", 3.5, 12, "9 – 23")
AUTOSAVE = Target("autosave of one field", 2.5, 9, "–")
SUBMIT = Target("submit", 6, 25, "17 – 19")
HOME = Target("applicant's home", 3.5, 14, "6 – 20")
# The desk's list: what is asked, by its name.
LISTS = {
    "first page": "",
    "filter": "&state=eligible",
    "search": "&q=Mesure+00042",
    "row 10 000": "&after={far}",
}
FILE = Target("application file page (staff)", 7, 22, "19 – 27")
JUROR = Target("juror's home", 4, 12, "40 – 1190")


@dataclass
class Measure:
    """One page's line of the table."""

    target: Target
    milliseconds: float
    floor: float
    sql: int

    @property
    def floors(self) -> float:
        return self.milliseconds / self.floor

    @property
    def is_over(self) -> bool:
        return self.floors > self.target.floors or self.sql > self.target.sql


def measure(target: Target, port: int, turn: Turn) -> Measure:
    """Take turns with the floor; the first turns warm both up and are not counted."""
    ours, floors, sql = [], [], 0
    ground = Browser(port)
    for number in range(WARM_UP + TURNS):
        answer = turn(number)
        below = ground.ask(FLOOR).seconds
        if number >= WARM_UP:
            ours.append(answer.seconds)
            floors.append(below)
            sql = max(sql, answer.sql)
    return Measure(target, statistics.median(ours) * 1000, statistics.median(floors) * 1000, sql)


def reading(browser: Browser, path: str) -> Turn:
    return lambda _number: browser.ask(path)


def autosaving(browser: Browser, step: str, key: str) -> Turn:
    """Save a new text each time, over the version that was just read."""

    def turn(number: int) -> Answer:
        version = version_of(browser.ask(step).body, key)
        return browser.ask(f"{step}field/{key}/", {f"v-{key}": version, key: f"Mesure {number}"})

    return turn


def sending(port: int, drafts: list[tuple[str, str]]) -> Turn:
    """Send one complete draft after another, each by its own lead."""

    def turn(number: int) -> Answer:
        ref, session = drafts[number]
        answer = Browser(port, session).ask(f"/portal/applications/{ref}/submit/", {"confirm": "on"})
        assert answer.status == 302, "The measured draft was not sent."
        return answer

    return turn


def lines(scene: Any, port: int) -> Iterator[Measure]:
    """Measure every page, one after another."""
    founder, officer = Browser(port, scene.founder), Browser(port, scene.officer)
    step, desk = f"/portal/applications/{scene.draft}/form/{scene.steps[0]}/", "/desk/applications/"
    visitor = Browser(port)
    # A page asked for with a query is never kept: the whole work is done each time.
    yield measure(CALL, port, lambda number: visitor.ask(f"{scene.call}?cold={number}"))
    yield measure(KEPT, port, reading(visitor, scene.call))
    yield measure(STEP, port, reading(founder, step))
    yield measure(AUTOSAVE, port, autosaving(founder, step, scene.keys[0]))
    yield measure(SUBMIT, port, sending(port, scene.take(WARM_UP + TURNS)))
    yield measure(HOME, port, reading(founder, "/portal/"))
    yield from desk_lists(scene, port, f"{desk}?view=all")
    yield measure(FILE, port, reading(officer, f"{desk}{scene.sent}/"))
    yield measure(JUROR, port, reading(Browser(port, scene.juror), "/portal/jury/"))


def desk_lists(scene: Any, port: int, path: str) -> Iterator[Measure]:
    """Each list twice: when everything is counted anew, and with the counts of the last thirty seconds."""
    for cold, floors, words in ((True, 8, "cold"), (False, 4, "counts kept")):
        officer = Browser(port, scene.officer, cold=cold)
        for name, query in LISTS.items():
            target = Target(f"desk list, {name}, {words}", floors, 14, "70 – 173")
            yield measure(target, port, reading(officer, path + query.format(far=scene.far)))


def crowds(scene: Any, port: int) -> Iterator[Rate]:
    """Twenty clients at once."""
    crowd, step = Crowd(port), f"/portal/applications/{scene.draft}/form/{scene.steps[0]}/"
    crowd.forms(scene.founder, step)
    yield crowd.forms(scene.founder, step)
    crowd.sendings(scene.take(WARM_UP))
    yield crowd.sendings(scene.take(SENDINGS))
    crowd.journeys(scene.take(WARM_UP), scene.call, scene.steps, scene.keys[1])
    yield crowd.journeys(scene.take(JOURNEYS), scene.call, scene.steps, scene.keys[1])


def export(form: str, scene: Any, port: int) -> str:
    """Ask for the list as a file, let the page prepare it, and say what it cost (`tests.tools.tables` compares cells)."""
    officer = Browser(port, scene.officer)
    asked = officer.send("/desk/applications/export/?view=all", {"form": form, "personal": "on"})
    answers = [asked]
    if asked.status == 302:
        act = re.compile(rb"/desk/exports/\w+/(?:make|download)/")
        while b"download" not in (address := act.search(officer.ask("/desk/exports/").body)[0]):
            answers.append(officer.send(address.decode(), {}))
        answers.append(officer.ask(address.decode()))
    seconds, sql = sum(each.seconds for each in answers), sum(each.sql for each in answers)
    told = f"{seconds:.2f} s, {len(answers[-1].body) / 1000:.0f} KB, {sql} questions"
    return told if answers[-1].status == 200 else f"answered {answers[-1].status}"


def report(size: int, found: list[Measure], rates: list[Rate], exported: dict[str, str]) -> int:
    """Print the table; return how many lines are over their figure."""
    head = f"{size} applications"
    print(f"\n{head:<40}{'ms':>8}{'peers × floor':>16}{'ours':>7}{'≤':>6}{'SQL':>6}{'≤':>5}")
    for line in found:
        target = line.target
        print(
            f"  {target.page:<38}{line.milliseconds:>8.1f}{target.peers:>16}{line.floors:>7.1f}{target.floors:>6g}"
            f"{line.sql:>6}{target.sql:>5}  {_verdict(line)}"
        )
    for each in rates:
        print(
            f"  {each.page:<38}{each.a_second:>6.1f}/s{'':>16}  floor ÷ {each.parts:<5.1f} ≤ ÷ {each.divisor:<6g}"
            f"  {_verdict(each)}"
        )
    for form, told in exported.items():
        print(f"  export of the whole list, {form.upper()}: {told}")
    print(f"  floor: {statistics.median(line.floor for line in found):.2f} ms", flush=True)
    return sum(line.is_over for line in [*found, *rates])


def _verdict(line: Measure | Rate) -> str:
    return "OVER" if line.is_over else "pass"


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """Make a database beside the one that is named, and drop it afterwards."""
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def one_size(size: int, workers: int) -> int:
    """Measure one size in a fresh process's Django; return how many lines are over."""
    from django.conf import settings
    from django.db import connection

    began = time.monotonic()
    prepare()
    from tests.tools.scene import stage

    scene = stage(size, 3 * WARM_UP + TURNS + SENDINGS + JOURNEYS)
    print(f"\n{size} applications with their reviews, ready in {time.monotonic() - began:.0f} s", flush=True)
    connection.close()
    with served(settings.ROOM, workers=workers) as port:
        found = list(lines(scene, port))
        rates = list(crowds(scene, port))
        return report(size, found, rates, {form: export(form, scene, port) for form in ("csv", "xlsx")})


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure our pages against the floor.")
    parser.add_argument("--sizes", default="150 1500 15000")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    server = os.environ.get("PEPINIERE_BENCH_DATABASE_URL") or os.environ.get(
        "PEPINIERE_TEST_DATABASE_URL", ""
    )
    if not server.startswith("postgres"):
        print(
            "Name a PostgreSQL server: PEPINIERE_BENCH_DATABASE_URL=postgres://user@host/name",
            file=sys.stderr,
        )
        return 2
    sizes = [int(size) for size in asked.sizes.replace(",", " ").split()]
    if len(sizes) > 1:  # a process for each: Django is loaded once in one, for one database
        command = [sys.executable, "-m", "tests.tools.bench", "--workers", str(asked.workers), "--sizes"]
        return max(
            os.waitstatus_to_exitcode(os.spawnv(os.P_WAIT, sys.executable, [*command, str(s)]) << 8)
            for s in sizes
        )
    with own_database(server) as database, room(**surroundings(database)):
        over = one_size(sizes[0], asked.workers)
        from django.db import connections

        connections.close_all()
    return 1 if over else 0


def surroundings(database: str) -> dict[str, str]:
    """The environment of a production server, without a broker: letters stay in the outbox."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "PEPINIERE_MODE": "production",
        "PEPINIERE_MEASURE": "bench",
        "PEPINIERE_DATABASE_URL": database,
        "PEPINIERE_REDIS_URL": os.environ.get("PEPINIERE_TEST_REDIS_URL", ""),
        "PEPINIERE_SECRET_KEY": secrets.token_urlsafe(48),
        "PEPINIERE_FIELD_KEYS": f"bench:{key}",
        "PEPINIERE_ALLOWED_HOSTS": "127.0.0.1,testserver",
        "PEPINIERE_BASE_URL": "https://127.0.0.1",
        "PEPINIERE_SSL_REDIRECT": "0",
    }


if __name__ == "__main__":
    sys.exit(main())
