"""The supervisor with real processes: nothing is mocked, every wait is a bounded poll."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incubator.ops import processes
from incubator.ops.supervisor import free_port, port_refusal

ROOT = Path(__file__).resolve().parents[3]

# A child that writes its process number, and one of a grandchild in the same group, then stays.
STAYS = """
import os, pathlib, subprocess, sys, time
name, deaf = sys.argv[1], sys.argv[2:] == ["deaf"]
if deaf:
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
grandchild = subprocess.Popen(sleeper) if name == "family" else None
print("here is", name)
pathlib.Path(name + ".tmp").write_text(f"{os.getpid()} {grandchild.pid if grandchild else ''}")
os.replace(name + ".tmp", name + ".pid")
time.sleep(600)
"""
SUPERVISES = f"""
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever the runner of the tests ignores (nohup does)
from incubator.ops.supervisor import Child, Supervisor
children = [Child(w.split(",")[0], [sys.executable, "-c", {STAYS!r}, *w.split(",")]) for w in sys.argv[1:]]
sys.exit(Supervisor(children, banner="All is ready.").run())
"""


def until(condition: Callable[[], object], seconds: float = 15.0) -> object:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Stage:
    """A supervisor in its own process, with the files its children write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str] | None = None
        self.seen: set[int] = set()

    def start(self, *children: str) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISES, *children],
            cwd=self.folder,
            env=env,
            stdout=log,
            stderr=log,
            text=True,
        )
        log.close()

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def pids(self, name: str, *, other_than: list[int] | None = None) -> list[int]:
        def written() -> list[int]:
            file = self.folder / f"{name}.pid"
            found = [int(word) for word in file.read_text().split()] if file.exists() else []
            return found if found != other_than else []

        found = until(written)
        self.seen.update(found)
        return found

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=15)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    if stage.process is not None and stage.process.poll() is None:
        stage.process.kill()
        stage.process.wait()
    for pid in stage.seen:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_and_what_it_started(stage, how):
    stage.start("family", "plain")
    pids = stage.pids("family") + stage.pids("plain")
    assert [is_alive(pid) for pid in pids] == [True, True, True]

    code = stage.end(how)

    assert code == 0
    until(lambda: [is_alive(pid) for pid in pids] == [False, False, False])


def test_a_process_that_ignores_the_request_is_ended_by_force(stage):
    stage.start("family,deaf")
    pids = stage.pids("family")
    started = time.monotonic()

    code = stage.end(signal.SIGTERM)

    assert code == 0
    assert time.monotonic() - started < 10
    until(lambda: [is_alive(pid) for pid in pids] == [False, False])


def test_a_second_signal_does_not_wait(stage):
    stage.start("plain,deaf")
    (pid,) = stage.pids("plain")
    stage.process.send_signal(signal.SIGINT)
    started = time.monotonic()

    def asked_again() -> bool:
        if stage.process.poll() is None:
            stage.process.send_signal(signal.SIGINT)
        return stage.process.poll() is not None

    until(asked_again)

    assert time.monotonic() - started < 4
    assert not is_alive(pid)


def test_killing_the_supervisor_ends_its_children(stage):
    stage.start("plain", "other")
    pids = stage.pids("plain") + stage.pids("other")

    stage.end(signal.SIGKILL)

    until(lambda: [is_alive(pid) for pid in pids] == [False, False])


def test_without_the_parent_death_signal_children_outlive_a_killed_supervisor(stage, monkeypatch):
    """The control of the test above: what it shows is the work of that signal."""
    without = "import incubator.ops.supervisor as s; s.LIBC = None\n" + SUPERVISES
    monkeypatch.setattr(f"{__name__}.SUPERVISES", without)
    stage.start("plain")
    pids = stage.pids("plain")

    stage.end(signal.SIGKILL)

    with pytest.raises(AssertionError, match="waited too long"):
        until(lambda: not is_alive(pids[0]), seconds=0.5)


def test_a_killed_child_is_started_again_and_its_family_ended(stage):
    stage.start("family", "plain")
    first, plain = stage.pids("family"), stage.pids("plain")

    os.kill(first[0], signal.SIGKILL)
    second = stage.pids("family", other_than=first)

    assert [is_alive(pid) for pid in first] == [False, False]
    assert [is_alive(pid) for pid in second] == [True, True]
    assert stage.pids("plain") == plain
    assert stage.log().count("family | ended; starting again in 0.5 s") == 1


def test_lines_carry_the_name_and_the_banner_comes_once(stage):
    stage.start("family", "plain")
    first = stage.pids("family")
    until(lambda: "All is ready." in stage.log() and stage.log().count("here is") == 2)
    os.kill(first[0], signal.SIGKILL)
    stage.pids("family", other_than=first)
    until(lambda: stage.log().count("here is family") == 2)

    lines = sorted(line for line in stage.log().splitlines() if line)

    assert lines == [
        " plain | here is plain",
        "All is ready.",
        "family | ended; starting again in 0.5 s",
        "family | here is family",
        "family | here is family",
    ]


ONCE = """
import pathlib, sys, time
from incubator.ops.supervisor import Child, Supervisor
asked = pathlib.Path("asked")
web = [sys.executable, "-c", "import time; print('here'); time.sleep(600)"]
once = "import pathlib, sys; n = pathlib.Path('n'); n.write_text(n.exists() * 'x' + 'x'); print('try', len(n.read_text()),"
once += " 'after web' if pathlib.Path('asked').exists() else 'before web'); sys.exit(len(n.read_text()) < 2)"
children = [Child("once", [sys.executable, "-c", once], once=True), Child("web", web)]
Supervisor(children, banner="Ready.", is_ready=lambda: asked.touch() or True).run()
"""


def test_what_runs_once_begins_when_the_others_answer_goes_on_after_a_death_and_is_left_when_done(
    stage, monkeypatch
):
    monkeypatch.setattr(f"{__name__}.SUPERVISES", ONCE)
    stage.start()
    until(lambda: "try 2" in stage.log())
    time.sleep(1.5)  # longer than the delay before a restart

    assert stage.end(signal.SIGTERM) == 0
    assert sorted(line for line in stage.log().splitlines() if line) == [
        " web | here",
        "Ready.",
        "once | ended; starting again in 0.5 s",
        "once | try 1 after web",
        "once | try 2 after web",
    ]


def test_a_child_that_cannot_start_ends_everything_with_a_sentence(tmp_path):
    script = (
        "import sys; from incubator.ops.supervisor import Child, Supervisor;"
        "sys.exit(Supervisor([Child('web', [sys.executable, '-c', 'print(\"no database\"); exit(3)'])],"
        " is_ready=lambda: False, banner='never').run())"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=30)

    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        "web | no database",
        "web | ended; starting again in 0.5 s",
        "web | no database",
        "web | ended; starting again in 1 s",
        "web | no database",
        "web | does not start; its last lines above say why. Ending everything.",
    ]


def test_a_taken_port_is_refused_with_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "incubator.ops.processes", "--port", str(port), "--demo"],
            cwd=ROOT, capture_output=True, text=True, timeout=30,
        )  # fmt: skip

    sentence = f"Port {port} is used by another program. Stop it, or take another: PORT={port + 1}"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", sentence + "\n")


def test_the_supervisor_does_not_start_when_the_make_that_called_it_has_gone():
    env = {**os.environ, "PEPINIERE_END_WITH_PARENT": "1"}

    run = subprocess.run([sys.executable, "-m", "incubator.ops.processes"], cwd=ROOT, env=env, timeout=30)

    assert run.returncode == -signal.SIGTERM


def test_a_free_port_is_not_refused():
    assert port_refusal("127.0.0.1", free_port()) is None
    assert port_refusal("127.0.0.1", 70000) == "70000 is not a port; take a number from 1024 to 65535."


def test_the_demonstration_points_at_its_own_stand_in_and_production_does_not():
    demo = {child.name: child for child in processes.children("127.0.0.1", 8123, demo=True, stripe_port=8999)}
    production = {child.name: child for child in processes.children("127.0.0.1", 8123, demo=False)}

    assert [name for name in demo if name != "stripe"] == ["web", "worker", "beat"]
    assert demo["web"].env["PEPINIERE_STRIPE_API_BASE"] == "http://127.0.0.1:8999"
    assert demo["web"].env["PEPINIERE_BASE_URL"] == "http://localhost:8123"
    assert list(production) == ["web", "worker", "beat"]
    history = processes.children("127.0.0.1", 8123, demo=True, history=True)[-1]
    assert (history.name, history.once, history.command[1:]) == (
        "history",
        True,
        ("manage.py", "demo", "--history"),
    )
    assert production["web"].env == {"DJANGO_SETTINGS_MODULE": "incubator.config.settings", "PORT": "8123"}
