"""What names a team inside a text: its people, its start-up, addresses, telephones, register numbers. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from incubator.core.reading.signs import fold

SHORTEST = 3
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.)\S+[\w/]")
# Eight digits in pairs or not, with or without the country, as they are written in Togo and around.
PHONE = re.compile(r"(?<![\w+])(?:(?:\+|00)\d{1,3}[ .-]?)?\d{2}(?:[ .-]?\d{2}){3,4}(?![\w])")
REGISTER = re.compile(
    r"(?<!\w)[A-Z]{2}[-/ ][A-Z]{2,4}[-/ ](?:\d{2,4}[-/ ])?[A-Z0-9]{1,4}[-/ ]\d{2,6}(?:[-/ ]?\w{1,6})*"
)
PATTERNS = (("email", EMAIL), ("link", LINK), ("register", REGISTER), ("phone", PHONE))


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a text that names somebody; `why` is name, email, link, phone or register."""

    start: int
    end: int
    text: str
    why: str


def spot(text: str, names: Collection[str]) -> list[Passage]:
    """Return what in the text names the team, in order and without overlap: `names` whatever their accents
    and capitals, and whatever looks like an address, a telephone or a register number.
    """
    found = [
        Passage(m.start(), m.end(), m.group(), why)
        for why, pattern in PATTERNS
        for m in pattern.finditer(text)
    ]
    folded = fold_in_place(text)
    for name in sorted({fold_in_place(name.strip()) for name in names}, key=len, reverse=True):
        if len(name) < SHORTEST:
            continue
        words = r"[\s\-'’]+".join(re.escape(part) for part in re.split(r"[\s\-'’]+", name) if part)
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", folded):
            told = text[match.start() : match.end()]
            found.append(Passage(match.start(), match.end(), told, "name"))
    return _apart(found)


def fold_in_place(text: str) -> str:
    """Return the text without accents and capitals, each character in its place."""
    return "".join((fold(character) or character)[0] for character in text)


def _apart(passages: list[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, -p.end)):
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return kept


def names_in(texts: Collection[str]) -> set[str]:
    """Return each text as a whole, and each of its words that is long enough to be a name."""
    words = {word for text in texts for word in re.split(r"[\s,;/]+", text) if len(word) >= SHORTEST}
    return {text.strip() for text in texts if text.strip()} | words
