"""Charts: bars, stacked bars, lines with their target and trend, small lines; each state with exact numbers."""

import re
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation

from incubator.ui import charts, lines, small_lines
from incubator.ui.templatetags.charts import register
from incubator.ui.typography import money

QUARTERS = ("T1", "T2", "T3", "T4")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def draw(source: str, **context) -> str:
    return Template("{% load charts %}" + source).render(Context(context)).strip()


def rows(*values):
    return list(zip(QUARTERS, values, strict=False))


def test_bars_are_shares_of_the_largest():
    assert [(bar.label, bar.width, bar.text) for bar in charts.bars([("a", 50), ("b", 200), ("c", 0)])] == [
        ("a", 25.0, "50"), ("b", 100, "200"), ("c", 0.0, "0"),
    ]  # fmt: skip
    assert charts.bars([]) == []


def test_charts_write_numbers_for_svg_in_french_too():
    with translation.override("fr"):
        bars = draw("{% bar_chart rows 'Par région' %}", rows=[("a", 1), ("b", 3)])
        stacks = draw("{% stacked_chart rows names 'Par an' %}", rows=[("a", [1, 2])], names=["x", "y"])
        line = draw("{% line_chart rows 'Emplois' %}", rows=rows(1, 2, 4))

    assert 'width="33.33%"' in bars
    assert 'x="33.33%"' in stacks
    assert not re.findall(r' (?:x|y|cx|cy|x1|x2|y1|y2|width)="[^"]*,', bars + stacks + line)


def test_a_stacked_bar_writes_a_part_inside_where_it_fits_and_beside_where_it_does_not():
    (stack,) = charts.stacks([("2027", [900, 90, 10, 0, None])], ["a", "b", "c", "d", "e"])

    assert [(part.x, part.width, part.look, part.text, part.inside) for part in stack.parts] == [
        (0, 90, "s1", "900", True),
        (90, 9, "s2", "90", True),
        (99, 1, "s3", "10", False),
        (100, 0, "s4", "0", False),
        (100, 0, "s5", "0", False),
    ]
    assert [part.label for part in stack.drawn] == ["a", "b", "c"]
    assert [part.label for part in stack.beside] == ["c"]
    assert stack.total == "1,000"


def test_a_small_part_is_seen():
    (stack,) = charts.stacks([("line", [1_000_000, 1])], ["paid", "free"])

    assert [(part.x, part.width) for part in stack.drawn] == [(0, 100), (99.5, 0.5)]


def test_a_part_below_zero_has_no_width_and_keeps_its_number():
    (stack,) = charts.stacks([("line", [100, -20])], ["paid", "free"])

    assert [(part.width, part.text) for part in stack.parts] == [(100, "100"), (0, "-20")]


def test_a_part_is_said_once_in_the_drawing_and_once_in_the_table():
    html = draw(
        "{% stacked_chart rows names 'Money' unit='money' %}",
        rows=[("Seed", [1_200_000, 5])],
        names=["paid", "free"],
    )

    said = money(1_200_000)
    assert re.findall(rf">{said}<", html) == [f">{said}<"] * 2
    assert f'aria-label="paid {said}, free {money(5)}"' in html
    assert f"free <strong>{money(5)}</strong>" in html


def test_a_line_stops_at_a_gap_and_draws_nothing_as_zero():
    drawn = lines.line([("a", 10), ("b", 20), ("c", None), ("d", 5), ("e", None), ("f", 40), ("g", 30)])
    (line,) = drawn.lines

    # The foot stands at 156, the top at 24; the last value takes 24.8 on the right.
    assert drawn.right == 275.2
    assert line.runs == ["8.0,123.0 52.5,90.0", "230.7,24.0 275.2,57.0"]
    assert [(dot.label, dot.x, dot.y, dot.last) for dot in line.dots] == [
        ("a", 8.0, 123.0, False), ("b", 52.5, 90.0, False), ("d", 141.6, 139.5, False),
        ("f", 230.7, 24.0, False), ("g", 275.2, 57.0, True),
    ]  # fmt: skip
    assert dict(drawn.table)["c"] == ["–"]


def test_a_target_is_drawn_on_the_scale_of_the_values_and_said():
    drawn = lines.line(rows(0, None, 100), target=50)

    assert (drawn.target, drawn.target_text, drawn.foot) == (90.0, "50", 156.0)
    assert lines.line(rows(10, 20), target=200).target == 24.0
    assert lines.line(rows(10, 20)).target is None


@pytest.mark.parametrize(
    ("values", "target", "said"),
    [
        ((12, 31, 58, 96), 80, ("T4", "96", "+38 since T3", "target of 80 met", True)),
        ((12, 31, 70, 64), 80, ("T4", "64", "−6 since T3", "16 below the target of 80", False)),
        ((80,), 80, ("T1", "80", "", "target of 80 met", True)),
        ((5, None, 5, None), None, ("T3", "5", "unchanged since T1", "", False)),
        ((None, None), 80, ("", "–", "", "", False)),
        ((), 80, ("", "–", "", "", False)),
        ((0, -3), 0, ("T2", "-3", "−3 since T1", "3 below the target of 0", False)),
    ],
)
def test_the_end_of_a_line_is_said(values, target, said):
    (line,) = lines.line(rows(*values), target=target).lines
    trend = line.trend

    assert (trend.period, trend.value, trend.change, trend.aim, trend.met) == said


def test_what_a_line_says_is_french_with_its_spaces():
    with translation.override("fr"):
        (line,) = lines.line([("T3", 1_200_000), ("T4", 1_500_000)], target=2_000_000, write=money).lines

    assert line.trend.value == "1\u202f500\u202f000\u00a0F\u00a0CFA"
    assert line.trend.change == "+300\u202f000\u00a0F\u00a0CFA depuis T3"
    assert (
        line.trend.aim == "500\u202f000\u00a0F\u00a0CFA sous la cible de 2\u202f000\u202f000\u00a0F\u00a0CFA"
    )


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 24, 60])
@pytest.mark.parametrize("name", ["T1", "2027", "janvier 2027", "Troisième trimestre de 2027"])
def test_the_names_of_periods_never_overlap_nor_leave(count, name):
    drawn = lines.line([(name, index) for index in range(count)])
    boxes = [mark.box for mark in drawn.periods]

    assert all(after[0] - before[1] >= lines.GAP for before, after in pairwise(boxes))
    assert boxes
    assert boxes[0][0] >= 0
    assert boxes[-1][1] <= lines.WIDTH + 0.001


def test_the_last_period_is_always_named():
    drawn = lines.line([(f"{month:02d}/2027", month) for month in range(1, 13)])

    assert [mark.text for mark in drawn.periods] == ["03/2027", "06/2027", "09/2027", "12/2027"]


def test_several_series_end_in_words_that_do_not_overlap():
    drawn = lines.line([("a", [1, 2, 3]), ("b", [50, 50, 51])], names=("x", "y", "z"))

    ends = sorted(line.end.y for line in drawn.lines)
    assert [line.look for line in drawn.lines] == ["l1", "l2", "l3"]
    assert ends[1] - ends[0] >= lines.LEADING
    assert ends[2] - ends[1] >= lines.LEADING
    assert [texts for _name, texts in drawn.table] == [["1", "2", "3"], ["50", "50", "51"]]


def test_words_are_pushed_apart_and_stay_above_the_foot():
    assert lines.spread([10, 12, 100], 156) == [10, 24, 100]
    assert lines.spread([156, 156, 150], 156) == [142, 156, 128]


def test_nothing_given_is_said_and_nothing_is_drawn():
    html = draw("{% line_chart rows 'Jobs' target=80 %}", rows=rows(None, None))

    assert "No figure has been given yet. Target 80" in html
    assert "<svg" not in html
    for source in ("{% stacked_chart rows names 'x' %}", "{% small_multiples rows 'x' %}"):
        html = draw(source, rows=[], names=["a"])
        assert "No figure has been given yet." in html
        assert "<svg" not in html


def test_one_value_is_a_dot_in_the_middle_without_a_line():
    (line,) = lines.line(rows(12)).lines

    assert line.runs == []
    assert [(dot.x, dot.y) for dot in line.dots] == [(141.6, 24.0)]


def test_small_lines_share_one_scale():
    panels = small_lines.multiples([("a", rows(50, 100), 200), ("b", rows(None, 25), None)])

    # From 46 at zero to 6 at 200, the highest target.
    assert [dot.y for dot in panels[0].line.dots] == [36.0, 26.0]
    assert (panels[0].target, panels[0].target_text, panels[0].line.trend.aim) == (
        6.0,
        "200",
        "100 below the target of 200",
    )
    assert [dot.y for dot in panels[1].line.dots] == [41.0]
    assert (panels[1].target, panels[1].line.runs) == (None, [])


def test_a_sparkline_is_hidden_from_readers_and_has_its_words_beside():
    html = draw("{% sparkline values %}", values=[7, None, 6, 4])

    assert html.startswith('<span class="spark"><svg class="plot" width="60" height="20"')
    assert 'aria-hidden="true"' in html
    assert html.endswith("</svg> 4 <small>−2</small></span>")
    assert draw("{% sparkline values %}", values=[]) == '<span class="spark">–</span>'


def test_a_flat_sparkline_stands_in_the_middle():
    assert small_lines.spark([3, 3]).runs == ["3.0,10.0 57.0,10.0"]


def test_what_people_typed_is_escaped():
    html = draw("{% line_chart rows bad %}{% small_multiples samples bad %}", rows=[("<b>", 1)], bad="<script>",
                samples=[("<i>", [("<b>", 1)], None)])  # fmt: skip

    assert not re.findall(r"<(?:b|i|script)>", html)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.django_db
def test_the_style_guide_shows_every_chart_in_every_state(client, language):
    html = client.get("/styleguide/", {"lang": language}).content.decode()

    assert set(register.tags) <= set(re.findall(r"<h2>([a-z_]+)</h2>", html))
    assert '<link rel="stylesheet" href="/static/ui/charts.css">' in html
    words = {
        "fr": ("Cible", "cible de 80 atteinte", "Aucun chiffre"),
        "en": ("Target", "target of 80 met", "No figure has"),
    }
    assert [word for word in words[language] if word not in html] == []
