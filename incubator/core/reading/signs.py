"""Signs that nobody sees, and the many shapes of one sign: made one before anything is read, kept or looked for."""

import re
import unicodedata

# Zero-width signs, soft hyphens, marks of direction, the mark of a file's beginning, selectors of a variant.
UNSEEN_SIGNS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]")
# The same but for what holds an emoji together: a joiner, or the selector of its picture.
UNSEEN_IN_A_LINE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb]"
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200d\ufe0f]"
)
# Controls, but for the tabulator and the ends of lines, which are blanks.
CONTROL_SIGNS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
CONTROLS = re.compile(f"[{CONTROL_SIGNS}]")
SEEN = re.compile(rf"[^\s{UNSEEN_SIGNS}{CONTROL_SIGNS}]")
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\ufe63", "-"))
BLANKS = re.compile(r"\s+")
OTHER_DIGITS_AND_BLANKS = re.compile(r"(?![\x00-\x7f])[\d\s]")
PLAIN_BLANKS = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
USUAL: dict[int, int | str] = {**WIDE, **HYPHENS}
# The accents of our languages at once; other combining marks one by one.
ACCENTS = re.compile("[\u0300-\u036f]+")
FOREIGN = re.compile(r"[^\x00-\x7f]")
JOINED_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d"})


def is_visible(text: str) -> bool:
    """Tell whether `one_line` leaves anything of a text, without making it."""
    return SEEN.search(text) is not None


def visible(text: str) -> str:
    """Return a text without the signs that nobody sees, in the usual shape of each sign.

    Letters are composed (NFC); digits of every script and full-width signs become ASCII; hyphens of every width become
    "-"; blanks of every width become a plain blank; line ends and tabulators stay. Meant for identifiers, amounts,
    dates and searches: a long text keeps its joiners (they hold an emoji together) and is not passed here.
    """
    if text.isascii():
        return CONTROLS.sub("", text)
    text = unicodedata.normalize("NFC", UNSEEN.sub("", text)).translate(USUAL)
    return OTHER_DIGITS_AND_BLANKS.sub(_usual, CONTROLS.sub("", text))


def _usual(found: re.Match[str]) -> str:
    sign = found[0]
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else " "


def one_line(text: str) -> str:
    """Return a text as `visible` does, on one line, with single blanks and none around: a name or an identifier."""
    return BLANKS.sub(" ", visible(text)).strip()


def tidy(text: str) -> str:
    """Return a line as it was typed – a name, a title –, without what nobody sees, with single blanks and none around.

    A no-break space that the writer set between words stays.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", UNSEEN_IN_A_LINE.sub("", text))
    return PLAIN_BLANKS.sub(" ", CONTROLS.sub("", text)).strip()


def fold(text: str) -> str:
    """Return small letters without accents or raised ones: "Été" is "ete", "Cœur" is "coeur", "1ᵉʳ" is "1er"."""
    bare = text.lower()
    if bare.isascii():
        return bare
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", bare.translate(JOINED_LETTERS)))
    if bare.isascii():
        return bare
    return FOREIGN.sub(lambda found: "" if unicodedata.combining(found[0]) else found[0], bare)
