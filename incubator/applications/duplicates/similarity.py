"""How alike two texts are, and the keys under which near ones meet. Pure.

Texts are compared by their sets of trigrams (Jaccard), as PostgreSQL's pg_trgm does. Only texts that share a key
are ever compared: for names each long word and the first letters, for pitches the rarest-looking words.
"""

import hashlib
import re

from incubator.core.reading.signs import fold

NAME_ALIKE = 0.6
PITCH_ALIKE = 0.55
LONGEST_WORDS = 6
PLACES = 8
WORD = re.compile(r"\w+")
# Legal forms and words that half of the start-ups carry tell nothing apart.
COMMON = frozenset(
    (
        "sarl",
        "sarlu",
        "sas",
        "ets",
        "togo",
        "africa",
        "afrique",
        "tech",
        "the",
        "les",
        "des",
        "pour",
        "avec",
        "dans",
    )
)


def plain(text: str) -> str:
    """Return the words of a text, without accents, capitals or punctuation."""
    return " ".join(WORD.findall(fold(text)))


def trigrams(text: str) -> frozenset[str]:
    """Return the trigrams of each word, padded as pg_trgm pads them."""
    found = set()
    for word in plain(text).split():
        padded = f"  {word} "
        found |= {padded[n : n + 3] for n in range(len(padded) - 2)}
    return frozenset(found)


def alike(one: str, other: str) -> float:
    """Return the share of trigrams that two texts have in common, from 0 to 1."""
    left, right = trigrams(one), trigrams(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def name_keys(name: str) -> set[str]:
    """Return the keys of a name: its letters together cut short, and the beginning of each telling word."""
    words = [word for word in plain(name).split() if word not in COMMON]
    together = "".join(words)
    return {together[:5]} | {word[:4] for word in words if len(word) >= 4} if together else set()


def pitch_keys(pitch: str) -> set[str]:
    """Return some keys of a pitch: the smallest fingerprints of its long words (near texts share most)."""
    words = {word for word in plain(pitch).split() if len(word) >= LONGEST_WORDS}
    marks = sorted(hashlib.sha256(word.encode()).hexdigest()[:10] for word in words)
    return set(marks[:PLACES])


def register(number: str) -> str:
    """Return a register number as it is compared: letters and digits alone; "" when too short to tell."""
    bare = re.sub(r"[^0-9a-z]", "", fold(number))
    return bare if len(bare) >= 6 else ""
