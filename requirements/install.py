"""Make .venv and install one locked set into it: `python3.11 requirements/install.py base|test`.

Needs nothing but Python's own venv and pip. A set already installed from the same lock is left alone, so each
`make` target may call this first.
"""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# What each set contains: `test` is locked against `base`, so it also satisfies it.
SETS = {"base": ("base",), "test": ("test", "base")}


def lock_of(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def digest(name: str) -> str:
    return hashlib.sha256(lock_of(name).read_bytes()).hexdigest()


def is_installed(name: str) -> bool:
    stamp = VENV / f".installed-{name}"
    return (VENV / "bin/python").exists() and stamp.exists() and stamp.read_text() == digest(name)


def make_venv() -> None:
    """Create the virtual environment, or make it again when its Python has gone."""
    python = VENV / "bin/python"
    if python.exists() and (VENV / "bin/pip").exists():
        return
    print("Making the virtual environment in .venv …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(
            f"{made.stdout}{made.stderr}\nPython could not make a virtual environment."
            "\nOn Debian and Ubuntu its part is missing: apt install python3-venv"
        )


def install(name: str) -> None:
    """Install a locked set with pip, every file checked against its hash, printing how far it is."""
    lines = lock_of(name).read_text().splitlines()
    total = sum(1 for line in lines if line[:1].isalnum())
    for stale in SETS:
        (VENV / f".installed-{stale}").unlink(missing_ok=True)
    # The lock is complete, so pip need not resolve; bytecode is written when a module is first imported.
    command = [
        str(VENV / "bin/python"),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-compile",
    ]
    command += [
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
        "-r",
        str(lock_of(name)),
    ]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    said, seen = [], 0
    for line in pip.stdout:
        said.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            seen += 1
            show(f"Installing the {name} set: {min(seen, total)} of {total} packages", seen % 10 == 0)
        elif line.startswith("Installing collected"):
            show(f"Installing the {name} set: unpacking {total} packages", True)
    if pip.wait():
        sys.exit(
            "".join(said)
            + f"\nThe packages of requirements/{name}.txt could not be installed; pip says why above."
        )
    for part in SETS[name]:
        (VENV / f".installed-{part}").write_text(digest(part))


def show(text: str, milestone: bool) -> None:
    """One line that counts up on a terminal; a line now and then in a log."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text} …", end="", flush=True)
    elif milestone:
        print(f"{text} …", flush=True)


def main() -> None:
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in SETS:
        sys.exit(f"Name one set: {', '.join(SETS)}.")
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything says which Python it is
        sys.exit(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11"
        )
    if is_installed(name):
        return
    started = time.monotonic()
    make_venv()
    install(name)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    print(f"The {name} set is installed ({time.monotonic() - started:.0f} s).", flush=True)


if __name__ == "__main__":
    main()
