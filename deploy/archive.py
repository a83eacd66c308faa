"""Back up and restore rows and files: `archive.py backup FOLDER`, `archive.py restore FOLDER/DATE`.

Reads the product's own variables. Keys are never part of a backup: keep the environment file apart. Needs
nothing but Python, and PostgreSQL's own pg_dump, pg_restore and psql where the database is one.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
POSTGRES, SQLITE, MANIFEST = "database.dump", "database.sqlite3", "manifest.json"
RESTORING = ".restoring-"


class Refused(Exception):
    """The sentence says what stands in the way; nothing was changed."""


class Place:
    """Where this installation keeps its rows and files."""

    def __init__(self, env: dict[str, str]) -> None:
        mode = env.get("PEPINIERE_MODE") or "production"
        own = ROOT / "var" / mode
        self.url = env.get("PEPINIERE_DATABASE_URL") or f"sqlite:///{own}/pepiniere.sqlite3"
        self.is_sqlite = self.url.startswith("sqlite:")
        if mode == "production" and not env.get("PEPINIERE_DATABASE_URL"):
            raise Refused("PEPINIERE_DATABASE_URL is not set: load the environment file first.")
        self.folders = {
            "private": Path(env.get("PEPINIERE_PRIVATE_ROOT") or own / "private"),
            "media": Path(env.get("PEPINIERE_MEDIA_ROOT") or own / "media"),
        }

    @property
    def sqlite_file(self) -> Path:
        return Path(unquote(urlsplit(self.url).path.removeprefix("/")))

    def postgres(self) -> dict[str, str]:
        """Return the connection as variables: a password on the command line is seen by every user."""
        parts = urlsplit(self.url)
        given = {
            "PGHOST": parts.hostname,
            "PGPORT": str(parts.port or 5432),
            "PGUSER": parts.username,
            "PGPASSWORD": parts.password,
            "PGDATABASE": parts.path.removeprefix("/"),
        }
        return {**os.environ, **{name: unquote(value) for name, value in given.items() if value}}


def backup(place: Place, folder: Path, *, keep: int = 0) -> Path:
    """Write a dated backup into the folder and return it; with `keep`, remove all but the newest so many.

    The rows come first: a file is written before its row and never changed, so none is missing.
    """
    os.umask(0o077)
    made = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
    target, partial = folder / made, folder / f".partial-{made}"
    if target.exists():
        raise Refused(f"{target} exists already.")
    partial.mkdir(parents=True)
    try:
        _dump(place, partial)
        for name, source in place.folders.items():
            with tarfile.open(partial / f"{name}.tar", "w", dereference=True) as tar:
                _pack(tar, source)
        hashes = {file.name: _sha256(file) for file in sorted(partial.iterdir())}
        (partial / MANIFEST).write_text(json.dumps({"made": made, "sha256": hashes}, indent=1))
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    if keep:
        for old in sorted(path for path in folder.glob("20*T*Z") if (path / MANIFEST).exists())[:-keep]:
            shutil.rmtree(old)
    return target


def _pack(tar: tarfile.TarFile, source: Path) -> None:
    """Add what a folder holds; a piece of an upload that vanishes meanwhile was wanted by nobody any more."""

    def not_gone(failure: OSError) -> None:
        if not isinstance(failure, FileNotFoundError):
            raise failure

    for folder, _folders, names in os.walk(source, onerror=not_gone):
        for path in (Path(folder), *(Path(folder, name) for name in sorted(names))):
            with contextlib.suppress(FileNotFoundError):
                tar.add(path, arcname=str(path.relative_to(source)), recursive=False)


def _dump(place: Place, folder: Path) -> None:
    if not place.is_sqlite:
        subprocess.run(
            ["pg_dump", "--format=custom", f"--file={folder / POSTGRES}"], env=place.postgres(), check=True
        )
        return
    if not place.sqlite_file.exists():
        raise Refused(f"There is no database at {place.sqlite_file}.")
    _copy_sqlite(place.sqlite_file, folder / SQLITE)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy through SQLite itself: copying the file would miss what its journal holds."""
    reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
        if (verdict := writing.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise Refused(f"The copy of {source} is damaged: {verdict}")
    finally:
        reading.close()
        writing.close()


def restore(place: Place, archive: Path, *, replace: bool = False) -> None:
    """Put back what a backup holds: written aside, read again, given to its owner, and only then put in place.

    Refuses a damaged backup, and to write over anything unless `replace` is said. What fails changes nothing.
    """
    check(archive)
    wanted = SQLITE if place.is_sqlite else POSTGRES
    if not (archive / wanted).exists():
        raise Refused(f"This backup holds no {wanted}: it was made from the other kind of database.")
    if not replace and (occupied := _occupied(place)):
        raise Refused(
            f"Already there: {', '.join(occupied)}. Stop the product, then say --replace to write over it."
        )
    sides: dict[Path, Path] = {}
    try:
        for name, target in place.folders.items():
            sides[target] = _beside(target)
            _unpack(archive / f"{name}.tar", sides[target])
            _give(sides[target], _owner(target))
        _load(place, archive / wanted)
        for target, side in sides.items():
            _swap(side, target)
    finally:
        for side in sides.values():
            shutil.rmtree(side, ignore_errors=True)


def _beside(target: Path) -> Path:
    """Make an empty folder inside the target, on its own disk, whatever is mounted there."""
    owner, missing = _owner(target), [each for each in (target, *target.parents) if not each.exists()]
    target.mkdir(parents=True, exist_ok=True)
    if missing:
        _give(missing[-1], owner)
    for left in target.glob(f"{RESTORING}*"):
        shutil.rmtree(left)
    return Path(tempfile.mkdtemp(prefix=RESTORING, dir=target))


def _unpack(archive: Path, target: Path) -> None:
    """Write the folders and files of an archive into an empty folder, and read each again: it must be the same.

    Written out because `filter=` of tarfile is not in every Python 3.11.
    """
    with tarfile.open(archive) as tar:
        for member in tar:
            path = target / member.name
            if not path.resolve().is_relative_to(target.resolve()) or not (member.isdir() or member.isreg()):
                raise Refused(f"{archive} holds {member.name}, which is no file of ours.")
            if member.isdir():
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as written:
                    shutil.copyfileobj(tar.extractfile(member), written)
                with tar.extractfile(member) as meant:
                    if hashlib.file_digest(meant, "sha256").hexdigest() != _sha256(path):
                        raise Refused(f"{path} was not written as it is in the backup.")
            path.chmod(member.mode & ~0o022 | (0o700 if member.isdir() else 0o600))


def _owner(path: Path) -> tuple[int, int]:
    """Return who owns a path, or the nearest folder above it that exists."""
    while not path.exists():
        path = path.parent
    return path.stat().st_uid, path.stat().st_gid


def _give(path: Path, owner: tuple[int, int]) -> None:
    """Give a path and all that is in it to its owner: what root restores is used by somebody else."""
    if os.geteuid() == 0:
        for each in (path, *path.rglob("*")):
            os.chown(each, *owner)


def _swap(side: Path, target: Path) -> None:
    """Put what is in the side folder in the place of what is in the target."""
    old = Path(tempfile.mkdtemp(prefix=RESTORING, dir=target))
    for each in list(target.iterdir()):
        if each not in (side, old):
            each.rename(old / each.name)
    for each in list(side.iterdir()):
        each.rename(target / each.name)
    shutil.rmtree(old)


def _load(place: Place, dump: Path) -> None:
    """Put the rows back, all or none."""
    if not place.is_sqlite:
        env = place.postgres()
        options = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
        subprocess.run(["pg_restore", *options, f"--dbname={env['PGDATABASE']}", dump], env=env, check=True)
        return
    file = place.sqlite_file
    owner, side = _owner(file), file.with_name(f"{RESTORING}{file.name}")
    file.parent.mkdir(parents=True, exist_ok=True)
    side.unlink(missing_ok=True)
    try:
        _copy_sqlite(dump, side)
        _give(side, owner)
        for ending in ("-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        side.replace(file)
    finally:
        side.unlink(missing_ok=True)


def _occupied(place: Place) -> list[str]:
    found = [str(folder) for folder in place.folders.values() if folder.exists() and any(folder.iterdir())]
    if place.is_sqlite:
        return found + ([str(place.sqlite_file)] if place.sqlite_file.exists() else [])
    question = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    answer = subprocess.run(
        ["psql", "-XAtc", question], env=place.postgres(), check=True, capture_output=True, text=True
    )
    return found + (["tables in the database"] if answer.stdout.strip() != "0" else [])


def check(archive: Path) -> None:
    """Refuse a backup that is not whole: every file's hash must be the one written when it was made."""
    try:
        hashes = json.loads((archive / MANIFEST).read_text())["sha256"]
    except (OSError, ValueError, KeyError) as failure:
        raise Refused(f"{archive} is not a backup: it has no readable {MANIFEST}.") from failure
    if damaged := [name for name, digest in hashes.items() if _sha256(archive / name) != digest]:
        raise Refused(f"This backup is damaged: {', '.join(damaged)}.")


def _sha256(file: Path) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    acts = parser.add_subparsers(dest="act", required=True)
    made = acts.add_parser("backup")
    made.add_argument("folder", type=Path)
    made.add_argument("--keep", type=int, default=0, help="remove all but the newest so many")
    put_back = acts.add_parser("restore")
    put_back.add_argument("folder", type=Path)
    put_back.add_argument("--replace", action="store_true", help="write over what is there")
    asked = parser.parse_args()
    try:
        place = Place(dict(os.environ))
        if asked.act == "backup":
            print(backup(place, asked.folder, keep=asked.keep))
        else:
            restore(place, asked.folder, replace=asked.replace)
            print("Restored. Run `manage.py migrate` if the code is newer than the backup.")
    except (Refused, subprocess.CalledProcessError, OSError) as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
