"""The words of the audit's verbs, for people."""

from django.utils.translation import pgettext

from incubator.workflow.lifecycle import LIFECYCLES
from incubator.workflow.refusals import Sentence

WORDS: dict[str, Sentence] = {}


def name_verbs(words: dict[str, Sentence]) -> None:
    """Give words to verbs that are not moves (a slice calls it beside the work that records them)."""
    WORDS.update(words)


def verb_in_words(verb: str) -> str:
    """Return a verb as people read it: the label of the move, the words given, or "Change": no code of ours is shown."""
    if verb in WORDS:
        return str(WORDS[verb])
    record, _dot, name = verb.partition(".")
    lifecycle = LIFECYCLES.get(record)
    move = lifecycle.moves.get(name) if lifecycle else None
    return str(move.label) if move and move.label else pgettext("history", "Change")
