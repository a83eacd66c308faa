"""What a spreadsheet would run if it stood in a CSV cell. Honest texts that begin with a hyphen or a plus would not."""

import re

from incubator.core.reading import visible

PLAIN_NUMBER = re.compile(r"[+-]?\d[\d \u00a0\u202f]*([.,]\d+)?")
CALL = re.compile(r"[^\W\d][\w.]{0,254}\(")
# Another program ("cmd|' /C calc'!A0"), another sheet ("'Feuille 2'!A1").
OUTSIDE = re.compile(r"\||!\s*\$?[A-Z]{1,3}\$?\d", re.IGNORECASE)
# Cells and figures joined by signs: +A1, -2+3, +228-90-00. Each sign has one reading, so that nothing is tried twice.
SUM = re.compile(r"[+\-@](?:[A-Z]{1,3}\$?\d|[\d.,]%?|[+\-*/^&:<>=;@$]|\s)+", re.IGNORECASE)


def would_run(text: str) -> bool:
    """Tell whether a spreadsheet that opens a CSV would compute this cell instead of showing it."""
    bare = visible(text).lstrip()
    if bare.startswith("="):
        return len(bare) > 1
    if not bare.startswith(("+", "-", "@")) or PLAIN_NUMBER.fullmatch(bare):
        return False
    bare = bare.rstrip()
    joined = len(bare.lstrip("+-@ ")) > 0 and SUM.fullmatch(bare) is not None
    return bool(CALL.search(bare) or OUTSIDE.search(bare) or joined)
