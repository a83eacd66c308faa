"""The difference between two texts, word by word. Pure, and bounded whatever the length of the texts."""

import difflib
import re

SAME, ADDED, REMOVED = "same", "added", "removed"
Piece = tuple[str, str]
PIECE = re.compile(r"\s*\S+|\s+")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Comparing costs up to the product of the two lengths: beyond this, whole lines are compared, then whole texts.
MOST = 250_000


def word_diff(before: str, after: str) -> list[Piece]:
    """Return (op, text) pieces: "same" and "removed" make up `before`, "same" and "added" make up `after`.

    Two texts too long to be compared by words are compared by lines, and by words inside the lines that differ.
    """
    left, right = PIECE.findall(before), PIECE.findall(after)
    if len(left) * len(right) <= MOST:
        return _joined(_compared(left, right))
    start = _common(left, right)
    end = _common(left[start:][::-1], right[start:][::-1])
    head, tail = left[:start], left[len(left) - end :]
    middle = _by_lines("".join(left[start : len(left) - end]), "".join(right[start : len(right) - end]))
    return _joined([(SAME, "".join(head)), *middle, (SAME, "".join(tail))])


def _compared(left: list[str], right: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append((SAME, "".join(left[i1:i2])))
            continue
        pieces += [(REMOVED, "".join(left[i1:i2])), (ADDED, "".join(right[j1:j2]))]
    return pieces


def _by_lines(before: str, after: str) -> list[Piece]:
    left, right = LINE.findall(before), LINE.findall(after)
    if len(left) * len(right) > MOST:
        return [(REMOVED, before), (ADDED, after)]
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        old, new = "".join(left[i1:i2]), "".join(right[j1:j2])
        if op == "equal":
            pieces.append((SAME, old))
            continue
        words = PIECE.findall(old), PIECE.findall(new)
        small = len(words[0]) * len(words[1]) <= MOST
        pieces += _compared(*words) if small else [(REMOVED, old), (ADDED, new)]
    return pieces


def _common(left: list[str], right: list[str]) -> int:
    """Return how many pieces the two begin with."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Leave out what is empty, and make neighbours of the same kind one."""
    found: list[Piece] = []
    for op, text in pieces:
        if not text:
            continue
        if found and found[-1][0] == op:
            text = found.pop()[1] + text
        found.append((op, text))
    return found
