"""The whole product on this machine for one journey: PostgreSQL, Redis, web, worker, beat, the payment stand-in.

Everything is started on free ports from an empty database, and ended with the journey.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from incubator.ops.supervisor import die_with_parent, free_port
from tests.journeys.post import Post

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("PEPINIERE_TEST_DATABASE_URL", "")
SETTINGS = os.environ.get("JOURNEY_SETTINGS", "tests.journeys.settings")
# Two processes of a run each have databases of their own.
JOURNEY = "journey" + os.environ.get("PYTEST_XDIST_WORKER", "")
TEMPLATE = f"{JOURNEY}_template"
ADMIN = "admin@journey.test"
CELERY = ("-m", "celery", "-A", "tests.journeys.work:app", "--quiet")


def database_url(name: str) -> str:
    """The address of another database on the server of the tests."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def on_server(*commands: str) -> None:
    """Run commands that make and drop databases."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def fresh_database(name: str, template: str) -> None:
    """Make a database like another one, over whatever an earlier run left."""
    on_server(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
    )


class Stack:
    """The processes and addresses of one journey."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.room = Path(tempfile.mkdtemp(prefix="journey-"))
        self.clock = self.room / "clock"
        self.offset = 0.0
        self._write_clock()
        self.mail = Post()
        self.mail.__enter__()
        self.port, self.redis_port, self.stripe_port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen] = {}

    # The clock -------------------------------------------------------------------------------------------------

    def _write_clock(self) -> None:
        new = self.clock.with_suffix(".new")
        new.write_text(str(self.offset))
        os.replace(new, self.clock)

    def now(self) -> datetime:
        """The instant the product believes in."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def go_to(self, moment: datetime) -> None:
        """Move the clock forward to an instant."""
        assert moment > self.now(), f"The clock only goes forward: {moment} is before {self.now()}."
        self.offset += (moment - self.now()).total_seconds()
        self._write_clock()

    def pass_time(self, **much: float) -> None:
        """Let minutes, hours or days pass."""
        self.go_to(self.now() + timedelta(**much))

    # The processes ---------------------------------------------------------------------------------------------

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PEPINIERE_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "JOURNEY_CLOCK": str(self.clock),
            "JOURNEY_ROOM": str(self.room),
            "PEPINIERE_MODE": "test",
            "PEPINIERE_DATABASE_URL": database_url(self.database),
            "PEPINIERE_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "PEPINIERE_BASE_URL": self.url,
            "PEPINIERE_EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "PEPINIERE_STRIPE_KEY": "sk_test_journey",
            "PEPINIERE_STRIPE_WEBHOOK_SECRET": "whsec_journey",
            "PEPINIERE_STRIPE_API_BASE": f"http://127.0.0.1:{self.stripe_port}",
            "PEPINIERE_PRIVATE_ROOT": str(self.room / "private"),
            "PEPINIERE_MEDIA_ROOT": str(self.room / "media"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }

    def manage(self, *words: str) -> str:
        """Run a command as the administrator of the machine does."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"manage.py {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _run(self, name: str, *command: str) -> None:
        parent = os.getpid()
        with open(self.room / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=lambda: die_with_parent(parent),
            )

    def start_broker(self) -> None:
        self._run(
            "redis", "redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", str(self.room),
        )  # fmt: skip
        wait_until(lambda: self._redis_answers(), "Redis does not answer.")

    def _redis_answers(self) -> bool:
        asked = subprocess.run(
            ["redis-cli", "-p", str(self.redis_port), "ping"], capture_output=True, text=True
        )
        return "PONG" in asked.stdout

    def start_worker(self) -> None:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        self._run(
            "worker", sys.executable, *CELERY, "worker", "-l", "WARNING", "-P", "threads", "-c", "2", *quiet
        )

    def start_beat(self) -> None:
        self._run("beat", sys.executable, *CELERY, "beat", "-l", "WARNING")

    def start(self) -> "Stack":
        """Start everything and wait until the pages answer."""
        self.start_broker()
        self.start_worker()
        self.start_beat()
        self._run(
            "stripe", sys.executable, "-m", "funding.cards.fake_provider", "--port", str(self.stripe_port)
        )
        self._run(
            "web", sys.executable, "-W", "ignore", "-m", "gunicorn", "-c", "python:incubator.ops.gunicorn",
            "-b", f"127.0.0.1:{self.port}", "incubator.config.wsgi:application",
        )  # fmt: skip
        wait_until(lambda: self._web_answers(), lambda: f"The pages do not answer:\n{self.log('web')}", 60)
        return self

    def _web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return response.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End one process and what it started."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    def log(self, name: str) -> str:
        """The last lines of what a process wrote."""
        return (self.room / f"{name}.log").read_text(errors="replace")[-6000:]

    def close(self) -> None:
        for name in reversed(list(self.running)):
            self.end(name)
        self.mail.__exit__()
        shutil.rmtree(self.room, ignore_errors=True)

    # Reading, never writing ------------------------------------------------------------------------------------

    def rows(self, query: str, *values: object) -> list[tuple]:
        """Read from the journey's database; the connection refuses to write."""
        with psycopg.connect(database_url(self.database), autocommit=True) as connection:
            connection.read_only = True
            return connection.execute(query, values).fetchall()


def wait_until(is_so, sentence, seconds: float = 20) -> None:
    """Wait for a condition, or fail with the sentence."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(sentence() if callable(sentence) else sentence)
        time.sleep(0.1)


def make_template() -> None:
    """Migrate an empty database once; every journey starts from a copy of it."""
    on_server(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)', f'CREATE DATABASE "{TEMPLATE}"')
    stack = Stack(TEMPLATE)
    try:
        stack.manage("migrate", "-v0")
    finally:
        stack.close()
