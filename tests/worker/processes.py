"""A broker and a worker of the tests' own: started, killed, started again."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from incubator.ops.processes import ROOT
from incubator.ops.supervisor import die_with_parent, free_port

PATIENCE = 60.0


def until(question: Callable[[], object], sentence: str, *, patience: float = PATIENCE) -> float:
    """Ask until the answer is yes; return the seconds it took, or fail with the sentence."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < patience, f"{sentence} (waited {patience:.0f} s)"
        time.sleep(0.05)
    return time.monotonic() - began


class Process:
    """A program that ends with the tests, however they end."""

    def __init__(self, room: Path, name: str) -> None:
        self.log = room / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, command: list[str], env: dict[str, str] | None = None) -> None:
        parent = os.getpid()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=lambda: die_with_parent(parent),
            )

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)
        self.process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        self.end(signal.SIGKILL)


class Broker(Process):
    """A Redis server on a free port, with nothing on disk unless it is asked to keep its queue."""

    def __init__(self, room: Path) -> None:
        super().__init__(room, "redis")
        self.room, self.port = room, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def run(self) -> None:
        server = shutil.which("redis-server")
        assert server, "redis-server is not installed: these tests need a real broker."
        keep = [
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ]  # as deploy/ says for a broker
        self.start([server, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.room), *keep])
        until(self.answers, "Redis does not answer")

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False


class Worker(Process):
    """The worker of the product, with the command and the supervisor it has in production."""

    def __init__(self, room: Path, *, database: str, broker: str, smtp_port: int) -> None:
        super().__init__(room, "worker")
        self.env = {
            "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
            "PEPINIERE_TEST_DATABASE_URL": database,
            "PEPINIERE_TEST_REDIS_URL": broker,
            "PEPINIERE_TEST_SMTP_PORT": str(smtp_port),
        }

    def run(self) -> None:
        self.start([sys.executable, "-m", "tests.worker.supervised"], self.env)
