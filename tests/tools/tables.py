"""What the export of many applications costs: time, memory, questions, and every cell compared.

`python -m tests.tools.tables --size 15000 --columns 60`. Needs a PostgreSQL server, as the benchmark does.
"""

import argparse
import csv
import io
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.tools.bench import own_database, surroundings
from tests.tools.serving import prepare, room

CSV_SECONDS, XLSX_SECONDS, FIRST_BYTE, MEGABYTES = 15.0, 25.0, 1.0, 60.0
AT_ONCE = 500
PAGE = resource.getpagesize()


def held() -> float:
    """Return what this process holds in memory now, in megabytes."""
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * PAGE / 1e6


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Watch the memory of this process: `more` is its peak over what it held before."""
    found, over = {"more": 0.0}, threading.Event()
    before = held()

    def look() -> None:
        while not over.wait(0.01):
            found["more"] = max(found["more"], held() - before)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def alone(work: Callable[[], bool]) -> bool:
    """Run in a process of its own, so that one measurement leaves nothing to the next."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        code = 0 if work() else 1
    except BaseException as error:
        print(f"  {type(error).__name__}: {error}", file=sys.stderr)
        code = 2
    sys.stdout.flush()
    os._exit(code)


def columns_of(person: Any, keys: list[int], count: int) -> tuple[str, ...]:
    """Return the keys of `count` columns in all, the personal ones included."""
    from incubator.applications.exports import application_table

    table = application_table.Table(person, application_table.Wanted(personal=True), keys)
    every = [f"office:{key}" for key in application_table.OFFICE] + [column.key for column in table.answers]
    if len(every) < count:
        sys.exit(f"The call has {len(every)} columns only.")
    return tuple(every[:count])


def measure(form: str, person: Any, keys: list[int], columns: tuple[str, ...]) -> bool:
    """Make the file as the worker does, print what it cost, and compare every cell."""
    from django.core.files.storage import storages
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from incubator.applications.exports import application_table
    from incubator.core import clock
    from incubator.jobs import requests, runner

    wanted = application_table.Wanted(form=form, columns=columns, personal=True)
    params = {"wanted": wanted.as_params(), "name": "mesure"}
    job = requests.ask(
        "applications.table", title="mesure", keys=keys, params=params, by=person, at=clock.now()
    )
    with CaptureQueriesContext(connection) as asked, watched() as memory:
        began = time.perf_counter()
        while runner.make(job.pk, at=clock.now()):
            pass
        took = time.perf_counter() - began
    job.refresh_from_db()
    with storages["private"].open(job.file.key) as stream:
        content = stream.read()
    wrong = compare(form, content, person, wanted, keys)
    limit = CSV_SECONDS if form == "csv" else XLSX_SECONDS
    passes = took <= limit and memory["more"] <= MEGABYTES and not wrong
    print(
        f"  {form:<5}{len(keys):>7} × {len(columns)}: {took:5.2f} s (≤ {limit:g}), +{memory['more']:.0f} MB "
        f"(≤ {MEGABYTES:g}), {len(asked)} questions, {len(content) / 1e6:.1f} MB; "
        f"{len(keys) * len(columns)} cells, {wrong} wrong  {'pass' if passes else 'OVER'}"
    )
    return passes


def compare(form: str, content: bytes, person: Any, wanted: Any, keys: list[int]) -> int:
    """Return how many cells of the file are not what the database holds, read row by row."""
    from incubator.applications.exports import application_table
    from incubator.documents import tables

    table = application_table.Table(person, wanted, keys)
    wrong, count = 0, 0
    if form == "csv":
        read: Iterator = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    else:
        from openpyxl import load_workbook

        read = load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    next(read)
    for found, row in zip(read, table.rows(keys), strict=True):
        count += 1
        expected = [tables.defused(tables._plain(v)) for v in row] if form == "csv" else list(row)
        wrong += sum(_text(a) != _text(b) for a, b in zip(found, expected, strict=True))
    return wrong + abs(count - len(keys)) * len(found)


def _text(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return value.isoformat()[:16].removesuffix("T00:00")
    return "" if value is None else str(value)


def first_byte(person: Any, keys: list[int], columns: tuple[str, ...]) -> bool:
    """Print how soon a table that comes at once begins (more rows are prepared in the background)."""
    from incubator.applications.exports import application_table

    began = time.perf_counter()
    table = application_table.Table(person, application_table.Wanted(columns=columns, personal=True), keys)
    pieces = iter(application_table.csv_of(table, keys))
    next(pieces), next(pieces)
    took = time.perf_counter() - began
    print(f"  streamed CSV of {len(keys)}: first rows after {took:.2f} s (≤ {FIRST_BYTE:g})")
    return took <= FIRST_BYTE


def stage(size: int) -> tuple[Any, list[int]]:
    """Make so many applications; return an officer and their keys."""
    from incubator.applications.models import Application
    from incubator.applications.states import State
    from tests.tools import floor, seeding
    from tests.tools.world import build

    made = build()
    sent = Application.objects.filter(call=made.call, state=State.SUBMITTED).order_by("submitted_at").first()
    seeding.seed(sent, made.draft, size, 0)
    floor.analyse()
    officer = made.people["staff"]
    keys = list(
        Application.objects.at_the_desk_of(officer).order_by("submitted_at").values_list("pk", flat=True)
    )
    return officer, keys[:size]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the export of many applications.")
    parser.add_argument("--size", type=int, default=15_000)
    parser.add_argument("--columns", type=int, default=60)
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
    with own_database(server) as database, room(**surroundings(database)):
        from django.db import connections

        prepare()
        officer, keys = stage(asked.size)
        columns = columns_of(officer, keys[:1], asked.columns)
        connections.close_all()
        passes = [alone(lambda: first_byte(officer, keys[:AT_ONCE], columns))]
        passes += [alone(lambda form=form: measure(form, officer, keys, columns)) for form in ("csv", "xlsx")]
        connections.close_all()
    return 0 if all(passes) else 1


if __name__ == "__main__":
    sys.exit(main())
