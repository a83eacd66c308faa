"""A room of its own for a measurement: tables, static files, and the product served as in production."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incubator.ops.supervisor import die_with_parent, free_port

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.tools.settings"
PATIENCE = 60.0


@contextmanager
def room(**env: str) -> Iterator[Path]:
    """Set the environment the settings read and give an empty folder; Django is not loaded yet."""
    with tempfile.TemporaryDirectory(prefix="pepiniere-measure-") as folder:
        here = Path(folder)
        for name in [name for name in os.environ if name.startswith("PEPINIERE_") and name not in KEPT]:
            del os.environ[name]
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        os.environ.update(
            {"PEPINIERE_MEASURE_ROOM": str(here), **{k: v.format(room=here) for k, v in env.items()}}
        )
        yield here


KEPT = ("PEPINIERE_BENCH_DATABASE_URL", "PEPINIERE_TEST_DATABASE_URL", "PEPINIERE_TEST_REDIS_URL")


@contextmanager
def served(here: Path, *, workers: int) -> Iterator[int]:
    """Serve with gunicorn on a free port, as deployed; give the port."""
    port, parent = free_port(), os.getpid()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:incubator.ops.gunicorn"]
    command += ["-w", str(workers), "-b", f"127.0.0.1:{port}", "incubator.config.wsgi:application"]
    log = here / "web.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, preexec_fn=lambda: die_with_parent(parent)
        )
    try:
        _wait_for(port, server, log)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > until:
            sys.exit(f"The server does not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def prepare() -> None:
    """Load Django, make the tables and collect the static files."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
