"""Serve the demonstration in a copy of the tree as a person would, look at it, end it, count what is left.

The copy has no var/ and no environment: only the packages already installed are shared. The first time it is ended as
soon as its pages answer: the second time it goes on with its history, beside a person who acts.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from person import Person  # noqa: E402

from incubator.ops.supervisor import free_port  # noqa: E402

# How long to wait at most on a busy machine; the seconds it took are printed. The aims are a minute and eight seconds.
FIRST_SECONDS, AGAIN_SECONDS, HISTORY_SECONDS, ACT_SECONDS = 300, 60, 900, 30
PASSWORD = "pepiniere-demo-2026"
BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


def copy_tree(folder: Path) -> None:
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "var", "__pycache__", "*.mo", ".*_cache", ".hypothesis"
    )
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / ".venv").symlink_to(ROOT / ".venv")


def processes_in(folder: Path) -> list[str]:
    """Return the command of each process that works in the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(process / "cwd")).is_relative_to(folder):
                found.append(
                    (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:100]
                )
        except OSError:
            continue
    return found


def answers(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def act_until_history_is_written(folder: Path, address: str) -> None:
    """Sign in and act, again and again, until the cohorts that finished are there; fail if an act is refused or slow."""
    waits, started = history_of(folder), time.monotonic()
    if not waits.exists():
        sys.exit("The history was not cut off: nothing is shown by going on with it.")
    person = Person(address)
    person.sign_in("founder2@demo.example", PASSWORD)
    while waits.exists():
        person.act()
        if person.longest > ACT_SECONDS or time.monotonic() - started > HISTORY_SECONDS:
            sys.exit(
                f"After {time.monotonic() - started:.0f} s of history an act took {person.longest:.1f} s."
            )
        time.sleep(0.5)
    print(
        f"The history was there after {time.monotonic() - started:.0f} s more; {person.acts} acts of a person meanwhile,"
        f" the longest of {person.longest:.1f} s."
    )


def history_of(folder: Path) -> Path:
    return folder / "var" / "demo" / "history-waits"


def serve(
    folder: Path, how: signal.Signals, limit: float, *, meanwhile: Callable[..., None] | None = None
) -> float:
    """Run `make demo`, wait until its pages answer, end it, and fail if it was slow or left a process."""
    port = free_port()
    started = time.monotonic()
    make = subprocess.Popen(["make", "demo", f"PORT={port}"], cwd=folder, env=BARE, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    while answers(f"{address}/healthz") != 200:
        if make.poll() is not None or time.monotonic() - started > 3 * limit:
            sys.exit(f"make demo did not serve (ended with {make.poll()}).")
        time.sleep(0.2)
    took = time.monotonic() - started
    statuses = {
        path: answers(address + path) for path in ("/", "/en/", "/login/", "/api/v1/openapi.json", "/readyz")
    }
    if set(statuses.values()) != {200}:
        sys.exit(f"These pages should all answer 200: {statuses}")
    if meanwhile:
        meanwhile(folder, address)
    os.kill(make.pid, how) if how == signal.SIGKILL else os.killpg(make.pid, how)
    make.wait(timeout=20)
    deadline = time.monotonic() + 15
    while (left := processes_in(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    if left:
        sys.exit(f"After {how.name} these processes are left: {left}")
    if took > limit:
        sys.exit(f"make demo took {took:.0f} s to serve, over {limit:.0f} s.")
    return took


def check_data(folder: Path) -> None:
    """Fail unless the demonstration holds what it promises: 150 start-ups with a place, 25 of them in incubation."""
    with sqlite3.connect(folder / "var" / "demo" / "pepiniere.sqlite3") as database:
        held = dict(database.execute("SELECT state, count(*) FROM cohorts_place GROUP BY state"))
        letters = dict(database.execute("SELECT state, count(*) FROM notifications_message GROUP BY state"))
        teams = database.execute(
            "SELECT count(*) FROM applications_application a JOIN programmes_call c ON c.id = a.call_id "
            "WHERE c.reference = 'AC-2027-01'"
        ).fetchone()[0]
    if held != {"active": 25, "graduated": 125} or set(letters) != {"sent"} or teams != 12:
        sys.exit(
            f"The data is not as promised: places {held}, letters {letters}, {teams} teams in the open call."
        )
    print(f"places {held}, letters {letters}, {teams} teams in the open call.")


def look(path: Path) -> set[tuple[str, ...]]:
    """Return what a database consists of: the columns and constraints of each table, its indexes and its triggers."""
    with sqlite3.connect(path) as database:
        found = {("run", *row) for row in database.execute("SELECT app, name FROM django_migrations")}
        made = database.execute(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
        ).fetchall()
        for kind, name, table, sql in made:
            if kind == "table":
                found |= {("column", name, *map(str, row[1:])) for row in columns_of(database, name)}
                found |= {
                    ("key", name, *map(str, row[2:])) for row in rows_of(database, "foreign_key_list", name)
                }
                found |= {("constraint", name, each) for each in re.findall(r'CONSTRAINT "(\w+)" [UC]', sql)}
            else:  # an index by what it covers: its name may tell of a column's earlier name
                found.add((kind, table, sql.partition(" ON ")[2] if kind == "index" else sql))
    return found


def columns_of(database: sqlite3.Connection, table: str) -> list[tuple]:
    """Return the columns of a table, whichever was added first."""
    return [(0, row[1], row[2].lower(), row[3], row[5]) for row in rows_of(database, "table_info", table)]


def rows_of(database: sqlite3.Connection, what: str, table: str) -> list[tuple]:
    return database.execute(f'PRAGMA {what}("{table}")').fetchall()


def check_tables(folder: Path) -> None:
    """Fail unless the tables, made from the models at once, are those that the migrations make."""
    other = folder / "var" / "migrated.sqlite3"
    env = BARE | {"PEPINIERE_MODE": "demo", "PEPINIERE_DATABASE_URL": f"sqlite:///{other}"}
    subprocess.run(
        [folder / ".venv/bin/python", "manage.py", "migrate", "-v0"], cwd=folder, env=env, check=True
    )
    differs = look(folder / "var" / "demo" / "pepiniere.sqlite3") ^ look(other)
    if differs:
        sys.exit("Not the tables of the migrations:\n" + "\n".join(map(str, sorted(differs)[:20])))
    print("The tables are those of the migrations.")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pepiniere-demo-") as room:
        folder = Path(room).resolve() / "tree"
        copy_tree(folder)
        first = serve(folder, signal.SIGINT, FIRST_SECONDS)
        again = serve(folder, signal.SIGTERM, AGAIN_SECONDS, meanwhile=act_until_history_is_written)
        check_data(folder)
        check_tables(folder)
        killed = serve(folder, signal.SIGKILL, AGAIN_SECONDS)
    print(f"make demo served after {first:.0f} s, then {again:.0f} s and {killed:.0f} s; no process left.")


if __name__ == "__main__":
    main()
