"""deploy/env.example names every variable that the product reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""["'](PEPINIERE_[A-Z_]+|WEB_CONCURRENCY)["']""")
# Set by make and by the test runner, never by a person.
INTERNAL = {"PEPINIERE_END_WITH_PARENT"}


def test_each_variable_is_documented_and_each_documented_one_is_read():
    sources = [ROOT / "deploy/archive.py"]
    for folder in ("config", "ops", "demo"):
        sources += (ROOT / "incubator" / folder).rglob("*.py")
    read = {name for source in sources for name in READ.findall(source.read_text())} - INTERNAL
    example = (ROOT / "deploy/env.example").read_text()
    documented = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert documented - {"WEB_CONCURRENCY"} == read - {"WEB_CONCURRENCY"}
    assert "WEB_CONCURRENCY" in documented  # read by gunicorn itself
