"""Keeps the product's processes running as one: started together, restarted when one dies, ended together.

Plain Python and one thread. Each child has its own process group, and the kernel ends it if the supervisor is
killed. What the children are stands in `processes`.
"""

import contextlib
import ctypes
import errno
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 6.0  # between "please end" and SIGKILL
FIRST_DELAY, LONGEST_DELAY = 0.5, 15.0  # before a restart, doubled at each death
STEADY_SECONDS = 30.0  # running this long forgives earlier deaths
DEATHS_BEFORE_READY = 3  # then it is not going to start at all
PR_SET_PDEATHSIG = 1


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


LIBC = _libc()  # loaded before any fork: between fork and exec there is no importing


def die_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel signal this process when its parent ends, however it ends. Linux only; else nothing."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != parent:  # it ended before we asked
            os.kill(os.getpid(), how)


def port_refusal(host: str, port: int) -> str | None:
    """Say in one sentence why nothing can listen there, or None when the port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            return f"{port} is not a port; take a number from 1024 to 65535."
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                return f"Port {port} is used by another program. Stop it, or take another: PORT={port + 1}"
            if refusal.errno == errno.EACCES:
                return f"Port {port} is kept for the system. Take one above 1023: PORT=8000"
            return f"{host}:{port} cannot be used: {refusal.strerror}."
    return None


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Child:
    """One process to keep running; with `once`, one to run when the others answer, until it has ended well."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    once: bool = False


class Running:
    """A child and its present process, if it has one."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.restart_at = 0.0
        self.deaths = 0
        self.done = False  # what runs once has ended well
        self.rest = b""  # of a line not finished yet

    def start(self) -> None:
        parent = os.getpid()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            list(self.child.command),
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.child.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=lambda: die_with_parent(parent),
        )
        os.set_blocking(self.process.stdout.fileno(), False)

    def signal_group(self, how: signal.Signals) -> None:
        """Signal the process and what it started; its group outlives it while one member runs."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, how)

    def wait_delay(self) -> float:
        if time.monotonic() - self.started > STEADY_SECONDS:
            self.deaths = 0
        self.deaths += 1
        return min(FIRST_DELAY * 2 ** (self.deaths - 1), LONGEST_DELAY)


class Supervisor:
    """Runs children until told to end. `is_ready` is asked until it says yes; then `banner` is printed."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        banner: str = "",
        is_ready: Callable[[], bool] = lambda: True,
        out=sys.stdout,
    ) -> None:
        self.rooms = [Running(child) for child in children]
        self.width = max(len(child.name) for child in children)
        self.banner, self.is_ready, self.out = banner, is_ready, out
        self.ready = self.ending = False
        self.exit_code = 0
        self.selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Start everything, keep it running, end it on SIGINT, SIGTERM or SIGHUP. Return the exit code."""
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if (how, signal.getsignal(how)) != (signal.SIGHUP, signal.SIG_IGN):  # left alone under nohup
                signal.signal(how, self._end)
        try:
            for room in self.rooms:
                if not room.child.once:
                    self._start(room)
            while not self.ending:
                self._pump(0.2)
                self._revive()
                self._announce()
        finally:
            self._stop()
        return self.exit_code

    def _end(self, *_: object) -> None:
        self.ending = True

    def _say(self, name: str, text: str) -> None:
        try:
            print(f"{name:>{self.width}} | {text}", file=self.out, flush=True)
        except (OSError, ValueError):  # the terminal has gone: nobody is left to serve
            self.ending = True

    def _start(self, room: Running) -> None:
        try:
            room.start()
        except OSError as failure:
            self._say(room.child.name, f"cannot start: {failure}")
            self.exit_code, self.ending = 1, True
            return
        self.selector.register(room.process.stdout, selectors.EVENT_READ, room)

    def _pump(self, seconds: float) -> None:
        if not self.selector.get_map():
            time.sleep(seconds)
        for key, _ in self.selector.select(seconds):
            self._read(key.data)

    def _read(self, room: Running) -> bool:
        """Print the whole lines a child has written, each behind its name; say whether there may be more."""
        if room.process.stdout.closed:
            return False
        try:
            data = os.read(room.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return False
        *lines, room.rest = (room.rest + data).split(b"\n")
        for line in lines:
            self._say(room.child.name, line.decode(errors="replace").rstrip("\r"))
        if not data:
            self._close(room)
        return bool(data)

    def _close(self, room: Running) -> None:
        if room.process.stdout.closed:
            return
        self.selector.unregister(room.process.stdout)
        room.process.stdout.close()
        if room.rest:
            self._say(room.child.name, room.rest.decode(errors="replace"))
        room.rest = b""

    def _revive(self) -> None:
        """Start again the children that died, each after its delay; give up if they never came up."""
        now = time.monotonic()
        for room in self.rooms:
            if room.process is not None and room.process.poll() is not None:
                room.done = room.child.once and room.process.returncode == 0
                self._bury(room)
                if room.done:
                    continue
                room.restart_at = now + (delay := room.wait_delay())
                if not self.ready and room.deaths >= DEATHS_BEFORE_READY:
                    self._say(
                        room.child.name, "does not start; its last lines above say why. Ending everything."
                    )
                    self.exit_code, self.ending = 1, True
                    return
                self._say(room.child.name, f"ended; starting again in {delay:g} s")
            elif room.process is None and self._is_due(room, now):
                self._start(room)

    def _is_due(self, room: Running, now: float) -> bool:
        return now >= room.restart_at and (not room.child.once or (self.ready and not room.done))

    def _bury(self, room: Running) -> None:
        """Take a dead child's last lines and end whatever it had started, or its port would stay taken."""
        room.signal_group(signal.SIGKILL)
        while self._read(room):
            pass
        self._close(room)
        room.process = None

    def _announce(self) -> None:
        if self.ready or self.ending or not all(room.process or room.child.once for room in self.rooms):
            return
        if self.is_ready():
            self.ready = True
            if self.banner:
                self.out.write(f"\n{self.banner.rstrip()}\n\n")
                self.out.flush()

    def _stop(self) -> None:
        """Ask every child to end, then end every group by force. A second Ctrl-C stops the waiting."""
        self.ending = False
        living = [room for room in self.rooms if room.process is not None]
        for room in living:
            room.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while (
            any(room.process.poll() is None for room in living)
            and time.monotonic() < deadline
            and not self.ending
        ):
            self._pump(0.05)
        for room in living:
            room.signal_group(signal.SIGKILL)
            room.process.wait()
        self.selector.close()
