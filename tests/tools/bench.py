"""Our pages against the floor, on PostgreSQL: `make bench`, or `python -m tests.tools.bench --sizes 150,1500`.

Each page is asked in turn with the floor, so that a busy machine slows both; medians are compared. Needs a server
named by PEPINIERE_BENCH_DATABASE_URL (or PEPINIERE_TEST_DATABASE_URL) where a database may be made.
"""

import argparse
import base64
import http.client
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
from urllib.parse import urlencode, urlsplit

import psycopg

from tests.tools.serving import prepare, room, served

TURNS, WARM_UP = 25, 4
KEPT_OPEN = 2.0  # seconds; the server ends an idle connection after five
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
FLOOR = "/floor/"
Post = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Target:
    """A line of the table: what the page may cost in floors and in questions to the database."""

    page: str
    floors: float
    sql: int


CALL = Target("public call page, cold", 4, 12)
STEP = Target("application form step", 3, 9)
AUTOSAVE = Target("autosave of one field", 2, 6)
SUBMIT = Target("submit", 3.5, 14)
HOME = Target("applicant's home", 3, 10)
LIST = Target("desk list, first page", 5, 10)
FILTER = Target("desk list, filter", 5, 10)
SEARCH = Target("desk list, search", 5, 10)
FAR = Target("desk list, last page", 5, 10)
FILE = Target("application file page (staff)", 6, 14)
JUROR = Target("juror's home", 4, 10)


class Browser:
    """One person's connection, kept open as a browser keeps it."""

    def __init__(self, port: int, session: str = "") -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {"session": session} if session else {}
        self.used = time.monotonic()

    def ask(self, path: str, post: dict[str, str] | None = None) -> tuple[float, int, bytes]:
        """Return the seconds, the questions to the database and the body; stop at anything but an answer."""
        headers = {
            "Host": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            "Accept": "text/html",
            "Referer": "https://127.0.0.1/",
        }
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if post is not None:
            body, headers["Content-Type"] = urlencode(post), "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > KEPT_OPEN:
            self.line.close()  # the server has let it go: the request opens another
            self.line.connect()
        began = time.perf_counter()
        self.line.request("POST" if post is not None else "GET", path, body, headers)
        answer = self.line.getresponse()
        read = answer.read()
        took, self.used = time.perf_counter() - began, time.monotonic()
        if answer.status >= 400 or (post is None and answer.status != 200):
            sys.exit(f"{path} answered {answer.status} {answer.headers.get('Location', '')}: {read[:400]!r}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return took, int(answer.headers.get("X-Sql", 0)), read

    def form(self, path: str) -> tuple[str, bytes]:
        """Open a page and return its token with its body."""
        page = self.ask(path)[2]
        found = TOKEN.search(page)
        return (found[1].decode() if found else ""), page


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


def measure(target: Target, port: int, turn: Callable[[int], tuple[float, int, bytes]]) -> Measure:
    """Take turns with the floor; the first turns warm both up and are not counted."""
    ours, floors, sql = [], [], 0
    ground = Browser(port)
    for number in range(WARM_UP + TURNS):
        took, asked, _body = turn(number)
        below = ground.ask(FLOOR)[0]
        if number >= WARM_UP:
            ours.append(took)
            floors.append(below)
            sql = max(sql, asked)
    return Measure(target, statistics.median(ours) * 1000, statistics.median(floors) * 1000, sql)


def reading(browser: Browser, path: str) -> Callable[[int], tuple[float, int, bytes]]:
    return lambda _number: browser.ask(path)


def autosaving(browser: Browser, step: str, key: str) -> Callable[[int], tuple[float, int, bytes]]:
    """Save a new text each time, over the version that was just read."""

    def turn(number: int) -> tuple[float, int, bytes]:
        token, page = browser.form(step)
        version = re.search(rf'name="v-{key}" value="([^"]*)"'.encode(), page)
        assert version, f"The step shows no version of {key}."
        posted = {"csrfmiddlewaretoken": token, f"v-{key}": version[1].decode(), key: f"Mesure {number}"}
        return browser.ask(f"{step}field/{key}/", posted)

    return turn


def sending(
    port: int, drafts: tuple, session_of: Callable[[Any], str]
) -> Callable[[int], tuple[float, int, bytes]]:
    """Send one complete draft after another, each by its own lead."""

    def turn(number: int) -> tuple[float, int, bytes]:
        application, lead = drafts[number]
        browser, path = Browser(port, session_of(lead)), f"/portal/applications/{application.ref}/"
        token, _page = browser.form(f"{path}review/")
        answer = browser.ask(f"{path}submit/", {"csrfmiddlewaretoken": token, "confirm": "on"})
        application.refresh_from_db()
        assert application.submitted_at, "The measured draft was not sent."
        return answer

    return turn


def first_text(draft: Any, step: str) -> str:
    definition = draft.form_version.definition
    fields = next(s["fields"] for s in definition["steps"] if s["key"] == step)
    return next(f["key"] for f in fields if f["type"] in ("text", "textarea"))


def lines(world: Any, seeded: Any, sent: Any, size: int, port: int) -> Iterator[Measure]:
    """Measure every page, one after another."""
    from tests.tools.world import session_of

    founder, officer = (
        Browser(port, session_of(world.people["founder2"])),
        Browser(port, session_of(world.people["staff"])),
    )
    step = f"/portal/applications/{world.draft.ref}/form/{world.steps[0]}/"
    desk = "/desk/applications/"
    yield measure(CALL, port, reading(Browser(port), f"/appels/{world.call.slug}/"))
    yield measure(STEP, port, reading(founder, step))
    yield measure(AUTOSAVE, port, autosaving(founder, step, first_text(world.draft, world.steps[0])))
    yield measure(SUBMIT, port, sending(port, seeded.drafts, session_of))
    yield measure(HOME, port, reading(founder, "/portal/"))
    yield measure(LIST, port, reading(officer, f"{desk}?view=all"))
    yield measure(FILTER, port, reading(officer, f"{desk}?view=all&state=eligible"))
    yield measure(SEARCH, port, reading(officer, f"{desk}?view=all&q=Mesure+00042"))
    yield measure(FAR, port, reading(officer, f"{desk}?view=all&page={max(1, size // 50)}"))
    yield measure(FILE, port, reading(officer, f"{desk}{sent.ref}/"))
    yield measure(JUROR, port, reading(Browser(port, session_of(seeded.juror)), "/portal/jury/"))
    took, sql, body = officer.ask(f"{desk}export.csv?view=all")
    print(f"  export of {size} applications: {took:.2f} s, {len(body) / 1000:.0f} KB, {sql} questions")


def report(size: int, found: list[Measure]) -> None:
    print(f"\n{size} applications{'':<22}{'ms':>8}{'× floor':>9}{'ours ≤':>8}{'SQL':>6}{'≤':>5}")
    for line in found:
        target = line.target
        print(
            f"  {target.page:<32}{line.milliseconds:>8.1f}{line.floors:>9.1f}{target.floors:>8g}{line.sql:>6}"
            f"{target.sql:>5}  {'OVER' if line.is_over else 'pass'}"
        )
    print(f"  floor: {statistics.median(line.floor for line in found):.2f} ms")


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


def one_size(size: int, database: str, workers: int) -> list[Measure]:
    """Measure one size in a fresh process's Django."""
    from django.db import connection

    prepare()
    from incubator.applications.models import Application
    from incubator.applications.states import State
    from tests.tools import floor, seeding, world

    made = world.build()
    sent = Application.objects.filter(call=made.call, state=State.SUBMITTED).order_by("submitted_at").first()
    seeded = seeding.seed(sent, made.draft, size, WARM_UP + TURNS)
    floor.analyse()
    connection.close()
    with served(here_of(), workers=workers) as port:
        return list(lines(made, seeded, sent, size, port))


def here_of() -> Any:
    from django.conf import settings

    return settings.ROOM


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure our pages against the floor.")
    parser.add_argument("--sizes", default="150,1500")
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
    sizes = [int(size) for size in asked.sizes.split(",")]
    if len(sizes) > 1:  # a process for each: Django is loaded once in one, for one database
        command = [sys.executable, "-m", "tests.tools.bench", "--workers", str(asked.workers), "--sizes"]
        return max(
            os.waitstatus_to_exitcode(os.spawnv(os.P_WAIT, sys.executable, [*command, str(s)]) << 8)
            for s in sizes
        )
    with own_database(server) as database, room(**surroundings(database)):
        found = one_size(sizes[0], database, asked.workers)
        report(sizes[0], found)
        from django.db import connections

        connections.close_all()
    return 0


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
