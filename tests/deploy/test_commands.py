"""The commands of the Makefile: what they promise before anything is installed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["demo", "demo-fresh", "test", "lock", "messages", "bench", "rush", "weight", "clean"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what installing needs, with an installed .venv that is only stamps."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    bin_folder = tmp_path / ".venv/bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "python").write_text('#!/bin/sh\necho "$PEPINIERE_MODE $*"\n')
    (bin_folder / "python").chmod(0o755)
    for name in ("base", "test"):
        digest = hashlib.sha256((tmp_path / f"requirements/{name}.txt").read_bytes()).hexdigest()
        (tmp_path / f".venv/.installed-{name}").write_text(digest)
    return tmp_path


def make(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"]}
    command = ["make", f"PYTHON={sys.executable}", *words]
    return subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, timeout=60)


def test_make_alone_lists_every_command(tree):
    run = make(tree)

    listed = [line.split()[0] for line in run.stdout.splitlines()]

    assert listed == ["help", *COMMANDS]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["demo"], "demo manage.py demo --port 8000\n"),
        (["demo", "PORT=8123"], "demo manage.py demo --port 8123\n"),
        (["demo-fresh", "PORT=8123"], "demo manage.py demo --port 8123\n"),
        (["test"], " .ci/checks.py\n"),
    ],
)
def test_an_installed_tree_goes_straight_to_work(tree, words, said):
    run = make(tree, *words)

    assert (run.returncode, run.stdout, run.stderr) == (0, said, "")


def test_demo_fresh_forgets_the_demonstration_and_demo_keeps_it(tree):
    kept = tree / "var/demo/rows"
    kept.parent.mkdir(parents=True)
    kept.touch()

    make(tree, "demo")
    assert kept.exists()

    make(tree, "demo-fresh")
    assert not kept.exists()


def test_a_changed_lock_is_installed_again(tree):
    with (tree / "requirements/base.txt").open("a") as lock:
        lock.write("# changed\n")
    (tree / ".venv/bin/pip").touch()
    (tree / ".venv/bin/python").write_text("#!/bin/sh\necho no such package; exit 1\n")

    run = make(tree, "demo")

    assert run.returncode == 2
    assert "no such package\n" in run.stderr
    assert "The packages of requirements/base.txt could not be installed; pip says why above.\n" in run.stderr
    assert not (tree / ".venv/.installed-base").exists()


@pytest.mark.parametrize("name", ["base", "test"])
def test_each_lock_has_a_hash_for_every_package_and_no_address(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line[:1].isalnum()]

    assert [line for line in packages if not line.endswith("\\")] == []
    assert [line for line in text.splitlines() if "://" in line or line.startswith("--")] == []


def test_the_test_set_holds_the_base_set():
    def pins(name: str) -> set[str]:
        lines = (ROOT / f"requirements/{name}.txt").read_text().splitlines()
        return {line.removesuffix(" \\") for line in lines if line[:1].isalnum()}

    assert pins("base") - pins("test") == set()
