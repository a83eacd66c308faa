"""Back up and restore rows and files: `archive.py backup FOLDER`, `archive.py restore FOLDER/DATE`.

Reads the product's own variables. Keys are never part of a backup: keep the environment file apart. Needs
nothing but Python, and PostgreSQL's own pg_dump, pg_restore and psql where the database is one.
"""

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
POSTGRES, SQLITE, MANIFEST = "database.dump", "database.sqlite3", "manifest.json"


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
            with tarfile.open(partial / f"{name}.tar", "w") as tar:
                if source.exists():
                    tar.add(source, arcname=".")
        hashes = {file.name: _sha256(file) for file in sorted(partial.iterdir())}
        (partial / MANIFEST).write_text(json.dumps({"made": made, "sha256": hashes}, indent=1))
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    if keep:
        for old in sorted(path for path in folder.glob("20*T*Z") if (path / MANIFEST).exists())[:-keep]:
            shutil.rmtree(old)
    return target


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
    """Put back what a backup holds.

    Refuses a damaged backup, and to write over anything unless `replace` is said.
    """
    check(archive)
    wanted = SQLITE if place.is_sqlite else POSTGRES
    if not (archive / wanted).exists():
        raise Refused(f"This backup holds no {wanted}: it was made from the other kind of database.")
    if not replace and (occupied := _occupied(place)):
        raise Refused(
            f"Already there: {', '.join(occupied)}. Stop the product, then say --replace to write over it."
        )
    for name, target in place.folders.items():
        if target.exists():
            shutil.rmtree(target)
        target.mkdir(parents=True)
        with tarfile.open(archive / f"{name}.tar") as tar:
            tar.extractall(target, filter="data")
    _load(place, archive / wanted)


def _load(place: Place, dump: Path) -> None:
    if not place.is_sqlite:
        env = place.postgres()
        options = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
        subprocess.run(["pg_restore", *options, f"--dbname={env['PGDATABASE']}", dump], env=env, check=True)
        return
    place.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        Path(f"{place.sqlite_file}{ending}").unlink(missing_ok=True)
    _copy_sqlite(dump, place.sqlite_file)


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
