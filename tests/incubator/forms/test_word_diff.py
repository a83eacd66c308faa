"""Two texts word by word: exact pieces, and never long to compare."""

import time

import pytest

from incubator.forms.word_diff import ADDED, MOST, REMOVED, SAME, word_diff


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("un deux", "un deux", [(SAME, "un deux")]),
        ("", "un", [(ADDED, "un")]),
        ("un", "", [(REMOVED, "un")]),
        ("un deux trois", "un quatre trois", [(SAME, "un"), (REMOVED, " deux"), (ADDED, " quatre"), (SAME, " trois")]),
        ("l’été", "l’hiver", [(REMOVED, "l’été"), (ADDED, "l’hiver")]),
    ],
)  # fmt: skip
def test_pieces(before, after, pieces):
    assert word_diff(before, after) == pieces


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b c\nd e f", "a c\nd g f h"),
        ("mot " * 900 + "fin", "mot " * 400 + "autre " + "mot " * 500),
        ("\n".join(f"ligne {n} du plan" for n in range(900)), "\n".join(f"ligne {n} du projet" for n in range(900))),
        (" ".join(str(n) for n in range(2000)), " ".join(str(n * 7) for n in range(2000))),
    ],
)  # fmt: skip
def test_the_pieces_make_up_both_sides(before, after):
    pieces = word_diff(before, after)

    assert "".join(text for op, text in pieces if op != ADDED) == before
    assert "".join(text for op, text in pieces if op != REMOVED) == after


def test_a_word_changed_in_a_long_text_is_the_only_difference():
    words = [f"mot{n}" for n in range(3000)]
    changed = [*words[:1500], "autre", *words[1501:]]

    pieces = word_diff(" ".join(words), " ".join(changed))

    assert len(words) ** 2 > MOST
    assert [piece for piece in pieces if piece[0] != SAME] == [(REMOVED, " mot1500"), (ADDED, " autre")]


def test_a_megabyte_is_compared_at_once():
    before, after = " ".join(str(n) for n in range(150_000)), " ".join(str(n * 3) for n in range(150_000))
    begun = time.perf_counter()

    word_diff(before, after)

    assert time.perf_counter() - begun < 10
