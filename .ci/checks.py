"""What `make test` runs: every check in order, each under its heading, then a summary with the times.

All checks run even when one fails, so that one run tells everything. The caller's PEPINIERE_* variables are
dropped: the result depends on the code only.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
PYTHON = str(BIN / "python")
FAST = "not postgres and not browser and not worker"
# Each process takes a run of neighbours, so that what a module shares is made once, then steals from the other's end.
SUITE = [PYTHON, "-m", "pytest", "-p", "tests.plugins.noskip", "-n", "2", "--dist", "worksteal"]

STEPS = [
    ("Lint", [str(BIN / "ruff"), "check", "."]),
    ("Format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("Types on moves, money and policies", [str(BIN / "mypy")]),
    ("Architecture", [str(BIN / "lint-imports")]),
    ("Catalogues", [PYTHON, "manage.py", "messages", "--check"]),
    ("Migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Tests on SQLite, and the demonstration walked as each account", [*SUITE, "-m", FAST]),
]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PEPINIERE_")}
    # Skips count as failures here too (tests.plugins.noskip).
    return kept | {
        "PEPINIERE_MODE": "test",
        "PEPINIERE_DATABASE_URL": "sqlite:///:memory:",
        "PEPINIERE_NO_SKIP": "1",
        "PYTHONUNBUFFERED": "1",
    }


def run(steps: list[tuple[str, list[str]]]) -> list[tuple[str, bool, float]]:
    results = []
    for heading, command in steps:
        print(f"\n── {heading} " + "─" * max(3, 76 - len(heading)), flush=True)
        started = time.monotonic()
        passed = subprocess.run(command, cwd=ROOT, env=environment()).returncode == 0
        results.append((heading, passed, time.monotonic() - started))
    return results


def main() -> int:
    results = run(STEPS)
    print("\n── Summary " + "─" * 69)
    for heading, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {heading}")
    failed = [heading for heading, passed, _ in results if not passed]
    total = sum(seconds for *_, seconds in results)
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'All checks passed'} in {total:.0f} s.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
