"""The patterns that an editor writes into a form: the only place where one runs.

They run on an engine whose time grows with the text alone (RE2), whatever the pattern, and on texts of a bounded length.
It knows no back-reference and no look-around: such a pattern is refused when the form is compiled. A form version that
was compiled before keeps working: a pattern of it that the engine cannot take checks nothing, and the log names it.
"""

import logging
from functools import lru_cache
from typing import Any

import re2

log = logging.getLogger(__name__)
# The number of a register, a code, a date: nobody describes more than this by a pattern.
LONGEST_PATTERN = 200
# A text longer than this has no usual form: it is not even looked at.
LONGEST_TEXT = 10_000
# What one compiled pattern may take of the memory: repetitions of repetitions are refused beyond it.
MOST_MEMORY = 1 << 20


class NotTaken(ValueError):
    """The engine cannot take this pattern."""


def require(pattern: str) -> None:
    """Raise NotTaken for a pattern that is too long, is not written correctly, or needs another engine."""
    if _compiled(pattern) is None:
        raise NotTaken(pattern)


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text has the form that a pattern describes; a pattern that cannot be taken describes none."""
    compiled = _compiled(pattern)
    return compiled is None or (len(text) <= LONGEST_TEXT and compiled.search(text) is not None)


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors, options.max_mem = False, MOST_MEMORY
    try:
        if len(pattern) <= LONGEST_PATTERN:
            return re2.compile(pattern, options=options)
    except (re2.error, TypeError, UnicodeError):
        pass
    log.warning("The pattern %.250r of a form cannot be taken: it checks nothing.", pattern)
    return None
