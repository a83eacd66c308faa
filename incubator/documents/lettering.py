"""Texts made ready for paper: what the fonts do not draw gets a name, what is longer than a line may break.

What can be drawn is asked of Typst and its fonts themselves, once a sign and process.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

STANDARDS = ["a-2a", "ua-1"]
# Long enough for every word of the dictionaries; what is longer is an address, a file's name, a key held down.
LONG_WORD = re.compile(r"[^\s-]{27,}")
# Where a word may break: `letterhead.typ` puts an empty box there, so that what is copied is whole. Typst takes some
# hundreds of boxes a text; a word that would need more has signs of no width instead.
BREAK, PLAIN_BREAK = "\u2063", "\u200b"
MOST_BREAKS, MOST_TOGETHER = 150, 4
SELECTORS = "\ufe0e\ufe0f"
# Symbol and Wingdings, by which word processors write bullets and arrows: private signs that mean something.
PRIVATE = dict(
    zip(
        "\uf0b7\uf0a7\uf076\uf06e\uf06f\uf0a8\uf0fc\uf0fb\uf0d8\uf0e0\uf0df\uf0e8\uf02d\uf0f0",
        "•▪❖■□◻✔✘➢→←➔-⇨",
        strict=True,
    )
)
# The typeface of the pages, in three weights; Typst's own draws what it does not (`ui/README.md` says how both are made).
FONTS = [str(Path(__file__).parent / "fonts")]
# One line a sign, each on its own, so that each is answered for.
QUESTION = """#set document(title: "?")
#set text(font: ("Inter", "Libertinus Serif"))
#for sign in json(bytes(sys.inputs.signs)) { par(text("o" + sign)) }
"""
REFUSED = re.compile(r'(?:the text|the codepoint) `"((?:[^"\\]|\\.)*)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_known: dict[str, bool] = {}


def on_paper(value: Any) -> Any:
    """Return data (texts, lists, dictionaries) as it can be printed: see `text_on_paper`. Keys are never changed."""
    learn(_signs_of(value))
    return _printed(value)


def learn(signs: Iterable[str]) -> None:
    """Ask the fonts about the signs that are not known yet."""
    asked = sorted({sign for sign in signs if ord(sign) > 0x7E} - _known.keys())
    if asked:
        refused = _refused(asked)
        _known.update({sign: sign not in refused for sign in asked})


def text_on_paper(text: str) -> str:
    """Return a text whose signs are all drawn, with places to break in words longer than a line.

    A sign that no font has becomes what means the same (a bullet of Wingdings, a plain letter for a mathematical
    one), else its name: "[sign U+1F331]".
    """
    kept = _seen(text)
    pieces: list[str] = []
    missing: list[str] = []
    for char in kept:
        drawn = char if _is_drawn(char) else _means(char)
        if drawn is None:
            missing.append(char)
            continue
        pieces += [*_named(missing), drawn]
        missing = []
    return LONG_WORD.sub(_breakable, "".join([*pieces, *_named(missing)]))


def learn_from(error: typst.TypstError) -> bool:
    """Remember the signs that a whole document could not draw; tell whether there were any."""
    refused = {sign for sign in _told(error) if ord(sign) > 0x7E and _known.get(sign)}
    _known.update(dict.fromkeys(refused, False))
    return bool(refused)


def _seen(text: str) -> str:
    """Return a text without what shows nothing: marks of direction, joiners, ends of line of another time."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        char
        for char in composed
        if char not in SELECTORS and (char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf"))
    )


def _signs_of(value: Any) -> set[str]:
    if isinstance(value, str):
        chars = set(_seen(value))
        plain = {part for char in chars if ord(char) > 0x7E for part in unicodedata.normalize("NFKC", char)}
        return chars | plain | {PRIVATE[char] for char in chars & PRIVATE.keys()}
    if isinstance(value, dict):
        value = value.values()
    elif value is None or isinstance(value, (bool, int, float)):
        return set()
    elif not isinstance(value, (list, tuple)):
        return _signs_of(str(value))
    return set().union(*(_signs_of(inner) for inner in value))


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return text_on_paper(value)
    if isinstance(value, dict):
        return {str(key): _printed(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printed(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _printed(str(value))


def _refused(signs: list[str]) -> set[str]:
    """Return those of the signs that Typst says no font draws, or that a lasting PDF may not hold."""
    try:
        typst.compile(
            QUESTION.encode(), format="pdf", ignore_system_fonts=True, font_paths=FONTS, pdf_standards=STANDARDS,
            sys_inputs={"signs": json.dumps(signs)},
        )  # fmt: skip
    except typst.TypstError as error:
        return _told(error)
    return set()


def _told(error: typst.TypstError) -> set[str]:
    """Return the signs that an error of Typst says cannot be drawn."""
    told = "".join(REFUSED.findall(error.diagnostic))
    return set(ESCAPED.sub(lambda found: chr(int(found[1], 16)), told))


def _is_drawn(char: str) -> bool:
    return char in "\n\t" or _known.get(char, ord(char) < 0x7F)


def _means(char: str) -> str | None:
    """Return what means the same as a sign that is not drawn, None for no such thing."""
    plain = PRIVATE.get(char) or unicodedata.normalize("NFKC", char)
    if plain == char or not all(_is_drawn(part) for part in plain):
        return None
    raised = {"<super>": "^", "<sub>": "_"}.get(unicodedata.decomposition(char).partition(" ")[0], "")
    return raised + plain


def _named(missing: list[str]) -> list[str]:
    codes = [f"U+{ord(char):04X}" for char in missing]
    return [_("[sign %(codes)s]") % {"codes": " ".join(codes)}] if codes else []


def _breakable(found: re.Match[str]) -> str:
    """Let a long word break between any two of its signs, or every few; a mark stays on its letter."""
    word = found[0]
    together = -(-len(word) // MOST_BREAKS)
    mark, step = (BREAK, together) if together <= MOST_TOGETHER else (PLAIN_BREAK, 1)
    return "".join(
        mark + char if place and place % step == 0 and not unicodedata.combining(char) else char
        for place, char in enumerate(word)
    )
