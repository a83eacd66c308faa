"""The name of a file, as people read it: no folder, no hidden character, an ending that tells the truth."""

import re
import unicodedata

from django.utils.translation import gettext as _

from incubator.files.sniffing import Kind

LENGTH = 120
# Names that Windows gives to its own devices: a file of that name cannot be saved there.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
# Signs that Windows takes in no name: an archive that holds one does not open there.
REFUSED_THERE = re.compile(r'[<>:"|?*]')


def clean(name: str) -> str:
    """Return the last part of `name` without control or direction characters, at most 120 characters long."""
    last = re.split(r"[/\\]", name or "")[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    kept = " ".join(kept.split()).strip(". ")
    kept = f"_{kept}" if DEVICES.match(kept) else kept
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:LENGTH] or _("file")
    return f"{stem[: LENGTH - len(ending[:10]) - 1]}.{ending[:10]}"


def portable(name: str) -> str:
    """Return the clean name with a dash for what Windows takes in no name."""
    return " ".join(REFUSED_THERE.sub("-", clean(name)).split())


def named_as(name: str, kind: Kind) -> str:
    """Return the clean name with the ending of what the file really is."""
    stem, dot, ending = clean(name).rpartition(".")
    if dot and ending.lower() in kind.endings:
        return f"{stem}.{ending}"
    return f"{stem if dot and len(ending) <= 5 else clean(name)}.{kind.endings[0]}"
