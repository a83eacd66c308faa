"""Serve the demonstration in a copy of the tree as a person would, look at it, end it, count what is left.

The copy has no var/ and no environment: only the packages already installed are shared.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from incubator.ops.supervisor import free_port  # noqa: E402

# How long to wait at most on a busy machine; the seconds it took are printed. The aim is a minute from nothing, of which
# installing the packages (shared here) takes a quarter.
FIRST_SECONDS, AGAIN_SECONDS = 300, 60
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


def serve(folder: Path, how: signal.Signals, limit: float) -> float:
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


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pepiniere-demo-") as room:
        folder = Path(room).resolve() / "tree"
        copy_tree(folder)
        first = serve(folder, signal.SIGINT, FIRST_SECONDS)
        check_data(folder)
        again = serve(folder, signal.SIGTERM, AGAIN_SECONDS)
        killed = serve(folder, signal.SIGKILL, AGAIN_SECONDS)
    print(f"make demo served after {first:.0f} s, then {again:.0f} s and {killed:.0f} s; no process left.")


if __name__ == "__main__":
    main()
