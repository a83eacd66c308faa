"""What enters the container image, and how the containers run: an allow-list, and nothing that a process does not need."""

import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from tests.files import ROOT

COMPOSE = (ROOT / "deploy/compose.yml").read_text()
# Left lying about by people, each in a place where somebody once left one.
SECRETS = (
    ".env", "deploy/.env", "deploy/env", "deploy/tls/privkey.pem", "deploy/tls/fullchain.pem", "incubator/.env",
    "incubator/config/settings/production.env", "cms/privkey.key", "funding/backup.dump", "incubator/pepiniere.sqlite3",
    "incubator/core/__pycache__/clock.pyc", "var/production/private/ab/passport", "var/demo/pepiniere.sqlite3",
    ".git/config", ".venv/bin/python", "tests/world/kept.py", "id_rsa", "backups/2027/database.dump", "notes.txt",
    "requirements/test.txt", "deploy/compose.yml", "deploy/nginx.conf", "mentorship/rows.sql", "incubator/x/env",
)  # fmt: skip


def rules(text: str) -> list[tuple[bool, re.Pattern[str]]]:
    """Read an ignore file as the builder does: (whether a match enters, what matches a path or a folder above it)."""
    found = []
    for line in text.splitlines():
        if (line := line.strip()) and not line.startswith("#"):
            enters, pattern = line.startswith("!"), line.removeprefix("!").strip("/")
            parts = re.split(r"(\*\*/?|\*|\?)", pattern)
            words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
            found.append((enters, re.compile("".join(words.get(part, re.escape(part)) for part in parts))))
    return found


def enters(path: str, ignore: list[tuple[bool, re.Pattern[str]]]) -> bool:
    """Tell whether a file is part of the context: the last rule that matches it decides."""
    pure = PurePosixPath(path)
    above = [str(pure), *(str(folder) for folder in pure.parents)][:-1]
    verdict = True
    for says, pattern in ignore:
        if any(pattern.fullmatch(each) for each in above):
            verdict = says
    return verdict


@pytest.fixture(scope="module")
def ignore() -> list[tuple[bool, re.Pattern[str]]]:
    assert not list((ROOT / "deploy").glob("*ignore")), (
        "a second list would win over the first for one builder only"
    )
    return rules((ROOT / ".dockerignore").read_text())


def tracked() -> list[str]:
    """Return every file of the product, from git where there is one, else from the tree."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )[:-1]
    skipped = {"var", ".venv"}
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in files if not skipped & set(path.parts)]


def test_the_rules_are_read_as_the_builder_reads_them():
    ignore = rules("*\n!a\n!d/e.py\n**/.*\n**/*.key\n")

    inside = [
        path
        for path in ("a/b.py", "a/.x", "a/b/c.key", "b", "d/e.py", "d/f.py", ".y")
        if enters(path, ignore)
    ]

    assert inside == ["a/b.py", "d/e.py"]


def test_nothing_that_is_secret_enters_the_image(ignore):
    assert [path for path in SECRETS if enters(path, ignore)] == []


def test_a_list_of_what_is_left_out_would_let_secrets_in():
    was = rules(".git\n.venv\nvar\ntests\n**/__pycache__\n**/*.mo\n.*_cache\n.hypothesis\n.env\ndeploy/env\n")

    assert {"deploy/.env", "deploy/tls/privkey.pem"} <= {path for path in SECRETS if enters(path, was)}


def test_all_that_the_product_runs_on_enters_and_no_other_file(ignore):
    files = [path for path in tracked() if (ROOT / path).exists()]
    inside = {path for path in files if enters(path, ignore)}
    code = ("incubator/", "cms/", "funding/", "mentorship/")
    wanted = {path for path in files if path.startswith(code)}

    assert inside == wanted | {"manage.py", "LICENSE", "requirements/base.txt", "deploy/archive.py"}
    assert [path for path in inside if re.search(r"(?i)secret|passwd|(^|/)id_|\.(pem|key|env)$", path)] == []


def services() -> dict[str, str]:
    """Return each service of the compose file with its lines and those of what it merges."""
    anchors = dict(re.findall(r"^x-\w+: &(\w+)\n((?:  .*\n|\n|#.*\n)+)", COMPOSE, re.MULTILINE))
    body = COMPOSE[COMPOSE.index("\nservices:\n") : COMPOSE.index("\nvolumes:\n")]
    found = {}
    for name, lines in re.findall(r"^  (\w+):\n((?:    .*\n|\n|  #.*\n)+)", body, re.MULTILINE):
        merged, todo = lines, re.findall(r"<<: \*(\w+)", lines)
        while todo:
            more = anchors[todo.pop()]
            merged, todo = merged + more, todo + re.findall(r"<<: \*(\w+)", more)
        found[name] = merged
    return found


@pytest.mark.parametrize("name", ["database", "queue", "migrate", "web", "worker", "beat", "proxy"])
def test_a_container_writes_nothing_but_its_volumes_and_gains_no_right(name):
    lines = services()[name]

    assert "read_only: true" in lines
    assert "cap_drop: [ALL]" in lines
    assert "no-new-privileges:true" in lines
    assert "privileged: true" not in lines and "docker.sock" not in lines
    assert re.search(r"tmpfs: \[/tmp", lines)


def test_only_the_proxy_is_reached_from_outside_and_rows_and_queue_stand_apart():
    found = services()

    assert [name for name, lines in found.items() if "ports:" in lines] == ["proxy"]
    assert [name for name, lines in found.items() if "networks: [inside]" in lines] == ["database", "queue"]
    assert "internal: true" in COMPOSE


def test_the_queue_asks_a_password_and_every_image_is_named_by_its_version():
    images = re.findall(r"^    image: (\S+)", COMPOSE, re.MULTILINE)
    images += re.findall(r"^FROM (\S+)", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)

    assert "requirepass $$REDISCLI_AUTH" in services()["queue"]
    assert "redis://:${REDIS_PASSWORD:?" in COMPOSE
    assert [
        image for image in images if not re.search(r":\d+\.\d+(\.\d+)?(-[a-z-]+)?(@sha256:\w+)?$", image)
    ] == []
    assert len(images) == 4


def test_the_image_copies_what_enters(ignore):
    copied = re.findall(r"^COPY (\S+) ", Path(ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)

    assert copied == ["requirements/base.txt", "."]
    assert enters("requirements/base.txt", ignore)
