"""What a cell shows and what a table holds in its place, in both languages; every text is escaped."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from incubator.core.bilingual import pick
from incubator.core.money import Money
from incubator.lists.cells import Above, Badge, Link, Many, Sign, drawn, plain

AT = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
BAD = "<b>&"


@pytest.mark.parametrize(
    ("value", "shown", "kept"),
    [
        (None, "–", None),
        ("", "–", ""),
        (0, "0", 0),
        (1500, "1\u202f500", 1500),
        (True, "oui", True),
        (date(2027, 3, 5), "5 mars 2027", date(2027, 3, 5)),
        (AT, "5 mars 2027, 17\u00a0h\u00a000", AT),
        (BAD, "&lt;b&gt;&amp;", BAD),
        (SafeString("<i>a</i>"), "<i>a</i>", "<i>a</i>"),
        (gettext_lazy("State"), "État", "État"),
        (pick("Santé", "Health"), "Santé", "Santé"),
        (Money(1_500_000), "1\u202f500\u202f000\u00a0F\u00a0CFA", 1_500_000),
        (Link(BAD, "/a/?b=1&c=2"), '<a href="/a/?b=1&amp;c=2">&lt;b&gt;&amp;</a>', BAD),
        (
            Link("Tikpa", "/a/", "SU-1"),
            '<span><a href="/a/">Tikpa</a> <small>SU-1</small></span>',
            "Tikpa (SU-1)",
        ),
        (Badge("paid", BAD), '<span class="badge waiting">&lt;b&gt;&amp;</span>', BAD),
        (Many(()), "–", ""),
        (
            Many((Badge("danger", "Tard"), "vu")),
            '<span><span class="badge danger">Tard</span> vu</span>',
            "Tard, vu",
        ),
        (Above("Afi", ""), "Afi", "Afi"),
        (
            Above("Afi", BAD),
            "<span>Afi<br><small>&lt;b&gt;&amp;</small></span>",
            f"Afi – {BAD}",
        ),
    ],
)
def test_a_value_is_drawn_and_told(value, shown, kept):
    assert (drawn(value), plain(value)) == (shown, kept)
    assert isinstance(drawn(value), SafeString)


def test_a_text_that_falls_back_says_its_language():
    with translation.override("en"):
        assert drawn(pick("Santé", "")) == '<span lang="fr">Santé</span>'
        assert drawn(AT) == "5 March 2027, 17:00"
        assert plain(pick("Santé", "")) == "Santé"


def test_a_sign_has_words():
    assert "Avec une note" in drawn(Sign("lock", "Avec une note"))
    assert plain(Sign("lock", "Avec une note")) == "Avec une note"
