"""Row 14: the archive on Debian's own Python, restored aside, checked, given to its owner and only then put in place."""

import errno
import hashlib
import importlib.util
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.files.storage import storages

from incubator.files import storing, uploading
from incubator.files.models import StoredFile, UploadPart
from tests.world.applications import pdf

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = Path("/usr/bin/python3")


def _is_enough(python: Path) -> bool:
    asked = "import sys; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", asked], check=False).returncode == 0


PYTHONS = [sys.executable, *([str(SYSTEM)] if _is_enough(SYSTEM) else [])]


def run(
    place: dict[str, str], *words: object, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "PEPINIERE_MODE": "production"} | place
    command = [python, str(ROOT / "deploy/archive.py"), *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def data(tmp_path) -> Path:
    """An installation: one row, two private files, a picture."""
    found = tmp_path / "data"
    (found / "private/2027/02").mkdir(parents=True)
    (found / "media").mkdir()
    (found / "private/2027/02/statuts").write_bytes(b"%PDF statuts")
    (found / "private/reçu").write_bytes(b"%PDF re\xc3\xa7u")
    (found / "media/photo.jpg").write_bytes(b"jpeg")
    connection = sqlite3.connect(found / "rows.sqlite3")
    connection.execute("CREATE TABLE thing (name TEXT)")
    connection.execute("INSERT INTO thing VALUES ('avant')")
    connection.commit()
    connection.close()
    return found


@pytest.fixture
def place(data) -> dict[str, str]:
    return {
        "PEPINIERE_DATABASE_URL": f"sqlite:///{data}/rows.sqlite3",
        "PEPINIERE_PRIVATE_ROOT": str(data / "private"),
        "PEPINIERE_MEDIA_ROOT": str(data / "media"),
    }


@pytest.fixture
def kept(place, tmp_path) -> Path:
    return Path(run(place, "backup", tmp_path / "backups").stdout.strip())


def contents(data: Path) -> dict[str, str]:
    files = [path for path in sorted(data.rglob("*")) if path.is_file()]
    return {str(file.relative_to(data)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def repack(kept: Path, member: tarfile.TarInfo, content: bytes = b"") -> None:
    """Write another archive of private files into a backup, and its hash."""
    with tarfile.open(kept / "private.tar", "w") as tar:
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    told = json.loads((kept / "manifest.json").read_text())
    told["sha256"]["private.tar"] = hashlib.sha256((kept / "private.tar").read_bytes()).hexdigest()
    (kept / "manifest.json").write_text(json.dumps(told))


@pytest.mark.parametrize("python", PYTHONS)
def test_backup_and_restore_on_each_python(python, place, data, tmp_path):
    before = contents(data / "private") | contents(data / "media")
    made = run(place, "backup", tmp_path / "backups", python=python)
    assert (made.returncode, made.stderr) == (0, "")
    (data / "private/reçu").unlink()
    (data / "private/later").write_bytes(b"later")
    (data / "rows.sqlite3").unlink()

    restored = run(place, "restore", made.stdout.strip(), "--replace", python=python)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert contents(data / "private") | contents(data / "media") == before
    connection = sqlite3.connect(data / "rows.sqlite3")
    assert connection.execute("SELECT name FROM thing").fetchall() == [("avant",)]
    connection.close()


@pytest.mark.parametrize("python", PYTHONS)
def test_a_restore_that_fails_leaves_everything(python, place, data, kept):
    (kept / "database.sqlite3").write_bytes(b"not a database, but the hash is right")
    told = json.loads((kept / "manifest.json").read_text())
    told["sha256"]["database.sqlite3"] = hashlib.sha256((kept / "database.sqlite3").read_bytes()).hexdigest()
    (kept / "manifest.json").write_text(json.dumps(told))
    before = contents(data)

    refused = run(place, "restore", kept, "--replace", python=python)

    assert refused.returncode == 1
    assert contents(data) == before
    assert not [path for path in data.rglob("*") if ".restoring-" in path.name]


def _link() -> tarfile.TarInfo:
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return link


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("member", [tarfile.TarInfo("../outside"), tarfile.TarInfo("/abs/outside"), _link()])
def test_what_is_no_file_of_ours_is_refused(python, member, place, data, kept, tmp_path):
    repack(kept, member, b"x" if member.isreg() else b"")
    before = contents(data)

    refused = run(place, "restore", kept, "--replace", python=python)

    assert refused.returncode == 1
    assert "no file of ours" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert contents(data) == before
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_what_root_restores_belongs_to_who_uses_it(is_there, place, data, kept):
    if os.geteuid() != 0:  # only root gives files away: what is restored is then one's own
        assert run(place, "restore", kept, "--replace").returncode == 0
        return
    somebody = (12_345, 12_345)
    os.chown(data, *somebody)
    if is_there:
        for path in (data / "private", data / "media", data / "rows.sqlite3"):
            os.chown(path, *somebody)
    else:
        subprocess.run(["rm", "-rf", data / "private", data / "media", data / "rows.sqlite3"], check=True)

    assert run(place, "restore", kept, "--replace").stderr == ""

    assert {(path.stat().st_uid, path.stat().st_gid) for path in data.rglob("*")} == {somebody}


def test_a_piece_that_vanishes_under_a_backup_is_no_error(data, tmp_path):
    spec = importlib.util.spec_from_file_location("archive", ROOT / "deploy/archive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Tar(tarfile.TarFile):
        def gettarinfo(self, name=None, arcname=None, fileobj=None):
            if name is not None and Path(name).name == "statuts":
                Path(name).unlink()
            return super().gettarinfo(name, arcname, fileobj)

    with Tar(tmp_path / "kept.tar", "w") as tar:
        module._pack(tar, data / "private")
    with tarfile.open(tmp_path / "kept.tar") as tar:
        assert sorted(member.name for member in tar if member.isreg()) == ["reçu"]


FULL, BROKEN = "n’a plus de place", "est en panne"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EACCES, BROKEN),
        (errno.EROFS, BROKEN),
        (errno.EIO, BROKEN),
    ],
)
def test_a_storage_that_refuses_says_why(number, words, monkeypatch, founder, at):
    def refuse(*_args, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(storages["private"], "save", refuse)
    with pytest.raises(storing.FileRefused) as refusal:
        storing.store(
            pdf(), record="tranche", record_id=1, purpose="receipt", formats=("pdf",), max_bytes=10_000, by=founder,
            at=at,
        )  # fmt: skip
    assert words in str(refusal.value)
    session = uploading.begin(
        record="tranche", record_id=1, purpose="receipt", name="a.pdf", size=12, formats=("pdf",), max_bytes=10_000,
        by=founder, at=at,
    )  # fmt: skip
    with pytest.raises(storing.FileRefused) as refusal:
        uploading.receive(session, 0, b"%PDF-1.7 abc", at=at)
    assert words in str(refusal.value)
    assert (StoredFile.objects.count(), UploadPart.objects.count()) == (0, 0)
