"""The table of tests/README.md names every folder of tests, and no other."""

import re

from tests.architecture.reading import ROOT

TESTS = ROOT / "tests"


def folders(table: str) -> list[str]:
    """Return the folders named in the first column of the tables."""
    return re.findall(r"^\| `(\w+)/` \|", table, flags=re.MULTILINE)


def test_the_table_of_suites_names_every_folder():
    there = {path.name for path in TESTS.iterdir() if (path / "__init__.py").exists()}
    named = folders((TESTS / "README.md").read_text(encoding="utf-8"))

    assert sorted(named) == sorted(there)


def test_a_folder_is_read_from_its_row():
    assert folders("| `access/` | … |\n| text |\n") == ["access"]
