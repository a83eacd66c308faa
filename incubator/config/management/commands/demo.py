"""`demo`: prepare the demonstration if it is not there, print its accounts, and serve it."""

import errno
import gc
import hashlib
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from incubator.core import clock
from incubator.demo import cast, loading, tables
from incubator.demo.stage import SEED
from incubator.ops import processes
from incubator.ops.supervisor import free_port, port_refusal

HOST = "127.0.0.1"


def _folder() -> Path:
    return Path(settings.DATABASES["default"]["NAME"]).parent


def _why(failure: Exception) -> str:
    """Return the sentence of what stopped the preparation, and what to do."""
    number, words = getattr(failure, "errno", None), str(failure)
    if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in words:
        return f"There is no room left on the disk of {_folder()}. Free 500 MB, then run it again."
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or "readonly" in words or "unable to open" in words:
        return f"{_folder()} cannot be written. Give yourself the right to write there, then run it again."
    return f"The demonstration could not be prepared in {_folder()}: {words}. `make demo-fresh` begins anew."


def _collected() -> Path:
    """Return the file that says which static files were collected last."""
    return Path(settings.STATIC_ROOT) / ".collected"


def _static_files() -> str:
    """Return a fingerprint of the static files of the code: their names, sizes and dates."""
    found = [
        (name, stat.st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
        for stat in [Path(storage.path(name)).stat()]
    ]
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


def _collect_static_files() -> subprocess.Popen[str] | None:
    """Collect and compress the static files on the other core, unless those collected are still the same."""
    if _collected().exists() and _collected().read_text() == _static_files():
        return None
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic", "--noinput", "-v0"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 – our own command


class Command(BaseCommand):
    help = (
        "Prepare the demonstration if it is not there, print its accounts, and serve it on this machine only."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-serve", action="store_true", help="Prepare all the data and stop.")
        parser.add_argument(
            "--history",
            action="store_true",
            help="Write the history that waits (the supervisor asks for it).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PEPINIERE_MODE != "demo":
            raise CommandError("The demonstration runs with PEPINIERE_MODE=demo only.")
        self.started = time.monotonic()
        if options["history"]:
            self.write_history(pause=loading.PAUSE)
            return
        port = options["port"] or free_port(HOST)
        refusal = port_refusal(HOST, port)
        if refusal and not options["no_serve"]:
            raise CommandError(refusal)
        try:
            self.prepare()
            if options["no_serve"]:
                self.write_history()
        except (OSError, DatabaseError) as failure:
            raise CommandError(_why(failure)) from failure
        self.print_accounts(port)
        if not options["no_serve"]:
            ready = f"Ready: http://localhost:{port}/   (Ctrl-C ends it)"
            waits = loading.history_waits()
            if waits:
                ready += "\nThe cohorts that finished are written meanwhile; each page says so until they are there."
            processes.become_supervisor(host=HOST, port=port, demo=True, history=waits, banner=ready)

    def prepare(self) -> None:
        """Tables, static files and data; what is there already is kept."""
        # What is loaded stays loaded: the collector of unused objects would go through it again and again.
        gc.collect()
        gc.freeze()
        _folder().mkdir(parents=True, exist_ok=True)
        collecting = _collect_static_files()
        try:
            self.say("tables, static files")
            tables.make()
            call_command("check", tags=["workflow"])
            if not loading.is_loaded():
                self.say(f"data (seed {SEED})")
                loading.load_present(now=clock.now(), say=self.say)
        finally:
            told = collecting.communicate()[1] if collecting else ""
        if collecting and collecting.returncode != 0:
            last = (told.strip().splitlines() or ["no word"])[-1]
            raise CommandError(f"The static files could not be collected: {last}")
        _collected().write_text(_static_files())
        self.say("done")

    def write_history(self, *, pause: float = 0.0) -> None:
        """Write the cohorts that finished, if they wait; beside people who use what is there, with pauses."""
        if loading.history_waits():
            os.nice(5 if pause else 0)
            loading.go_on(say=self.say, pause=pause)
            self.say("all cohorts are there")

    def say(self, what: str) -> None:
        """Show progress with the seconds since the start."""
        self.stdout.write(f"  {time.monotonic() - self.started:5.1f} s  {what}")
        self.stdout.flush()

    def print_accounts(self, port: int) -> None:
        """Print the address, the accounts and their one password."""
        self.stdout.write(f"\nhttp://localhost:{port}/  ·  sign in at http://localhost:{port}/login/")
        self.stdout.write(f"Password of all accounts: {cast.PASSWORD}\n")
        for account in cast.ACCOUNTS:
            self.stdout.write(f"  {account.name + '@' + cast.DOMAIN:<24} {account.full_name}, {account.what}")
        self.stdout.write(f"Letters and codes: http://localhost:{port}/demo/outbox/\n")
