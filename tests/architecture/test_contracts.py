"""The import contracts of `pyproject.toml`, which `make test` holds against the code, are shown able to fail."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
SLICES, ACTIVITIES = CONTRACTS["contracts"]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def modules(contract: dict) -> list[str]:
    """Return the full names of what a contract puts in order."""
    homes = [f"{home}." for home in contract.get("containers", [])] or [""]
    names = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    return [home + name for home in homes for name in names]


@pytest.fixture
def house(tmp_path) -> Path:
    """The same packages, all of them empty, with the same contracts."""
    for name in (*modules(SLICES), *modules(ACTIVITIES)):
        folder = tmp_path
        for part in name.split("."):
            folder = folder / part
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
        (folder / "work.py").touch()
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text[text.index("[tool.importlinter]") :], encoding="utf-8")
    return tmp_path


def broken(house: Path) -> list[str]:
    """Return the names of the contracts that the house breaks."""
    run = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(house)},
    )
    return [line.removesuffix(" BROKEN") for line in run.stdout.splitlines() if line.endswith(" BROKEN")]


def test_an_empty_house_keeps_every_contract(house):
    assert broken(house) == []


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("incubator/people/work.py", "incubator.startups.work", SLICES),
        ("incubator/portal/work.py", "cms.work", SLICES),
        ("mentorship/work.py", "funding.work", SLICES),
        ("incubator/applications/filling/work.py", "incubator.applications.casework.work", ACTIVITIES),
        ("incubator/applications/casework/work.py", "incubator.applications.decisions.work", ACTIVITIES),
        ("incubator/applications/team/work.py", "incubator.applications.duplicates.work", ACTIVITIES),
    ],
)
def test_an_import_against_the_order_breaks_its_contract(house, module, imported, contract):
    (house / module).write_text(f"import {imported}\n", encoding="utf-8")

    assert broken(house) == [contract["name"]]
