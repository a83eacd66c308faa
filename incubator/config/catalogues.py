"""The French catalogue: compiled without gettext, brought up to date with the code, filled from JSON.

`compile_all` runs at every start, so it imports nothing but polib and the standard library; where the code is
not writable, `python -m incubator.config.catalogues` compiles beforehand.
"""

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
LOCALE_ROOT = ROOT / "incubator" / "locale"
FRENCH = LOCALE_ROOT / "fr" / "LC_MESSAGES" / "django.po"
WIDTH = 100
# Nothing that changes by itself (dates, names, versions): a diff shows words only.
HEADER = {
    "Project-Id-Version": "Pépinière",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}

Key = tuple[str, str]  # context ("" for none), English text


@dataclass
class Message:
    """One English text found in the code, with its plural and the files that say it."""

    context: str
    text: str
    plural: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def compile_all(root: Path = LOCALE_ROOT) -> list[Path]:
    """Write the `.mo` beside each `.po` that changed since, and return those written.

    A `.mo` carries the time of the `.po` it came from, so an older `.po` put back is a change too. It is
    replaced in one step: processes that start together never read half a file.
    """
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        stamp = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == stamp:
            continue
        if target.exists() and not os.access(target.parent, os.W_OK):
            continue  # installed by another user, compiled then; copying may have changed the times
        content = polib.pofile(str(source)).to_binary()
        descriptor, partial = tempfile.mkstemp(dir=target.parent, prefix=".mo-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(partial, 0o644)
        os.utime(partial, ns=(stamp, stamp))
        os.replace(partial, target)
        written.append(target)
    return written


def read(path: Path = FRENCH) -> polib.POFile:
    """Return the catalogue, an empty one when there is no file yet."""
    catalogue = polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = dict(HEADER)
    catalogue.metadata_is_fuzzy = False
    catalogue.header = (
        "French words of Pépinière. `make messages` keeps the entries; people write the msgstr."
    )
    return catalogue


def write(catalogue: polib.POFile, path: Path = FRENCH) -> None:
    """Save the catalogue in the order of its English texts."""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".po.new")
    catalogue.save(str(partial))
    os.replace(partial, path)


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def merge(catalogue: polib.POFile, messages: Iterable[Message]) -> tuple[int, int]:
    """Give each message an entry, keep its translation, drop the entries no code says any more.

    Return how many were added and dropped.
    """
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    kept, added = [], 0
    for message in messages:
        entry = known.pop(message.key, None)
        if entry is None:
            entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
            added += 1
        _shape(entry, message)
        kept.append(entry)
    catalogue[:] = kept
    return added, len(known)


def _shape(entry: polib.POEntry, message: Message) -> None:
    """Fit the entry to the message: plural or not, where it is said, whether it has placeholders."""
    if message.plural and not entry.msgid_plural:
        entry.msgstr_plural, entry.msgstr = {0: "", 1: ""}, ""
    if entry.msgid_plural and not message.plural:
        entry.msgstr, entry.msgstr_plural = entry.msgstr_plural.get(0, ""), {}
    entry.msgid_plural = message.plural
    entry.occurrences = [(file, "") for file in sorted(message.files)]
    entry.comment = entry.previous_msgid = ""
    placeholders = "%(" in message.text + message.plural
    entry.flags = (["python-format"] if placeholders else []) + (["fuzzy"] if entry.fuzzy else [])


def import_json(catalogue: polib.POFile, folder: Path, *, overwrite: bool = False) -> tuple[int, list[str]]:
    """Fill the untranslated entries from {"english": "français"} files; with `overwrite`, all of them.

    A context stands before the text and U+0004; a plural is "one\\0many": ["un", "des"]. Return how many
    entries were filled, and a line for each text that no code says or that two files translate differently.
    """
    entries = {key_of(entry): entry for entry in catalogue}
    said: dict[str, tuple[str, object]] = {}
    filled, remarks = 0, []
    for file in sorted(folder.glob("*.json")):
        for text, french in json.loads(file.read_text(encoding="utf-8")).items():
            first, before = said.setdefault(text, (file.name, french))
            if before != french:
                remarks.append(f"{file.name}: {text!r} is translated otherwise in {first}, which is kept")
                continue
            entry = entries.get(_key_in_json(text))
            if entry is None:
                remarks.append(f"{file.name}: {text!r} is said nowhere in the code")
            elif overwrite or not entry.translated():
                filled += _fill(entry, french)
    return filled, remarks


def _key_in_json(text: str) -> Key:
    context, separator, rest = text.partition("\u0004")
    singular = (rest if separator else text).partition("\0")[0]
    return (context if separator else "", singular)


def _fill(entry: polib.POEntry, french: str | list[str]) -> bool:
    forms = [french] if isinstance(french, str) else list(french)
    if entry.msgid_plural:
        wanted = {0: forms[0], 1: forms[-1]}
        changed = entry.msgstr_plural != wanted
        entry.msgstr_plural = wanted
    else:
        changed = entry.msgstr != forms[0]
        entry.msgstr = forms[0]
    if entry.fuzzy:
        entry.flags.remove("fuzzy")
    return changed


if __name__ == "__main__":
    compile_all()
