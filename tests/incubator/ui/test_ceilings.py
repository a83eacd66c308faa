"""A total against its ceiling: what is there, what is left, what is too much, in words."""

import pytest
from django.utils import translation

from incubator.ui import ceilings


@pytest.mark.parametrize(
    ("total", "french", "english"),
    [
        (0, "Total : 0 F CFA sur 1 500 000 F CFA. Il reste : 1 500 000 F CFA.",
         "Total: XOF 0 of XOF 1,500,000. Left: XOF 1,500,000."),
        (1_500_000, "Total : 1 500 000 F CFA sur 1 500 000 F CFA. Il reste : 0 F CFA.",
         "Total: XOF 1,500,000 of XOF 1,500,000. Left: XOF 0."),
        (1_600_000, "Total : 1 600 000 F CFA sur 1 500 000 F CFA. De trop : 100 000 F CFA.",
         "Total: XOF 1,600,000 of XOF 1,500,000. Too much: XOF 100,000."),
    ],
)  # fmt: skip
def test_what_is_left_is_said(total, french, english):
    told = {}
    for language in ("fr", "en"):
        with translation.override(language):
            told[language] = ceilings.told(total, 1_500_000).replace("\u202f", " ").replace("\xa0", " ")

    assert told == {"fr": french, "en": english}


def test_the_line_carries_what_the_page_adds_up():
    drawn = ceilings.draw(1_600_000, 1_500_000, ["amount", "own"])

    assert drawn.startswith(
        '<p class="total over" data-sums="amount own" data-ceiling="1500000" data-currency="XOF">'
    )
    assert 'data-ceiling=""' in ceilings.draw(5, None, ["amount"])
